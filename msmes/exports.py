"""The workspace's list of MSMEs as a file."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from idaman import lists
from msmes.exported import exported
from msmes.lists import MsmeFilter
from msmes.models import Msme
from msmes.views import READERS, reads_all
from partners.doors import abilities


def listed(user, words, on) -> lists.Asked:
    """The MSMEs the reader may see, filtered as the page is."""
    if not user.is_superuser and not abilities(user) & set(READERS):
        raise Http404
    chosen = MsmeFilter(words or None, queryset=Msme.objects.visible_to(user, on=on), day=on, by_sponsor=reads_all(user))
    msmes = chosen.qs.order_by("name", "pk")
    return lists.Asked(_("MSMEs"), msmes.count, lambda: exported(user, on, msmes))


lists.register(lists.Kind("msmes", lambda: reverse("msmes:list"), listed))
