"""What can be amiss with assignments."""

from datetime import date

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman import quality
from msmes.assignments.models import Assignment
from msmes.models import Enrolment


@quality.rule(
    "coached-after-exit",
    quality.Dimension.CONSISTENCY,
    gettext_lazy("Coached although it left the programme"),
    advice=gettext_lazy("Ask the lab's head whether the coach still goes there; end the assignment, or enrol the MSME again."),
    act=gettext_lazy("End the assignment"),
    told=lambda one: _("The MSME has exited the programme."),
    mended=lambda one: reverse("admin:assignments_assignment_change", args=[one.pk]),
    msme="msme",
    with_partner=lambda rows, day: rows.annotate(partner=F("lab")),
)
def coached_after_exit(day: date) -> QuerySet:
    exited = Enrolment.objects.in_state(Enrolment.State.EXITED).on(day).filter(msme=OuterRef("msme"))
    return Assignment.objects.on(day).filter(Exists(exited), msme__merged_into=None).select_related("coach", "msme")
