"""How staff keep records in the admin: one base class for all of them."""

import uuid

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DataError, IntegrityError, models
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from idaman import clock, history, overlaps, refusals
from idaman.amounts import DASH
from idaman.models import OnceKey
from idaman.periods import DayField
from idaman.record_forms import RecordForm
from idaman.sealed import HashField

FORM_MARKS = ["change_reason", "opened_at", "once"]
CANNOT_ASK = (ValueError, OverflowError, DataError)


class InForceFilter(admin.SimpleListFilter):
    """Dated facts: those in force today unless the reader asks for others, or searches."""

    title = gettext_lazy("time")
    parameter_name = "when"

    def lookups(self, request, model_admin):
        return [("ended", _("Ended")), ("coming", _("Still to begin")), ("all", _("All"))]

    def choices(self, changelist):
        choices = list(super().choices(changelist))
        choices[0]["display"] = _("In force today")
        return choices

    def queryset(self, request, queryset):
        today = clock.today()
        match self.value():
            case "ended":
                return queryset.filter(ends_on__lte=today)
            case "coming":
                return queryset.filter(starts_on__gt=today)
            case "all":
                return queryset
        return queryset if request.GET.get("q") else queryset.on(today)


class ChangeInWords(HistoricalRecordContextHelper):
    """Old and new values of the history page as people may see them."""

    def prepare_delta_change_value(self, change, value):
        return history.in_words(self.model._meta.get_field(change.field), value)

    def context_for_delta_changes(self, delta):
        """Hashes are no change that means anything to anybody."""
        model = self.model
        delta.changes[:] = [one for one in delta.changes if not isinstance(model._meta.get_field(one.field), HashField)]
        return super().context_for_delta_changes(delta)


class NamedAutocomplete(AutocompleteSelect):
    """A picker that says what it picks while nothing is chosen."""

    def build_attrs(self, base_attrs, extra_attrs=None):
        return {**super().build_attrs(base_attrs, extra_attrs), "data-placeholder": capfirst(self.field.verbose_name)}


class HouseAdmin(admin.options.BaseModelAdmin):
    """Days are asked with the browser's own picker, last days inclusive, and every picker says its name."""

    class Media:
        js = ["idaman/admin.js"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = NamedAutocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.DateField) and not isinstance(db_field, models.DateTimeField):
            return db_field.formfield(form_class=getattr(db_field, "asks_day", DayField))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """An unknown id is a 404 here, as everywhere."""
        raise Http404

    def changelist_view(self, request, extra_context=None):
        """As Django's, but a filter or a choice that the database can't even be asked about is a sentence."""
        try:
            return super().changelist_view(request, extra_context)
        except CANNOT_ASK:
            if not request.GET and not request.POST:
                raise
            messages.error(request, _("The list cannot be filtered or chosen from like that; here is the whole of it."))
            return redirect(request.path)


class RecordAdmin(HouseAdmin, SimpleHistoryAdmin):
    """Lists of fifty, saving with who and why, refusals in words, and nothing lost by a stale form or a double tap."""

    form = RecordForm
    list_per_page = 50
    show_full_result_count = False
    object_history_list_template = "admin/history_list.html"
    delete_confirmation_template = "admin/delete_with_reason.html"

    # --- the form

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", None), "today": clock.today()})

    def get_fieldsets(self, request, obj=None):
        """The record's own fields, then why it is changed; readers who can't save are not asked."""
        marks = set(FORM_MARKS)
        fieldsets = [
            (title, {**options, "fields": [field for field in options["fields"] if field not in marks]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return [*fieldsets, (None, {"fields": FORM_MARKS, "classes": ["reason"]})] if may_save else fieldsets

    def get_fields(self, request, obj=None):
        if self.fields:
            return self.fields
        return [name for name in super().get_fields(request, obj) if name not in FORM_MARKS]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """As Django's, but a form taken already leads to what it made, and a refusal comes back at the form."""
        taken = self.taken(request)
        if taken:
            return taken
        try:
            response = super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            taken = self.taken(request)
            if taken:
                return taken
            request.refusal = refusals.sentence(error)
            response = super().changeform_view(request, object_id, form_url, extra_context)
        return response if response.status_code == 302 else self.taken(request) or response

    def taken(self, request):
        """A redirect to the record that this very form made before, or None."""
        once = request.POST.get("once", "")
        try:
            found = OnceKey.objects.filter(pk=uuid.UUID(once)).first()
        except ValueError:
            return None
        if found is None:
            return None
        messages.info(request, _("This form was already saved; this is the record it made."))
        return redirect(found.url)

    # --- saving

    def save_model(self, request, obj, form, change):
        history.sign(obj, by=request.user, why=form.cleaned_data.get("change_reason", ""))
        super().save_model(request, obj, form, change)
        once = form.cleaned_data.get("once")
        if once:
            OnceKey.objects.create(pk=once, made_at=clock.now(), url=self.change_url(obj))

    def save_formset(self, request, form, formset, change):
        formset.save(commit=False)
        why = form.cleaned_data.get("change_reason", "")
        touched = [*(f.instance for f in formset.forms), *formset.deleted_objects]
        for fact in touched:
            history.sign(fact, by=request.user, why=why)
        formset.save()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        overlaps.judge_now()

    def delete_model(self, request, obj):
        history.sign(obj, by=request.user, why=request.POST.get("change_reason", ""))
        super().delete_model(request, obj)

    def delete_view(self, request, object_id, extra_context=None):
        """Deleting asks for its reason as every change does."""
        if request.method == "POST" and not request.POST.get("change_reason", "").strip():
            messages.error(request, _("Nothing was deleted: please say why."))
            return redirect(request.get_full_path())
        return super().delete_view(request, object_id, extra_context)

    def get_urls(self):
        """Without simple-history's form of an old version: what changed is told in the list."""
        return admin.ModelAdmin.get_urls(self)

    def history_view(self, request, object_id, extra_context=None):
        """The history of a record there is or was; an id that is no number is a 404."""
        if not object_id.isdecimal():
            raise Http404
        return super().history_view(request, object_id, extra_context)

    def get_historical_record_context_helper(self, request, historical_record):
        return ChangeInWords(self.model, historical_record)

    def get_actions(self, request):
        """Deleting in bulk would leave no reason."""
        return {name: found for name, found in super().get_actions(request).items() if name != "delete_selected"}

    # --- acts on chosen records

    def ask(self, request, form, chosen, *, template: str = "admin/act.html", **more):
        """The page that asks, for the records chosen in the list, what the action needs to know."""
        context = {
            **self.admin_site.each_context(request),
            "title": self.get_actions(request)[request.POST["action"]][2],
            "opts": self.opts,
            "form": form,
            "chosen": chosen,
            "action": request.POST["action"],
            **more,
        }
        return render(request, template, context)

    # --- addresses

    def change_url(self, obj) -> str:
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change", args=[obj.pk])


class ShowsDays:
    """The first and the inclusive last day of a fact, for lists."""

    @admin.display(description=gettext_lazy("from"), ordering="starts_on")
    def first_day(self, fact):
        return date_format(fact.starts_on, "SHORT_DATE_FORMAT")

    @admin.display(description=gettext_lazy("up to and including"), ordering="ends_on")
    def until(self, fact):
        return date_format(fact.last_day, "SHORT_DATE_FORMAT") if fact.ends_on else DASH


class DatedAdmin(ShowsDays, RecordAdmin):
    """Facts with a first and a last day: the list starts with those in force."""

    date_hierarchy = "starts_on"
    list_filter = [InForceFilter]
