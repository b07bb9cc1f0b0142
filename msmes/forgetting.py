"""An owner asks to be forgotten: what tells who they are goes everywhere, what the figures count stays."""

import re
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from idaman import clock, workspace
from idaman.forgetting import Words
from idaman.history import keep
from msmes.models import OWNERS, Address, Msme

# The owner's sex stays, a breakdown of the figures; so do villages, turnover and jobs, which lead to nobody any more.
BLANK = {
    "nib": None,
    "npwp": "",
    "npwp_hash": "",
    "older_numbers": "",
    "owner_name": "",
    "owner_nik": "",
    "owner_nik_hash": "",
    "owner_birth_year": None,
    "owner_has_disability": None,
    "owner_is_poor": None,
    "phone": "",
}
LOG = ["object_repr", "change_message"]
SHORTEST_PART = 4  # letters of a part of a name


# No part of a name tells who somebody is if it is a title, or what people call any business.
COMMON = {
    *("binti", "bapak", "haji", "hajah", "hajjah", "alias", "almarhum", "almarhumah", "tuan", "nyonya", "nona", "saudara"),
    *("saudari", "mamah", "bunda", "ayah", "kakak", "bang", "usaha", "umkm", "toko", "warung", "kedai", "dapur", "rumah"),
    *("kelompok", "koperasi", "mitra", "pemilik", "pengusaha", "perusahaan", "produk", "industri", "jaya", "asli", "rasa"),
    *("keripik", "kerupuk", "amplang", "sambal", "madu", "kopi", "gula", "aren", "roti", "jamu", "batik", "anyaman", "abon"),
    *("ikan", "udang", "nanas", "pisang", "singkong", "makanan", "minuman", "camilan", "olahan", "mandiri"),
}


@transaction.atomic
def anonymise(*, msme: Msme, at: datetime, by, why: str, with_name: bool = False) -> list[str]:
    """Take the owner out of the business's records, of those merged into it, and of all that was kept before.

    `with_name`: the name of the business leads to the owner; it may also be taken away some time later. What was taken away
    elsewhere comes back in words; where nothing is left to take, all stays as it is.
    """
    stored = Msme.objects.select_for_update().get(pk=msme.pk)
    records = stored.records
    if stored.anonymised_at and not (with_name and has_name(records)):
        return []
    words = Words(*known(records, with_name), parts={part for name in names_of(records) for part in distinctive(name)})
    for record in records:
        blank(record, at=stored.anonymised_at or at, with_name=with_name)
    told = list(workspace.forgetting.ask(records, words=words, at=at))
    for record in records:
        hide_about(record, words)
    words.whole.hide(LogEntry.objects.all(), LOG)
    keep(Msme.objects.get(pk=stored.pk), by=by, why=words.hidden(why))
    return told


def known(records: list[Msme], with_name: bool) -> set[str]:
    """All that was ever recorded of the owner, as it may stand in any text."""
    found = set()
    for record in records:
        for state in [record, *record.history.all()]:
            found |= {line for name in OWNERS for line in (getattr(state, name) or "").splitlines()}
            found |= {state.name} if with_name else set()
        streets = [*record.addresses.all(), *Address.history.filter(msme_id=record.pk)]
        found |= {one.street for one in streets}
    return found


def names_of(records: list[Msme]) -> set[str]:
    """What the owner was ever called."""
    return {state.owner_name for record in records for state in [record, *record.history.all()]}


def distinctive(name: str) -> set[str]:
    """The words of a person's name that tell who it is, where the talk is of that person's business."""
    found = {part for part in re.findall(r"[^\W\d_]+", name.lower()) if len(part) >= SHORTEST_PART}
    return found - COMMON


def borne(records: list[Msme]) -> list[str]:
    """The parts of the owner's name that stand in a name of the business."""
    parts = {part for name in names_of(records) for part in distinctive(name)}
    return sorted(part for part in parts if any(part in distinctive(record.name) for record in records))


def nameless(record: Msme) -> str:
    """What the business is called once its name is taken away; kept like any name, in one language."""
    return f"UMKM {record.public_id}"


def has_name(records: list[Msme]) -> bool:
    """Whether one of them still bears a name that somebody gave it."""
    return any(record.name != nameless(record) for record in records)


def blank(record: Msme, *, at: datetime, with_name: bool) -> None:
    """Empty the fields in the record and in its history, streets as well."""
    values = {**BLANK, "anonymised_at": at, **({"name": nameless(record)} if with_name else {})}
    Msme.objects.filter(pk=record.pk).update(**values)
    Msme.history.filter(id=record.pk).update(**values)
    Address.objects.filter(msme=record).update(street="")
    Address.history.filter(msme_id=record.pk).update(street="")


def hide_about(record: Msme, words: Words) -> None:
    """Take the words out of former names, out of reasons and names in all that points to the record, and of its log."""
    words.hide(Msme.history.filter(id=record.pk), ["history_change_reason"])
    words.hide(Msme.history.filter(id=record.pk).exclude(name=Msme.objects.get(pk=record.pk).name), ["name"])
    words.hide(log_of(Msme, [record.pk]), LOG)
    for relation in Msme._meta.related_objects:
        model, column = relation.related_model, relation.field.attname
        if model is not Msme:
            words.hide_in(model, **{column: record.pk})
            words.hide(log_of(model, model._base_manager.filter(**{column: record.pk}).values_list("pk", flat=True)), LOG)


def log_of(model, keys):
    """What the admin's log tells of these records."""
    return LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=[str(key) for key in keys]
    )


def gone_from_backups(at: datetime) -> date:
    """The day by which copies in backups are gone, where the office keeps them as long as its setting says."""
    return clock.local(at).date() + timedelta(days=settings.BACKUPS_KEPT_DAYS)
