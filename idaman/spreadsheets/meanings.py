"""The meanings that a column can have, in one place."""

from idaman.spreadsheets.amounts_typed import Rupiah, Whole, looks_like_amount
from idaman.spreadsheets.days_typed import Day, PartialDay, Year, looks_like_day
from idaman.spreadsheets.numbers_typed import (
    Kbli,
    Nib,
    Nik,
    Npwp,
    Phone,
    looks_like_kbli,
    looks_like_nib,
    looks_like_nik,
    looks_like_phone,
)
from idaman.spreadsheets.places_typed import Place
from idaman.spreadsheets.typed import Cell, Faulty, Meaning
from idaman.spreadsheets.words_typed import OneOf, Sex, Text, YesNo

__all__ = [
    "Cell",
    "Day",
    "Faulty",
    "Kbli",
    "Meaning",
    "Nib",
    "Nik",
    "Npwp",
    "OneOf",
    "PartialDay",
    "Phone",
    "Place",
    "Rupiah",
    "Sex",
    "Text",
    "Whole",
    "Year",
    "YesNo",
    "looks_like_amount",
    "looks_like_day",
    "looks_like_kbli",
    "looks_like_nib",
    "looks_like_nik",
    "looks_like_phone",
]
