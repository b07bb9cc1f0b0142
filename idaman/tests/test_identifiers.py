"""Every rule of the brief's table of identifiers: what is kept, what is refused, in which words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean, luhn

from idaman import identifiers

pytestmark = pytest.mark.engine_free

ON = date(2026, 11, 24)


def refusal(checker, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as refused:
        checker(*args, **kwargs)
    return " ".join(refused.value.messages)


digits = st.text("0123456789", min_size=1, max_size=4)


@given(st.dates(date(1930, 1, 1), ON), st.booleans(), st.integers(1, 9999), st.sampled_from(["640201", "110101", "999"]))
def test_a_nik_is_kept_and_tells_birth_day_and_sex(born, woman, serial, region):
    region = region if len(region) == 6 else "640205"
    day = born.day + (40 if woman else 0)
    number = f"{region}{day:02d}{born:%m%y}{serial:04d}"
    spaced = f"{number[:6]} {number[6:12]}-{number[12:]}"
    assert identifiers.nik(spaced, on=ON) == number
    assert identifiers.birth_day(number, on=ON).strftime("%d%m%y") == born.strftime("%d%m%y")
    assert identifiers.is_woman(number) == woman


@pytest.mark.parametrize(
    "number, said",
    [
        ("6402013102800001", "no such date"),  # 31 February
        ("6402017102800001", "no such date"),  # a woman's 31 February
        ("6402012902190001", "no such date"),  # 29 February of no leap year
        ("6402013112260001", "future"),
        ("9902010101800001", "no province"),
        ("6402010101800000", "0000"),
        ("640201010180001", "16 digits; this has 15"),
        ("64020101018000O1", "digits only"),
    ],
)
def test_a_wrong_nik_is_refused_in_words(number, said):
    with translation.override("en"):
        assert said in refusal(identifiers.nik, number, on=ON)


def test_an_unknown_district_in_a_nik_is_a_warning_and_no_refusal():
    assert identifiers.nik("6402990101800001", on=ON)
    assert "640299" in identifiers.nik_warnings("6402990101800001")[0]
    assert identifiers.nik_warnings("6402010101800001") == []
    assert identifiers.nik_warnings("1101010101800001") == []


def test_a_nib_has_13_digits_and_exists_since_june_2018():
    assert identifiers.nib("9120 0010 0000 1") == "9120001000001"
    with translation.override("en"):
        assert "13 digits; this has 12" in refusal(identifiers.nib, "912000100000")
        assert "older number" in refusal(identifiers.nib, "9120001000001", issued_on=date(2018, 6, 20))
    assert identifiers.nib("9120001000001", issued_on=date(2018, 6, 21))


@given(st.integers(0, 99_999_999), st.integers(0, 999_999))
def test_an_old_npwp_becomes_16_digits_and_stays_so(first, rest):
    nine = f"{first:08d}" + luhn.calc_check_digit(f"{first:08d}")
    old = f"{nine}{rest:06d}"
    if set(old) == {"0"}:
        return
    kept = identifiers.npwp(f"{old[:2]}.{old[2:5]}.{old[5:8]}.{old[8]}-{old[9:12]}.{old[12:]}", on=ON)
    assert kept == "0" + old == identifiers.npwp(kept, on=ON)
    assert not identifiers.is_personal_npwp(kept)
    wrong = old[:8] + str((int(old[8]) + 1) % 10) + old[9:]
    assert refusal(identifiers.npwp, wrong, on=ON)


def test_a_persons_npwp_is_the_nik():
    assert identifiers.npwp("6402010101800001", on=ON) == "6402010101800001"
    assert identifiers.is_personal_npwp("6402010101800001")
    assert refusal(identifiers.npwp, "6402013102800001", on=ON)
    assert refusal(identifiers.npwp, "0" * 16, on=ON)


@pytest.mark.parametrize("region", ["6402", "6403"])
def test_an_spp_irt_number_takes_both_codes_of_the_regency(region):
    assert identifiers.spp_irt(f"P-IRT No. 2.06.{region}.01.0012-23") == f"206{region}010012-23"


@pytest.mark.parametrize("number", ["906640201001223", "216640201001223", "206999901001223", "2066402010012"])
def test_a_wrong_spp_irt_number_is_refused(number):
    assert refusal(identifiers.spp_irt, number)


def test_bpom_numbers_are_md_or_ml_and_12_or_15_digits():
    assert identifiers.bpom("BPOM RI MD 2410 1234 5678") == "MD241012345678"
    assert identifiers.bpom("ml123456789012345") == "ML123456789012345"
    assert refusal(identifiers.bpom, "MD 1234")


def test_a_halal_number_is_the_certificate_and_not_the_decree():
    assert identifiers.halal("ID 6411 0000 1234 5678 9") == "ID64110000123456789"
    with translation.override("en"):
        assert "decree" in refusal(identifiers.halal, "KH 0001234")
        assert "MUI" in refusal(identifiers.halal, "15060012340")


@given(st.sampled_from(["899", "400", "500"]), st.integers(0, 10**9 - 1))
def test_a_barcode_has_a_check_digit(prefix, number):
    body = f"{prefix}{number:09d}"
    barcode = body + ean.calc_check_digit(body)
    assert identifiers.gtin(f"{barcode[0]} {barcode[1:7]} {barcode[7:]}") == barcode
    assert identifiers.is_indonesian(barcode) == (prefix == "899")
    assert refusal(identifiers.gtin, body + str((int(barcode[-1]) + 1) % 10))


def test_a_barcode_for_one_store_only_is_refused():
    body = "201234567890"
    with translation.override("en"):
        assert "inside one store" in refusal(identifiers.gtin, body + ean.calc_check_digit(body))


@pytest.mark.parametrize(
    "typed", ["0812 3456 7890", "+62 812-3456-7890", "62812.3456.7890", "0062 812 34567890", "+62(0)812 3456 7890"]
)
def test_a_mobile_number_is_kept_as_e164(typed):
    assert identifiers.phone(typed) == "+6281234567890"
    assert identifiers.phone(identifiers.phone(typed)) == "+6281234567890"


def test_a_landline_keeps_its_area_code():
    assert identifiers.phone("(0541) 661234") == "+62541661234"


@pytest.mark.parametrize("typed", ["81234567890", "0812345", "0812/0813", "8.12E+10", "0012345678", "08123456789012"])
def test_a_wrong_telephone_number_is_refused(typed):
    assert refusal(identifiers.phone, typed)


def test_an_activity_code_comes_with_its_version():
    assert identifiers.kbli("10772", version=2020) == "10772"
    assert refusal(identifiers.kbli, "10772", version=2015)
    assert refusal(identifiers.kbli, "1077", version=2020)


@given(st.text(max_size=40))
def test_no_checker_ever_answers_with_anything_but_a_number_or_a_sentence(text):
    for checker in (
        identifiers.nib,
        identifiers.spp_irt,
        identifiers.bpom,
        identifiers.halal,
        identifiers.gtin,
        identifiers.phone,
    ):
        try:
            kept = checker(text)
        except ValidationError as refused:
            assert all(len(message) > 15 for message in refused.messages)
        else:
            assert kept.isascii() and checker(kept) == kept


@pytest.mark.parametrize("checker", [identifiers.nib, identifiers.gtin, identifiers.halal, identifiers.bpom, identifiers.phone])
def test_refusals_are_said_in_both_languages(checker):
    said = {}
    for language in ("id", "en"):
        with translation.override(language):
            said[language] = refusal(checker, "12")
    assert said["id"] != said["en"]
