"""The words an owner agrees to, for each purpose, by version; a version that somebody agreed to is never changed."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Purpose(models.TextChoices):
    """What the owner's data may be used for beyond the agency's public duty (UU 27/2022)."""

    COMPANY = "company", gettext_lazy("sharing with the company that sponsors")
    CATALOGUE = "catalogue", gettext_lazy("the public catalogue")
    WHATSAPP = "whatsapp", gettext_lazy("messages on WhatsApp")


@dataclass(frozen=True)
class Text:
    """One purpose's words in one version."""

    purpose: Purpose
    version: int
    words: Promise


TEXTS = [
    Text(
        Purpose.COMPANY,
        1,
        gettext_lazy(
            "The company that sponsors my business may see its name, address, telephone, products and progress, to support it."
        ),
    ),
    Text(
        Purpose.CATALOGUE,
        1,
        gettext_lazy("My products, with the name of the business and its village, may stand in the public catalogue."),
    ),
    Text(Purpose.WHATSAPP, 1, gettext_lazy("The programme may send me messages and questions on WhatsApp.")),
]


def current(purpose: str) -> Text:
    """The newest words for the purpose."""
    return max((text for text in TEXTS if text.purpose == purpose), key=lambda text: text.version)
