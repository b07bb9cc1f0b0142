"""Dated facts edited together with the thing they are about: the resulting set is judged, then saved at once."""

from datetime import date, timedelta

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet

from idaman.overlaps import NoOverlap
from idaman.periods import Period
from idaman.record_forms import refuse_stale
from idaman.records import HouseAdmin

PARKED = date(1, 1, 1)  # before any fact, and so in the way of none


class Version(forms.IntegerField):
    """At which version a row was opened; that the row has another one by now is no change of what was typed."""

    widget = forms.HiddenInput

    def has_changed(self, initial, data):
        return False


class DatedRowForm(forms.ModelForm):
    """A row that knows at which version it was opened."""

    opened_at = Version(required=False, label="")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "opened_at" in self.fields:
            self.fields["opened_at"].initial = self.instance.version


class DatedFormSet(BaseInlineFormSet):
    """Rows of one kind of dated fact, judged as the set they will be after saving."""

    def _construct_form(self, i, **kwargs):
        """One row; it isn't judged beside stored rows that this same save may move."""
        form = super()._construct_form(i, **kwargs)
        form.instance.is_judged_in_set = True
        return form

    def add_fields(self, form, index):
        """Each input says its name to those who hear the page."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = field.label

    def clean(self):
        super().clean()
        self.refuse_stale_rows()
        for rule in self.model._meta.constraints:
            if isinstance(rule, NoOverlap):
                self.refuse_overlaps(rule)

    def refuse_stale_rows(self):
        """What others saved meanwhile is said at its row; at the rows together where the row was to be deleted."""
        for form in self.initial_forms:
            if not form.is_valid() or not form.has_changed():
                continue
            refuse_stale(form)
            if self._should_delete_form(form) and form.non_field_errors():
                raise forms.ValidationError(form.non_field_errors())

    def refuse_overlaps(self, rule: NoOverlap):
        """Put the rule's sentence on the later of two rows that overlap."""
        rows = [form for form in self.forms if self.stays(form)]
        rows.sort(key=lambda form: form.instance.starts_on)
        for index, later in enumerate(rows):
            for earlier in rows[:index]:
                same = all(getattr(earlier.instance, f) == getattr(later.instance, f) for f in rule.same)
                if same and span(earlier).overlaps(span(later)):
                    later.add_error(None, rule.sentence(span(earlier)))
                    break

    def stays(self, form) -> bool:
        """A valid row that will be there after saving."""
        begun = form.is_valid() and getattr(form.instance, "starts_on", None)
        return bool(begun) and (form.has_changed() or form.instance.pk) and not self._should_delete_form(form)

    def save_existing_objects(self, commit=True):
        """Move changed rows out of each other's way before they take their new places (SQLite judges row by row)."""
        if commit:
            moved = [form.instance.pk for form in self.initial_forms if form.has_changed() and form.instance.pk]
            for index, pk in enumerate(moved):
                day = PARKED + timedelta(days=2 * index)
                self.model.objects.filter(pk=pk).update(starts_on=day, ends_on=day + timedelta(days=1))
        return super().save_existing_objects(commit)


def span(form) -> Period:
    return Period(form.instance.starts_on, form.instance.ends_on)


class DatedInline(HouseAdmin, admin.TabularInline):
    """Dated facts below the thing they are about; history is kept through the parent's reason."""

    form = DatedRowForm
    formset = DatedFormSet
    extra = 0
    show_change_link = True

    def get_fields(self, request, obj=None):
        """Those of the fact, and for who may save it at which version the row was opened."""
        marks = ["opened_at"] if self.has_change_permission(request, obj) else []
        return [*super().get_fields(request, obj), *marks]
