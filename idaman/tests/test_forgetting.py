"""What was known of a person is found in texts however people wrote it."""

import pytest

from idaman.forgetting import Words

NUMBERS = ["+6281277778888", "+62541661234", "6402014507900001", "0123456789012000", "SKU/77/2016"]
KNOWN = Words(*NUMBERS, "Siti Aminah", parts={"aminah"})
ALIKE = ["0812777788889", "10812777788880", "64020145079000011", "Siti", "Aminahwati", "2016", "77 2016"]


@pytest.mark.parametrize(
    "text",
    [
        *("081277778888", "0812-7777-8888", "0812 7777 8888", "+62 812-7777-8888", "62812.7777.8888", "(0812) 77778888"),
        *("81277778888", "0062 812 7777 8888", "(0541) 661-234", "0541/661234"),
        *("640201 450790 0001", "6402.0145.0790.0001", "12.345.678.9-012.000", "SKU 77-2016", "sku77/2016"),
        *("SITI  AMINAH", "siti-aminah", "Aminah"),
    ],
)
def test_numbers_and_names_are_found_however_they_are_spaced(text):
    assert KNOWN.hidden(f"Bu {text}, minta").replace("(", "") == "Bu •••, minta"


@pytest.mark.parametrize("text", ALIKE)
def test_what_only_looks_alike_stays(text):
    assert KNOWN.hidden(text) == text


def test_a_part_of_a_name_is_looked_for_in_what_is_about_the_person_only():
    assert (KNOWN.whole.hidden("Bu Aminah"), KNOWN.hidden("Bu Aminah")) == ("Bu Aminah", "Bu •••")
