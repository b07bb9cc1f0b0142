"""The administrator's pages of deleted records: the list of them, and each with its way back."""

from functools import wraps

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import deleted, refusals
from idaman.history import Recorded, name_of

AT_ONCE = 50


class SearchForm(forms.Form):
    """Which deleted records to list."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    q = forms.CharField(label=gettext_lazy("Words in it"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = sorted((capfirst(model._meta.verbose_name_plural), model._meta.label) for model in deleted.kinds())
        self.fields["kind"].choices = [("", _("All")), *((label, name) for name, label in kinds)]

    def asked(self) -> dict:
        """What was asked, as `deletions` takes it; what makes no sense asks for everything."""
        self.is_valid()
        kind = self.cleaned_data.get("kind")
        return {"kind": apps.get_model(kind) if kind else None, "term": self.cleaned_data.get("q", "")}


class RestoreForm(forms.Form):
    """Why a record is put back."""

    why = forms.CharField(
        label=gettext_lazy("Reason for restoring"), widget=forms.Textarea(attrs={"rows": 2, "cols": 60}), max_length=1000
    )


def for_restorers(view):
    """Open a page to those who may put deleted records back; for all others it isn't there."""

    @wraps(view)
    def opened(request, *args, **kwargs):
        if not request.user.has_perm("idaman.restore_records"):
            raise Http404
        return view(request, *args, **kwargs)

    return opened


@for_restorers
def deleted_list(request):
    """What was deleted and not restored since, newest first."""
    form = SearchForm(request.GET)
    paginator = Paginator(deleted.deletions(**form.asked()), AT_ONCE)
    page = paginator.get_page(request.GET.get("p"))
    shown = {"form": form, "page": page, "entries": deleted.told(page), "pages": paginator.get_elided_page_range(page.number)}
    return render(request, "admin/deleted_list.html", {**site(request), "title": _("Deleted records"), **shown})


@for_restorers
def deleted_record(request, app_label, model_name, pk):
    """One deleted record: what stood in it, and the question why it is put back."""
    model = kind_named(app_label, model_name)
    entry = deleted.find(model, pk)
    if entry is None:
        return there_already(request, model, pk)
    form = RestoreForm(request.POST or None)
    record = form.is_valid() and restored(form, entry, by=request.user)
    if record:
        messages.success(request, _("%(name)s is back as it was.") % {"name": name_of(record)})
        return redirect(address_of(record))
    shown = {"form": form, "entry": entry, "missing": [in_words(one) for one in deleted.missing(entry)]}
    return render(request, "admin/deleted_record.html", {**site(request), "title": f"{entry.kind}: {entry.name}", **shown})


def site(request) -> dict:
    return admin.site.each_context(request)


def kind_named(app_label: str, model_name: str) -> type:
    """The kind of record that the address names; anything else is a 404."""
    found = [model for model in deleted.kinds() if (model._meta.app_label, model._meta.model_name) == (app_label, model_name)]
    if not found:
        raise Http404
    return found[0]


def there_already(request, model, pk):
    """To the record that somebody restored meanwhile, or this very form a moment ago; one that never was is a 404."""
    record = model._base_manager.filter(pk=pk).first()
    if record is None:
        raise Http404
    messages.info(request, _("This record is there already; nothing was changed."))
    return redirect(address_of(record))


def restored(form, entry, *, by):
    """The record, put back; None when it cannot be, with the sentences at the form."""
    try:
        return deleted.restore(entry=entry, by=by, why=form.cleaned_data["why"])
    except ValidationError as refusal:
        form.add_error(None, sentences(refusal, entry.model))
    except IntegrityError as error:
        meanwhile = entry.model._base_manager.filter(pk=entry.record.pk).first()
        if meanwhile:
            return meanwhile
        form.add_error(None, refusals.sentence(error))
    return None


def sentences(refusal: ValidationError, model) -> list[str]:
    """What is refused, each with the name of its field."""
    if not hasattr(refusal, "error_dict"):
        return refusal.messages
    by_field = refusal.message_dict.items()
    return [told(model, name, sentence) for name, found in by_field for sentence in found]


def told(model, name: str, sentence: str) -> str:
    return sentence if name == NON_FIELD_ERRORS else f"{capfirst(model._meta.get_field(name).verbose_name)}: {sentence}"


def in_words(record) -> dict:
    """A thing that is missing: its kind and name, and its page here if it can be restored."""
    entry = deleted.find(type(record), record.pk) if isinstance(record, Recorded) else None
    return {"kind": record._meta.verbose_name, "name": name_of(record), "address": entry and entry.address}


def address_of(record) -> str:
    """The page of the record; the first page of the admin for a kind that has none."""
    if not admin.site.is_registered(type(record)):
        return reverse("admin:index")
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
