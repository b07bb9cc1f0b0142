"""The indicator table in the terminal."""

import csv
import io
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from idaman.testing.cast import make_msme, make_partner, make_sponsorship


@pytest.fixture
def one_sponsored(db):
    make_sponsorship(make_partner("Perusahaan Uji"), make_msme(enrolled=date(2018, 3, 10)), on=date(2018, 3, 10))


def run(capsys, *words) -> str:
    call_command("indicators", *words)
    return capsys.readouterr().out


def test_a_day_is_compared_with_a_year_before_unless_another_is_chosen(one_sponsored, capsys):
    rows = list(csv.DictReader(io.StringIO(run(capsys, "--on", "2019-03-31", "--format", "csv"))))
    assert (rows[1]["value"], rows[1]["against"], rows[1]["growth"]) == ("1", "1", "0.0")
    rows = list(csv.DictReader(io.StringIO(run(capsys, "--on", "2019-03-31", "--against", "2018-03-05", "--format", "csv"))))
    assert (rows[1]["value"], rows[1]["against"], rows[1]["growth"]) == ("1", "0", "")


def test_a_day_before_the_programme_has_no_figures_rather_than_zeros(one_sponsored, capsys):
    rows = list(csv.DictReader(io.StringIO(run(capsys, "--on", "2018-03-31", "--format", "csv"))))
    assert [(row["value"], row["against"]) for row in rows][:2] == [("1", ""), ("1", "")]
    with translation.override("id"):
        assert "–" in run(capsys, "--on", "2018-03-31")


@pytest.mark.parametrize("day", ["2019-02-31", "yesterday", "2999-01-01"])
def test_a_day_that_is_none_or_still_to_come_is_refused_in_words(db, day):
    with pytest.raises(CommandError, match="--on: "):
        call_command("indicators", "--on", day)


def test_figures_are_told_apart_narrowed_and_shown_over_time(one_sponsored, capsys):
    asked = ("assisted-msmes", "--on", "2019-03-31")
    assert run(capsys, *asked, "--by", "sex", "--format", "csv").splitlines()[1].endswith(",1")
    both = run(capsys, *asked, "--by", "sex", "--and", "district", "--format", "csv").splitlines()
    assert both[0] == "code,sex,district,count" and both[1].endswith(",1")
    years = list(csv.DictReader(io.StringIO(run(capsys, *asked, "--series", "year", "--format", "csv"))))
    assert [(row["to"], row["value"], row["running"]) for row in years] == [
        ("2018-12-31", "1", ""),
        ("2019-03-31", "1", "running"),
    ]
    every = list(csv.DictReader(io.StringIO(run(capsys, *asked[1:], "--by", "district", "--format", "csv"))))
    assert {row["code"] for row in every} == {"assisted-msmes"}, "of the printed table those that have rows to tell apart"
    narrowed = list(csv.DictReader(io.StringIO(run(capsys, *asked, "--scope", "district-64.02.06", "--format", "csv"))))
    assert [(row["code"], row["value"]) for row in narrowed] == [("assisted-msmes", "0")]


@pytest.mark.parametrize(
    "words",
    [("moon",), ("--by", "moon"), ("--series", "week"),
     ("assisted-msmes", "--by", "moon"), ("assisted-msmes", "--series", "week"), ("--scope", "moon"),
     ("districts-served", "--scope", "district-64.02.06")],
)  # fmt: skip
def test_what_the_terminal_cannot_answer_is_refused_in_words(db, words):
    with pytest.raises(CommandError, match=r"\w"):
        call_command("indicators", *words)
