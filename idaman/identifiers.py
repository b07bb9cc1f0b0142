"""The numbers that Indonesia gives to people, businesses and goods: normalised, checked, refused in words.

Each checker takes what a person typed and returns the number as it is kept, or raises ValidationError with a sentence;
where many are judged at once, its code ("digits", "birth-day") is what they are grouped by.
Rules as gathered in the programme's brief; where a rule has a source of its own, it stands beside it.
"""

import csv
import json
import re
from datetime import date
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import ean, luhn

DATA = Path(__file__).parent / "data"
NIB_SINCE = date(2018, 6, 21)  # PP 24/2018 in force


@cache
def region_codes() -> frozenset[str]:
    """Kemendagri codes, without dots, of the provinces (2 digits), regencies (4) and our districts (6)."""
    rows = []
    for name in ("wilayah_provinsi_kabkota.csv", "kukar_wilayah.csv"):
        with (DATA / name).open(encoding="utf-8") as file:
            rows += [row["kode"].replace(".", "") for row in csv.DictReader(file)]
    return frozenset(rows)


@cache
def bps_codes() -> frozenset[str]:
    """BPS codes of East Kalimantan's regencies, which older papers carry in place of the Kemendagri ones."""
    with (DATA / "kaltim_kode_kemendagri_bps.csv").open(encoding="utf-8") as file:
        return frozenset(row["kode_bps"] for row in csv.DictReader(file))


@cache
def food_kinds() -> dict[str, str]:
    """The kinds of home-made food in an SPP-IRT number: code to name."""
    return json.loads((DATA / "pirt_kode.json").read_text(encoding="utf-8"))["jenis_pangan"]


def squeezed(text: str) -> str:
    """The text without the spaces, dots, dashes and slashes people write between digits."""
    return re.sub(r"[\s.\-–/]", "", text)


def digits(text: str, counts: tuple[int, ...], name: str) -> str:
    """Just digits, as many as the number has."""
    found = squeezed(text)
    if not re.fullmatch(r"[0-9]+", found):
        raise ValidationError(_("%(name)s consists of digits only.") % {"name": name}, code="signs")
    if len(found) not in counts:
        wanted = _(" or ").join(str(count) for count in counts)
        raise ValidationError(
            _("%(name)s has %(wanted)s digits; this has %(found)d.") % {"name": name, "wanted": wanted, "found": len(found)},
            code="digits",
        )
    return found


def nik(text: str, *, on: date) -> str:
    """A person's number: PPKKCC DDMMYY SSSS, a woman's day plus 40. Whether the district is known is a warning only."""
    number = digits(text, (16,), "NIK")
    if number[:2] not in region_codes():
        raise ValidationError(_("The NIK begins with %(code)s, which is no province.") % {"code": number[:2]}, code="province")
    birth_day(number, on=on)
    if number.endswith("0000"):
        raise ValidationError(_("The NIK ends with 0000; the serial number begins at 0001."), code="serial")
    return number


def birth_day(number: str, *, on: date) -> date:
    """The birth day inside a NIK. The year has two digits: it is the latest that doesn't lie in the future.

    A day still to come in the running year is refused rather than read as a person of about a hundred.
    """
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    century = on.year // 100 * 100
    century -= 100 if century + year > on.year else 0
    try:
        born = date(century + year, month, day - 40 if day > 40 else day)
    except ValueError as error:
        raise ValidationError(
            _("Digits 7 to 12 of the NIK (%(digits)s) are no birth day: there is no such date.") % {"digits": number[6:12]},
            code="birth-day",
        ) from error
    if born > on:
        raise ValidationError(_("The birth day in the NIK lies in the future."), code="birth-day")
    return born


def is_woman(number: str) -> bool:
    """Whether the NIK is a woman's."""
    return int(number[6:8]) > 40


def nik_warnings(number: str) -> list[str]:
    """What is odd about a NIK but no ground to refuse it."""
    known = region_codes()
    length = 6 if number.startswith("6402") else 4
    if number[:length] in known:
        return []
    return [_("The region %(code)s in the NIK is not in our list; please check.") % {"code": number[:length]}]


def nib(text: str, *, issued_on: date | None = None) -> str:
    """A business's number: 13 digits, no check digit; there is none from before 21 June 2018."""
    number = digits(text, (13,), "NIB")
    if set(number) == {"0"}:
        raise ValidationError(_("%(name)s cannot be all zeros.") % {"name": "NIB"}, code="zeros")
    if issued_on and issued_on < NIB_SINCE:
        raise ValidationError(_("A NIB exists only since 21 June 2018; keep an older number as it was printed."))
    return number


def npwp(text: str, *, on: date) -> str:
    """A tax number, kept as 16 digits; the old 15 digits get a 0 in front. A person's new one is the NIK."""
    number = digits(text, (15, 16), "NPWP")
    if set(number) == {"0"}:
        raise ValidationError(_("%(name)s cannot be all zeros.") % {"name": "NPWP"}, code="zeros")
    old = number if len(number) == 15 else number[1:] if number[0] == "0" else None
    if old is None:
        return nik(number, on=on)
    if not luhn.is_valid(old[:9]):
        raise ValidationError(
            _("The check digit of this NPWP (its 9th digit) is wrong; please compare it with the card."), code="check-digit"
        )
    return "0" + old


def is_personal_npwp(number: str) -> bool:
    """Whether a kept NPWP is a person's NIK."""
    return number[:1] != "0"


def spp_irt(text: str) -> str:
    """A home-food number: 13 digits, a dash, 2 digits of the expiry year. Sources: idaman/data/pirt_kode.json."""
    number = digits(re.sub(r"(?i)^\s*(spp-?irt|p-?irt)\s*(no\.?|nomor)?[\s:.]*", "", text), (15,), "SPP-IRT")
    if number[0] not in "12345678":
        raise ValidationError(_("The 1st digit of an SPP-IRT number is the packaging, 1 to 8."))
    if number[1:3] not in food_kinds():
        raise ValidationError(_("Digits 2 and 3 of an SPP-IRT number are the kind of food, 01 to 15."))
    region = number[3:7]
    if region not in region_codes() | bps_codes():
        raise ValidationError(_("Digits 4 to 7 of an SPP-IRT number are the region; %(code)s is none.") % {"code": region})
    return f"{number[:13]}-{number[13:]}"


def bpom(text: str) -> str:
    """A food and drug agency number: MD or ML and 12 or 15 digits."""
    found = re.fullmatch(r"(?i)(?:BPOM)?(?:RI)?(MD|ML)([0-9]{12}|[0-9]{15})", squeezed(text))
    if not found:
        raise ValidationError(_("A BPOM number is MD or ML followed by 12 or 15 digits."))
    return found[1].upper() + found[2]


def halal(text: str) -> str:
    """A halal certificate: ID and 17 digits. A KH number is the decree behind it, not the certificate."""
    number = squeezed(text).upper()
    if number.startswith("KH"):
        raise ValidationError(_("A KH number is the halal decree; the certificate's number begins with ID."))
    if not re.fullmatch(r"ID[0-9]{17}", number):
        raise ValidationError(
            _("A halal certificate number is ID followed by 17 digits; keep an older MUI number as it was printed.")
        )
    return number


def gtin(text: str) -> str:
    """A barcode: EAN-8 or EAN-13 with a right check digit; 20 to 29 are for use inside one store only."""
    number = digits(text, (8, 13), _("Barcode"))
    if not ean.is_valid(number):
        raise ValidationError(_("The check digit of this barcode is wrong; please scan or compare it again."))
    if number[0] == "2":
        raise ValidationError(_("Barcodes that begin with 2 are for use inside one store; a product needs its own."))
    return number


def is_indonesian(number: str) -> bool:
    """Whether an EAN-13 was given out in Indonesia (prefix 899)."""
    return len(number) == 13 and number.startswith("899")


def phone(text: str) -> str:
    """A telephone number as E.164: mobile 08…, landline with its area code, or +62…"""
    found = re.sub(r"[()]", "", squeezed(text))
    found = re.sub(r"^(\+?62|0062)0?", "0", found)
    if not re.fullmatch(r"[0-9]+", found):
        raise ValidationError(
            _("A telephone number consists of digits, like 0812… or 0541…; write one number only."), code="signs"
        )
    mobile = found.startswith("08")
    if not found.startswith("0") or found[1:2] in "01":
        raise ValidationError(_("A telephone number begins with 08, with an area code like 0541, or with +62."), code="start")
    if not (10 <= len(found) <= 13 if mobile else 9 <= len(found) <= 12):
        raise ValidationError(
            _("This telephone number has %(found)d digits; a mobile one has 10 to 13, a landline with its area code 9 to 12.")
            % {"found": len(found)},
            code="digits",
        )
    return "+62" + found[1:]


def kbli(text: str, *, version: int) -> str:
    """An activity code: 5 digits of a named version, since 10772 and 11040 changed meaning between 2020 and 2025."""
    if version not in (2020, 2025):
        raise ValidationError(_("The KBLI version is 2020 or 2025."))
    return digits(text, (5,), "KBLI")


def nip(text: str) -> str:
    """A civil servant's number: birth day, month of appointment, sex (1 or 2), serial; 18 digits (Perka BKN 22/2007)."""
    number = digits(text, (18,), "NIP")
    try:
        born = date(int(number[:4]), int(number[4:6]), int(number[6:8]))
        appointed = date(int(number[8:12]), int(number[12:14]), 1)
    except ValueError as error:
        raise ValidationError(_("A NIP begins with a birth day and the month of appointment."), code="birth-day") from error
    if appointed <= born or number[14] not in "12":
        raise ValidationError(_("A NIP begins with a birth day and the month of appointment, then 1 or 2."), code="birth-day")
    return number
