"""An owner asks to be forgotten: what tells who they are goes everywhere, what the figures count stays."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import transaction

from idaman import clock, workspace
from idaman.forgetting import Words
from idaman.history import keep
from msmes.models import Address, Msme

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
TEXTS = ["owner_name", "owner_nik", "npwp", "nib", "phone", "older_numbers"]


@transaction.atomic
def anonymise(*, msme: Msme, at: datetime, by, why: str, with_name: bool = False) -> list[str]:
    """Take the owner out of the business's records, of those merged into it, and of all that was kept before.

    `with_name`: the name of the business bears the owner's. What was taken away elsewhere comes back in words; a business
    that was anonymised before stays as it is.
    """
    stored = Msme.objects.select_for_update().get(pk=msme.pk)
    if stored.anonymised_at:
        return []
    records = stored.records
    words = Words(*known(records, with_name))
    told = list(workspace.forgetting.ask(records, words=words, at=at))
    for record in records:
        blank(record, at=at, with_name=with_name)
        hide_about(record, words)
    keep(Msme.objects.get(pk=stored.pk), by=by, why=words.hidden(why))
    return told


def known(records: list[Msme], with_name: bool) -> set[str]:
    """All that was ever recorded of the owner, as it may stand in any text."""
    found = set()
    for record in records:
        for state in [record, *record.history.all()]:
            found |= {line for name in TEXTS for line in (getattr(state, name) or "").splitlines()}
            found |= {state.name} if with_name else set()
        streets = [*record.addresses.all(), *Address.history.filter(msme_id=record.pk)]
        found |= {one.street for one in streets}
    return found | {local(number) for number in found if number.startswith("+62")}


def local(number: str) -> str:
    """A telephone number as people write it."""
    return "0" + number.removeprefix("+62")


def nameless(record: Msme) -> str:
    """What the business is called once its name is taken away; kept like any name, in one language."""
    return f"UMKM {record.public_id}"


def blank(record: Msme, *, at: datetime, with_name: bool) -> None:
    """Empty the fields in the record and in its history, streets as well."""
    values = {**BLANK, "anonymised_at": at, **({"name": nameless(record)} if with_name else {})}
    Msme.objects.filter(pk=record.pk).update(**values)
    Msme.history.filter(id=record.pk).update(**values)
    Address.objects.filter(msme=record).update(street="")
    Address.history.filter(msme_id=record.pk).update(street="")


def hide_about(record: Msme, words: Words) -> None:
    """Take the words out of reasons and names in all that points to the record, and out of the admin's log."""
    words.hide(Msme.history.filter(id=record.pk), ["history_change_reason"])
    for relation in Msme._meta.related_objects:
        if relation.related_model is not Msme:
            words.hide_in(relation.related_model, **{relation.field.attname: record.pk})
    words.hide(LogEntry.objects.all(), ["object_repr", "change_message"])


def gone_from_backups(at: datetime) -> date:
    """The day by which copies in backups are gone, where the office keeps them as long as its setting says."""
    return clock.local(at).date() + timedelta(days=settings.BACKUPS_KEPT_DAYS)
