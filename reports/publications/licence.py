"""Under which licence published figures go out, and whom to ask about them: the programme's choice, in this one place."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman import clock
from idaman.addresses import absolute

CODE = "CC-BY-4.0"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "I-DAMAN, DPMPTSP Kutai Kartanegara"


def licence() -> dict[str, str]:
    """As it stands in every edition."""
    return {"code": CODE, "address": ADDRESS, "attribution": ATTRIBUTION}


def citation(edition) -> str:
    """How to cite an edition: who, what, when, where."""
    words = {
        "attribution": ATTRIBUTION,
        "period": edition.publication,
        "number": edition.number,
        "day": date_format(clock.local(edition.published_at), "DATE_FORMAT"),
        "address": absolute(edition.get_absolute_url()),
    }
    return (
        _("%(attribution)s: Figures of the partnership programme, %(period)s, edition %(number)d (%(day)s). %(address)s") % words
    )


def about() -> dict[str, str]:
    """The same for a page, in the reader's language."""
    words = _("You may use these figures freely, also changed and for money, if you say where they are from: %(attribution)s.")
    return {**licence(), "words": words % {"attribution": ATTRIBUTION}, "contact": settings.OPEN_DATA_CONTACT}
