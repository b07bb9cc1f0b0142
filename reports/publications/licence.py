"""Under which licence published figures go out, and whom to ask about them: the programme's choice, in this one place."""

from django.conf import settings
from django.utils.translation import gettext as _

CODE = "CC-BY-4.0"
ADDRESS = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "I-DAMAN, DPMPTSP Kutai Kartanegara"


def licence() -> dict[str, str]:
    """As it stands in every edition."""
    return {"code": CODE, "address": ADDRESS, "attribution": ATTRIBUTION}


def about() -> dict[str, str]:
    """The same for a page, in the reader's language."""
    words = _("You may use these figures freely, also changed and for money, if you say where they are from: %(attribution)s.")
    return {**licence(), "words": words % {"attribution": ATTRIBUTION}, "contact": settings.OPEN_DATA_CONTACT}
