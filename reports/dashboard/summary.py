"""The sentences above the dashboard, made of the same figures as its cards."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.dashboard.reading import Card
from reports.questions import Question
from reports.targets.progress import Course


@dataclass(frozen=True)
class Sentence:
    """One sentence; `url` is where what it counts stands, `calls` whether it tells of something to look at."""

    words: str
    url: str = ""
    calls: bool = False


def summary(cards: list[Card], question: Question) -> list[Sentence]:
    """How many are on course and which are behind, what changed most, and that nothing is there where nothing is."""
    if not any(card.figure.value for card in cards):
        day = date_format(question.day, "DATE_FORMAT")
        empty = [Sentence(_("Nothing is counted here on %(day)s.") % {"day": day})]
    else:
        empty = []
    return [*course(cards, question), *empty, *changes(cards, question)]


def course(cards: list[Card], question: Question):
    """How the figures with a target stand to it."""
    told = [card for card in cards if card.target and card.target.course]
    if not told:
        return
    behind = [str(card.indicator.title) for card in told if card.target.course is Course.BEHIND]
    good, year = len(told) - len(behind), question.day.year
    is_over = told[0].target.progress.is_over
    words = {"good": good, "all": len(told), "year": year, "names": ", ".join(behind)}
    yield Sentence(standing_words(is_over, bool(behind), len(told)) % words, reverse("targets:year", args=[year]), bool(behind))


def standing_words(is_over: bool, has_behind: bool, count: int) -> str:
    """The sentence for a running year or one that is over, with and without some behind."""
    if is_over:
        some = ngettext(
            "%(good)d of %(all)d target of %(year)d was reached", "%(good)d of %(all)d targets of %(year)d were reached", count
        )
        return some + (_("; not reached: %(names)s.") if has_behind else ".")
    some = ngettext(
        "%(good)d of %(all)d indicator with a target for %(year)d is on course or ahead",
        "%(good)d of %(all)d indicators with a target for %(year)d are on course or ahead",
        count,
    )
    return some + (_("; behind: %(names)s.") if has_behind else ".")


def changes(cards: list[Card], question: Question):
    """What grew or shrank most since the day compared with, and what began at zero."""
    since = date_format(question.against, "DATE_FORMAT")
    moved = [card for card in cards if card.figure.growth]
    if moved:
        most = max(moved, key=lambda card: abs(card.figure.growth))
        words = {"day": since, "title": most.indicator.title, "growth": most.figure.growth_words}
        yield Sentence(_("Most changed since %(day)s: %(title)s (%(growth)s).") % words)
    new = [card for card in cards if card.figure.against == 0 and card.figure.value]
    if new:
        names = ", ".join(f"{card.indicator.title} ({card.indicator.shown(card.figure.value)})" for card in new)
        yield Sentence(_("Begun at zero since %(day)s: %(names)s.") % {"day": since, "names": names})
    known = [card for card in cards if None not in (card.figure.value, card.figure.against)]
    if known and all(card.figure.value == card.figure.against for card in known) and any(card.figure.value for card in known):
        yield Sentence(_("Nothing has changed since %(day)s.") % {"day": since})
