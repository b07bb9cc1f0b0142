"""Records as rows of the file by which they can come back: in the columns of their importer, the key first."""

from collections.abc import Iterable, Iterator

from django.db.models import Max

from idaman.history import at_hand
from idaman.sealed import masked
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import OneOf

STEP = 2000


def exported(importer, records) -> Iterator[tuple]:
    """The heading, then a row a record, some at a time; personal numbers as masks, last days inclusive."""
    yield tuple(str(column.title) for column in importer.columns)
    keys = list(records.values_list("pk", flat=True))
    for start in range(0, len(keys), STEP):
        step = keys[start : start + STEP]
        versions = newest(importer.model, "id", step)  # before the records: what is changed between is seen in the file
        stored = importer.model._default_manager.in_bulk(step)
        some = at_hand([stored[key] for key in step if key in stored])
        key_cells = [f"{importer.code}-{one.pk}.{versions[one.pk]}" if one.pk in versions else None for one in some]
        yield from zip(key_cells, *written(importer, some).values(), strict=True)


def newest(model, attribute: str, keys: Iterable[int]) -> dict[int, int]:
    """The newest entry in the history of each of the records, by their key or by what they belong to."""
    entries = model.history.filter(**{f"{attribute}__in": keys}).order_by().values_list(attribute)
    return dict(entries.annotate(Max("history_id")))


def written(importer, records: list) -> dict[str, list]:
    """What stands in the cells of the records, column by column, apart from their keys."""
    linked = [spelled(importer, record) for record in records]
    columns = [column for column in importer.columns if column.name != "key"]
    return {column.name: cells(importer, column, records, linked) for column in columns}


def spelled(importer, record) -> dict[str, str]:
    """What the record points to, by the names under which its importer finds it again."""
    found: dict[str, str] = {}
    for link in importer.links:
        if getattr(record, link.attribute) is not None:
            found |= link.spelled(getattr(record, record._meta.get_field(link.attribute).name))
    return found


def cells(importer, column: Column, records: list, linked: list[dict]) -> list:
    """The cells of a column; of one that stands in files alone, nothing."""
    if column.name not in importer.fields:
        return [told.get(column.name) for told in linked]
    attribute = importer.fields[column.name]
    values = [one.last_day if attribute == "ends_on" else getattr(one, attribute) for one in records]
    if column.is_personal:
        return [masked(str(value)) if value else None for value in values]
    meaning = column.meaning()
    if isinstance(meaning, OneOf):
        return [meaning.written(value) if value in meaning.first else value for value in values]
    return values
