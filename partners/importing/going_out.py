"""Records as rows of the file by which they can come back: in the columns of their importer."""

from collections.abc import Iterator

from idaman.history import at_hand
from idaman.sealed import masked
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Meaning, OneOf

STEP = 2000


def exported(importer, records) -> Iterator[tuple]:
    """The heading, then a row a record, some at a time; personal numbers as masks, last days inclusive."""
    yield tuple(str(column.title) for column in importer.columns)
    keys = list(records.values_list("pk", flat=True))
    meanings = {column.name: column.meaning() for column in importer.columns}
    for start in range(0, len(keys), STEP):
        stored = importer.model._default_manager.in_bulk(keys[start : start + STEP])
        some = at_hand([stored[key] for key in keys[start : start + STEP] if key in stored])
        linked = [spelled(importer, record) for record in some]
        columns = [cells(importer, column, meanings[column.name], some, linked) for column in importer.columns]
        yield from zip(*columns, strict=True)


def spelled(importer, record) -> dict[str, str]:
    """What the record points to, by the names under which its importer finds it again."""
    found: dict[str, str] = {}
    for link in importer.links:
        if getattr(record, link.attribute) is not None:
            found |= link.spelled(getattr(record, record._meta.get_field(link.attribute).name))
    return found


def cells(importer, column: Column, meaning: Meaning, records: list, linked: list[dict]) -> list:
    """The cells of a column; of one that stands in files alone, nothing."""
    if column.name not in importer.fields:
        return [told.get(column.name) for told in linked]
    attribute = importer.fields[column.name]
    values = [one.last_day if attribute == "ends_on" else getattr(one, attribute) for one in records]
    if column.is_personal:
        return [masked(str(value)) if value else None for value in values]
    if isinstance(meaning, OneOf):
        return [meaning.written(value) if value in meaning.first else value for value in values]
    return values
