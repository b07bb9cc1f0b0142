"""Assignments of coaches in the admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from idaman import clock
from idaman.records import DatedAdmin, InForceFilter
from msmes.assignments import telling
from msmes.assignments.actions import hand_over
from msmes.assignments.forms import HandOverForm
from msmes.assignments.models import Assignment


@admin.register(Assignment)
class AssignmentAdmin(DatedAdmin):
    list_display = ["msme", "coach_name", "lab", "first_day", "until", "instead_of"]
    list_filter = [InForceFilter, ("lab", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["msme", "coach", "lab", "stands_in_for__coach"]
    search_fields = ["msme__name", "=msme__nib", "coach__name", "lab__name"]
    autocomplete_fields = ["msme", "lab", "stands_in_for"]
    fields = ["msme", "coach", "lab", "starts_on", "ends_on", "stands_in_for"]
    actions = ["hand_over"]

    @admin.display(description=gettext_lazy("coach"), ordering="coach__name")
    def coach_name(self, fact):
        return fact.coach.name

    @admin.display(description=gettext_lazy("stands in for"))
    def instead_of(self, fact):
        return fact.stands_in_for and fact.stands_in_for.coach.name

    @admin.action(description=gettext_lazy("Hand over to another coach"), permissions=["change"])
    def hand_over(self, request, queryset):
        """Ask for the successor, the day and the reason, then hand over all of them or none."""
        queryset = queryset.select_related("msme", "coach")
        form = HandOverForm(request.POST if "apply" in request.POST else None, initial={"on": clock.today()})
        if form.is_valid() and self.handed_over(request, form, queryset):
            return None
        return self.ask(request, form, queryset, template="admin/assignments/hand_over.html")

    def handed_over(self, request, form, assignments) -> bool:
        """Whether it was done; a refusal stands at the form."""
        ticked, told = list(assignments), form.cleaned_data
        try:
            made = hand_over(assignments=ticked, by=request.user, **told)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
            return False
        for sentence in telling.handed_over(made, ticked=ticked, to=told["to"], on=told["on"]):
            messages.success(request, sentence)
        return True
