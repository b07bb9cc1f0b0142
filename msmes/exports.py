"""The workspace's list of MSMEs as a file."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import lists
from msmes.exported import exported
from msmes.views import READERS, filtered
from partners.doors import abilities


def listed(user, words, on) -> lists.Asked:
    """The MSMEs the reader may see, filtered as the page is."""
    if not user.is_superuser and not abilities(user) & set(READERS):
        raise Http404
    msmes = filtered(user, words, on).qs.order_by("name", "pk")
    return lists.Asked(_("MSMEs"), msmes.count, lambda: exported(user, on, msmes))


lists.register(lists.Kind("msmes", lambda: reverse("msmes:list"), listed))
