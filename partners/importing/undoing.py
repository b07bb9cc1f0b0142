"""Undoing a whole import: what it made goes, what it changed is as before; what others touched since stays and is named."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from idaman import bulk, overlaps
from idaman.history import as_it_was, sign
from idaman.overlaps import NoOverlap
from partners.importing.actions import IMPORTS, held
from partners.importing.importers import Importer
from partners.importing.models import Import
from partners.importing.writing import hold

State = Import.State


@dataclass
class Traces:
    """What is left of an import in one model: keys of records it made and changed, and the entry of each one's history."""

    model: type
    made: dict[int, int] = field(default_factory=dict)  # key → number of the entry
    changed: dict[int, int] = field(default_factory=dict)


@dataclass
class Undoing:
    """What undoing does: keys by model to delete and to put back, and the root records that others touched since."""

    delete: dict[type, list[int]]
    put_back: dict[type, list[int]]
    touched: dict[int, str]  # key of a root record → who touched it last


def traces(imported: Import, importer: Importer) -> list[Traces]:
    """What the import wrote, found by the reason it left in each history."""
    found = []
    for model in importer.models:
        key = model._meta.pk.attname
        rows = model.history.filter(history_change_reason=imported.why, history_date=imported.written_at)
        one = Traces(model)
        for pk, entry, kind in rows.values_list(key, "history_id", "history_type"):
            (one.made if kind == "+" else one.changed)[pk] = entry
        found.append(one)
    return found


def looked_at(imported: Import, importer: Importer) -> Undoing:
    """What undoing would do today."""
    if own := importer.left_by(imported):
        return Undoing({importer.models[0]: own[0]}, {}, own[1])
    left = traces(imported, importer)
    roots = {one.model: roots_of(one, importer) for one in left}
    touched: dict[int, str] = {}
    for one in left:
        for pk, who in later(one).items():
            touched[roots[one.model][pk]] = who
    for pk in pointed_at(left):
        touched.setdefault(pk, "")
    touched |= importer.rested_on(imported, [pk for pk in left[0].changed if pk not in {**left[0].made, **touched}])
    for pk in beside(left[0], set(touched)):
        touched.setdefault(pk, "")
    delete = {o.model: sorted(pk for pk in o.made if roots[o.model][pk] not in touched) for o in left}
    put_back = {o.model: sorted(pk for pk in o.changed if pk not in o.made and roots[o.model][pk] not in touched) for o in left}
    return Undoing(delete, put_back, touched)


def roots_of(one: Traces, importer: Importer) -> dict[int, int]:
    """The record that each trace is about: an address's MSME; of the first model each record itself."""
    keys, root = {*one.made, *one.changed}, importer.models[0]
    if one.model is root:
        return {pk: pk for pk in keys}
    link = next(f.attname for f in one.model._meta.concrete_fields if f.is_relation and f.related_model is root)
    rows = one.model.history.filter(history_id__in=[*one.made.values(), *one.changed.values()])
    return dict(rows.values_list(one.model._meta.pk.attname, link))


def later(one: Traces) -> dict[int, str]:
    """Records with a newer entry in their history than the import's, and who made it."""
    model, key = one.model, one.model._meta.pk.attname
    mine = {**one.made, **one.changed}
    since = min(mine.values(), default=0)
    newest = model.history.filter(history_id__gt=since).order_by().values(key).annotate(last=Max("history_id"))
    newer = [last for pk, last in newest.values_list(key, "last") if pk in mine and last > mine[pk]]
    rows = model.history.filter(history_id__in=newer).select_related("history_user")
    return {getattr(row, key): str(row.history_user or "") for row in rows}


def pointed_at(left: list[Traces]) -> set[int]:
    """Root records made by the import that something else rests on by now."""
    root, ours = left[0], {one.model: one.made for one in left}
    found: set[int] = set()
    for relation in root.model._meta.related_objects:
        if not relation.concrete and not relation.field.concrete:
            continue
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__isnull": False})
        name = relation.field.attname
        made = ours.get(relation.related_model, {})
        found |= {to for pk, to in rows.values_list("pk", name) if to in root.made and pk not in made}
    return found


def beside(one: Traces, touched: set[int]) -> set[int]:
    """Facts that may not overlap with a touched one: put back as they were, they would."""
    found: set[int] = set()
    for rule in one.model._meta.constraints if touched else ():
        if isinstance(rule, NoOverlap):
            names = [one.model._meta.get_field(name).attname for name in rule.same]
            rows = one.model.history.filter(history_id__in=[*one.made.values(), *one.changed.values()])
            things = {pk: thing for pk, *thing in rows.values_list(one.model._meta.pk.attname, *names)}
            kept = [things[pk] for pk in touched if pk in things]
            found |= {pk for pk, thing in things.items() if thing in kept}
    return found


@transaction.atomic
def undo(*, imported: Import, importer: Importer, by, at: datetime, why: str) -> Undoing:
    """Take the import back as far as nobody touched its records since; those that were stay as they are."""
    now = held(imported)
    IMPORTS.check(now, now.state, State.UNDONE)
    hold(importer)
    found = looked_at(now, importer)
    reason = f"{why} ({now.why})"
    if importer.left_by(now):
        importer.take_back(found.delete[importer.models[0]], by=by, at=at, why=reason)
    else:
        take_back(found, now, importer, by=by, at=at, why=reason)
    overlaps.judge_now()
    now.state, now.undone_at, now.undone_by, now.undone_why = State.UNDONE, at, by, why
    now.save(update_fields=["state", "undone_at", "undone_by", "undone_why"])
    return found


def take_back(found: Undoing, imported: Import, importer: Importer, *, by, at: datetime, why: str) -> None:
    """First away with what the import made: SQLite judges row by row, and what is put back needs its days again."""
    for model in reversed(importer.models):
        bulk.delete(model, found.delete[model], by=by, at=at, why=why)
    for model in reversed(importer.models):
        put_back(model, found.put_back[model], imported, by=by, at=at, why=why)
    importer.undone(imported, found.put_back[importer.models[0]], by=by, at=at, why=why)


def put_back(model, keys: list[int], imported: Import, *, by, at: datetime, why: str) -> None:
    """Each record as the entry before the import's left it; of records that nobody touched since, all others are older."""
    if not keys:
        return
    key = model._meta.pk.attname
    before: dict[int, object] = {}
    for row in model.history.filter(**{f"{key}__in": keys}).order_by("history_id"):
        if row.history_change_reason != imported.why:
            before[getattr(row, key)] = as_it_was(row)
    names = [f.attname for f in model._meta.local_concrete_fields if not f.primary_key and f.attname not in made_beside(model)]
    stored = model._base_manager.filter(pk__in=before).values_list("pk", flat=True)
    for pk in sorted(set(before) - set(stored)):
        sign(before[pk], by=by, why=why)
        before.pop(pk).save(force_insert=True)
    ready = sorted(before)
    columns = {name: [getattr(before[pk], name) for pk in ready] for name in names}
    overlaps.step_aside(model, ready)
    bulk.update(model, ready, columns, by=by, at=at, why=why)


def made_beside(model) -> set[str]:
    """The hashes, which are made anew from what is sealed."""
    return {f"{field.name}_hash" for field in model._meta.local_concrete_fields}
