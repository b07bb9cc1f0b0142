"""The page on which a person says whether they want the digest."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idaman import clock, mail
from idaman.digest.actions import wish
from idaman.digest.forms import WishForm
from idaman.digest.letters import letter
from idaman.digest.models import Sent, Subscription
from idaman.once import taken_once


@taken_once
def digest(request):
    """Yes or no, in which language, and what would stand in it today."""
    kept = Subscription.objects.filter(user=request.user).first() or Subscription(is_wanted=False, language=get_language())
    initial = {"is_wanted": "yes" if kept.is_wanted else "no", "language": kept.language}
    form = WishForm(request.POST or None, initial=initial)
    if form.is_valid():
        wish(user=request.user, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("digest")
    return render(request, "digest/digest.html", {"form": form, **today_of(request.user, kept.language)})


def today_of(user, language: str) -> dict:
    """What would stand in today's digest, and how it stands with it."""
    today = clock.today()
    return {
        "preview": letter(user, on=today, today=today, language=language),
        "language": language,
        "sent": Sent.objects.filter(user=user, for_day=today).first(),
        "mails": mail.is_set(),
    }
