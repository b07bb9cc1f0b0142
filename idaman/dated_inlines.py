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


class DatedFormSet(BaseInlineFormSet):
    """Rows of one kind of dated fact, judged as the set they will be after saving."""

    def _construct_form(self, i, **kwargs):
        """One row; it isn't judged beside stored rows that this same save may move."""
        form = super()._construct_form(i, **kwargs)
        form.instance.is_judged_in_set = True
        return form

    def add_fields(self, form, index):
        """Each row knows at which version it was opened, and each input says its name to those who hear the page."""
        super().add_fields(form, index)
        if form.instance.pk:
            version = form.instance.version
            form.fields["opened_at"] = forms.IntegerField(required=False, widget=forms.HiddenInput, initial=version)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = field.label

    def clean(self):
        super().clean()
        for form in self.initial_forms:
            if form.is_valid() and form.has_changed():
                refuse_stale(form)
        for rule in self.model._meta.constraints:
            if isinstance(rule, NoOverlap):
                self.refuse_overlaps(rule)

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

    formset = DatedFormSet
    extra = 0
    show_change_link = True
