"""How staff keep records in the admin: one base class for all of them."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db import DataError, IntegrityError, models
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import changes, clock, history, lists, overlaps, refusals
from idaman.amounts import DASH
from idaman.models import OnceKey
from idaman.once import led_to, once_key
from idaman.periods import DayField
from idaman.record_forms import RecordForm

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


class RecordAdmin(HouseAdmin, admin.ModelAdmin):
    """Lists of fifty, saving with who and why, refusals in words, and nothing lost by a stale form or a double tap."""

    form = RecordForm
    list_per_page = 50
    show_full_result_count = False
    delete_confirmation_template = "admin/delete_with_reason.html"

    # --- the list

    def changelist_view(self, request, extra_context=None):
        """As everywhere, with the way to have it as a file where it can come back."""
        return super().changelist_view(request, {"list_code": lists.code_of(self.model), **(extra_context or {})})

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
        key = once_key(request)
        return key and led_to(request, key)

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

    def history_view(self, request, object_id, extra_context=None):
        """What happened to the record, there or gone, and to the facts about it, newest first."""
        record = self.last_known(object_id)
        if record is None or not self.has_view_or_change_permission(request, record):
            raise Http404
        trail = changes.trail(record, may_see=lambda model: may_view(request.user, model))
        paginator = Paginator(trail, self.list_per_page)
        page = paginator.get_page(request.GET.get("p"))
        told = [(change, self.history_url(change.record), change.is_of(record)) for change in changes.told(page)]
        about = {"opts": self.opts, "object": record, "is_there": not record._state.adding, "changes": told}
        about |= {"title": _("History: %(name)s") % {"name": history.name_of(record)}}
        pages = {"page": page, "pages": paginator.get_elided_page_range(page.number)}
        return render(request, "admin/history.html", {**self.admin_site.each_context(request), **about, **pages})

    def last_known(self, object_id: str):
        """The record as it is, or as it was when it was deleted; None for what never was, or is no number."""
        if not object_id.isdecimal():
            return None
        gone = self.model.history.filter(**{self.opts.pk.attname: object_id}).first()
        return self.model._base_manager.filter(pk=object_id).first() or (gone and history.as_it_was(gone))

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

    def history_url(self, obj) -> str:
        """The history of a record of any kind; none for a kind that isn't kept here."""
        if not self.admin_site.is_registered(type(obj)):
            return ""
        return reverse(f"admin:{obj._meta.app_label}_{obj._meta.model_name}_history", args=[obj.pk])


def may_view(user, model) -> bool:
    return user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")


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
