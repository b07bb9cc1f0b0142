"""What became of districts and villages since the shipped list: splits, merges, new names and codes, line by line.

A line says that from `day` on `new_code` (`new_name`, part of `parent_code`) stands in the place of `old_code`; without an
old code it is new, as a district split off another is before its villages follow. `level` is kecamatan, desa or kelurahan;
`source` is the regulation. Where the new code stands already, the old region becomes part of it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from idaman.models import Region
from idaman.periods import in_reach

HEADING = ["old_code", "new_code", "new_name", "level", "parent_code", "day", "source"]
DISTRICT, VILLAGE = Region.Level.DISTRICT, Region.Level.VILLAGE
KINDS = {"kecamatan": DISTRICT, "desa": VILLAGE, "kelurahan": VILLAGE}
WITHIN = {DISTRICT: Region.Level.REGENCY, VILLAGE: DISTRICT}


@dataclass(frozen=True)
class Change:
    """One line of the list, its words checked."""

    old_code: str
    new_code: str
    name: str
    kind: str
    parent_code: str
    day: date

    @property
    def level(self) -> str:
        return KINDS[self.kind]

    @property
    def is_applied(self) -> bool:
        if self.old_code:
            return Region.objects.filter(kemendagri_code=self.old_code, valid_to=self.day).exists()
        return Region.objects.filter(kemendagri_code=self.new_code, valid_from=self.day).exists()


def apply(path: Path, *, today: date):
    """Apply the list's changes up to today that aren't yet; a wrong line is a CommandError naming it, and none is kept."""
    with path.open(encoding="utf-8-sig", newline="") as file, transaction.atomic():
        lines = csv.DictReader(file)
        if lines.fieldnames != HEADING:
            raise CommandError(_("%(file)s: the heading must be %(heading)s.") % words(path, heading=",".join(HEADING)))
        for line in lines:
            try:
                applied(read(line), today)
            except ValidationError as wrong:
                about = words(path, number=lines.line_num, why=" ".join(wrong.messages))
                raise CommandError(_("%(file)s, line %(number)d: %(why)s") % about) from wrong
    settle()


def words(path: Path, **more) -> dict:
    return {"file": path.name, **more}


def read(line: dict) -> Change:
    """The line as a change; raises ValidationError."""
    cells = {name: (line.get(name) or "").strip() for name in HEADING}
    missing = [name for name in HEADING if not cells[name] and name != "old_code"]
    if missing or None in line:
        raise ValidationError(_("A line has seven cells; only old_code may be empty."))
    if cells["level"] not in KINDS:
        raise ValidationError(_("The level is one of: %(levels)s.") % {"levels": ", ".join(KINDS)})
    try:
        day = date.fromisoformat(cells["day"])
    except ValueError as wrong:
        raise ValidationError(_("“%(day)s” is not a day like 2026-01-31.") % {"day": cells["day"]}) from wrong
    in_reach(day)
    return Change(cells["old_code"], cells["new_code"], cells["new_name"], cells["level"], cells["parent_code"], day)


def applied(change: Change, today: date):
    """End the old region and let the new one stand in its place, whoever pointed to the old one before."""
    if change.day > today or change.is_applied:
        return
    old = standing(change.old_code, change.level, change.day) if change.old_code else None
    new = successor(change, old, standing(change.parent_code, WITHIN[change.level], change.day))
    if old:
        Region.objects.filter(pk=old.pk).update(valid_to=change.day, now=new)
        Region.objects.filter(now=old).update(now=new)
        Region.objects.filter(parent=old, valid_to=None).update(parent=new)


def standing(code: str, level: str, day: date) -> Region:
    """The region of the code that stands now and stood on the day, if of the level; else ValidationError."""
    found = Region.objects.filter(kemendagri_code=code, valid_to=None).first()
    if not found:
        raise ValidationError(_("No region with the code %(code)s stands on that day.") % {"code": code})
    if found.level != level:
        raise ValidationError(_("%(code)s is not a %(level)s.") % {"code": code, "level": Region.Level(level).label})
    if found.valid_from and found.valid_from > day:
        raise ValidationError(_("%(code)s stands only since a later day.") % {"code": code})
    return found


def successor(change: Change, old: Region | None, parent: Region) -> Region:
    """The region that stands from the day on: one that is there already, or a new one."""
    there = Region.objects.filter(kemendagri_code=change.new_code, valid_to=None).first()
    if there and there != old:
        if not old or (there.name, there.level, there.parent_id) != (change.name, change.level, parent.pk):
            raise ValidationError(_("The code %(code)s is that of %(name)s.") % {"code": change.new_code, "name": there.name})
        return there
    if Region.objects.filter(kemendagri_code=change.new_code, valid_from=change.day).exists():
        raise ValidationError(_("The code %(code)s already changed on that day.") % {"code": change.new_code})
    kept = {"postcode": old.postcode, "is_near_capital": old.is_near_capital} if old else {}
    named = {"kemendagri_code": change.new_code, "level": change.level, "kind": change.kind, "name": change.name}
    return Region.objects.create(**named, parent=parent, valid_from=change.day, **kept)


def settle():
    """Write beside every district and village in which district of today it lies."""
    changed = []
    for one in Region.objects.filter(level__in=WITHIN).select_related("now"):
        stands = one.now or one
        district = stands.pk if one.level == DISTRICT else stands.parent_id
        if one.district_id != district:
            one.district_id = district
            changed.append(one)
    Region.objects.bulk_update(changed, ["district"], batch_size=100)
