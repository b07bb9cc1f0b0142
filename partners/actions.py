"""What can happen to a partner; every way in calls these."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from idaman.history import keep
from partners.models import FormerName, Partner


@transaction.atomic
def rename_partner(*, partner: Partner, name: str, on: date, by, why: str) -> Partner:
    """Give the partner another name from the day; the one it bore until then stays known.

    Raises ValidationError when the name is the same or another's, or when the present name began on that day or later.
    """
    stored = Partner.objects.select_for_update().get(pk=partner.pk)
    if name == stored.name:
        raise ValidationError(_("%(partner)s bears this name already.") % {"partner": stored})
    last = stored.former_names.first()
    if last and on <= last.ends_on:
        words = {"partner": stored, "day": date_format(last.ends_on, "SHORT_DATE_FORMAT")}
        raise ValidationError(_("%(partner)s has its present name since %(day)s; choose a later day.") % words)
    keep(FormerName(partner=stored, name=stored.name, ends_on=on), by=by, why=why)
    stored.name = name
    return keep(stored, by=by, why=why)
