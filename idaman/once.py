"""A form is taken once: a second tap on its button finds what the first one made."""

import uuid
from functools import wraps

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from idaman import clock
from idaman.models import OnceKey


def once_key(request) -> uuid.UUID | None:
    """The mark that the form's page gave it (`{% once %}`); None where it carries none."""
    try:
        return uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        return None


def led_to(request, key) -> HttpResponseRedirect | None:
    """To what this very form made before, with a word about it; None when it is new."""
    first = OnceKey.objects.filter(pk=key).first()
    if first is None:
        return None
    messages.info(request, _("This form was already saved; this is the record it made."))
    return redirect(first.url)


def taken_once(view):
    """Save what a view saves once for each page it was sent from; what didn't lead on (a form sent back) left no trace."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        key = once_key(request)
        if key is None:
            return view(request, *args, **kwargs)
        try:
            return first_time(key, view, request, *args, **kwargs)
        except IntegrityError:
            led = led_to(request, key)
            if led is None:
                raise
            return led

    return opened


@transaction.atomic
def first_time(once, view, request, /, *args, **kwargs):
    """The mark is set before the work, in its transaction: of two taps at the same moment one waits for the other."""
    OnceKey.objects.create(pk=once, made_at=clock.now(), url="")
    response = view(request, *args, **kwargs)
    if response.status_code == 302:
        OnceKey.objects.filter(pk=once).update(url=response.url)
    else:
        transaction.set_rollback(True)
    return response
