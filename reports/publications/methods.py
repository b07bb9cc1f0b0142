"""How the figures are made, in words that an edition carries with it."""

from django.utils.translation import gettext as _

from reports.publications.bilingual import in_both
from reports.small_cells import LEAST
from reports.targets.progress import rule


def methods() -> list[dict]:
    """Chapters: {"title": …, "paragraphs": […]}, all in both languages."""
    return [{"title": in_both(title), "paragraphs": [in_both(words) for words in paragraphs]} for title, *paragraphs in CHAPTERS]


def source() -> str:
    return _(
        "Each figure is the number of records that meet its definition, and whoever keeps the records can open them as a list. "
        "With each edition the keys of these records are kept, under a checksum of their own and without a name."
    )


def days() -> str:
    return _(
        "Figures are those of the last day of the period; what happens in a period is counted from its first to its last day. "
        "The days and the definitions are the programme's own choice: the paper on its first year (Ardiyansah 2020) names "
        "neither."
    )


def growing() -> str:
    return _(
        "Growth compares with the same day a year before, in per cent with one decimal, and a share in percentage points. What "
        "began at zero has no growth, and before March 2018 there was no programme to count."
    )


def few() -> str:
    words = {"number": LEAST, "less": LEAST - 1}
    sentence = _(
        "A dash is a number that nobody can know or that is hidden. Where a number would tell of fewer than %(number)d people, "
        "it is hidden, and so are others from which it would follow: breakdowns by sex, age, disability and poverty show no "
        "number from 1 to %(less)d. What each company does is not published."
    )
    return sentence % words


def corrections() -> str:
    return _(
        "What was published never changes. A correction is a further edition with its reason, beside the one it restates. The "
        "checksum at the foot of each page is taken over the published data; at the address beside it anybody can see whether it "
        "is that of an edition."
    )


CHAPTERS = [
    (lambda: _("Where the figures come from"), source),
    (lambda: _("Days and periods"), days),
    (lambda: _("Growth"), growing),
    (lambda: _("Targets and achievement"), rule),
    (lambda: _("What is hidden"), few),
    (lambda: _("Corrections and the checksum"), corrections),
]
