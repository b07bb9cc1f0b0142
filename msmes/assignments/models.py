"""Which coach of the lab serves which MSME, from a day to a day."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.overlaps import NoOverlap
from idaman.periods import Dated, DatedQuerySet
from msmes.models import CURRENT, Msme
from partners.models import Membership, Partner
from partners.roles import Kind, Role

COACHING = [Role.COACH, Role.LAB_HEAD]
SOON = timedelta(days=30)


class AssignmentQuerySet(DatedQuerySet):
    """Assignments, by coach, lab and MSME."""

    def of_coach(self, user):
        return self.filter(coach=user)

    def of_lab(self, lab):
        return self.filter(lab=lab)

    def of_msmes(self, msmes):
        return self.filter(msme__in=msmes)

    def standing_in(self):
        """Substitutions: for another coach, for some days."""
        return self.exclude(stands_in_for=None)

    def ending_soon(self, *, on):
        """Those whose MSME loses its coach within thirty days: nobody goes on after; who stands in ends by itself."""
        next_ones = Assignment.objects.filter(msme=OuterRef("msme"), stands_in_for=None).on(OuterRef("ends_on"))
        return self.on(on).filter(~Exists(next_ones), stands_in_for=None, ends_on__lte=on + SOON)


class Assignment(Dated, Recorded):
    """A coach of a lab serves an MSME, from a day to a day; several coaches may at a time, and one may stand in for another."""

    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="assignments", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    coach = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        limit_choices_to={"memberships__role__in": COACHING},
        verbose_name=gettext_lazy("coach"),
    )
    lab = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="assignments",
        limit_choices_to={"kind": Kind.UNIVERSITY},
        verbose_name=gettext_lazy("lab"),
    )
    stands_in_for = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutions",
        verbose_name=gettext_lazy("stands in for"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("assignment")
        verbose_name_plural = gettext_lazy("assignments")
        indexes = [
            models.Index(fields=["coach", "starts_on", "ends_on"]),
            models.Index(fields=["msme", "starts_on", "ends_on"]),
        ]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="assignments_assignment_overlap",
                same=["msme", "coach"],
                violation_error_message=gettext_lazy("This coach is assigned to this MSME in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.coach.name} → {self.msme}"

    def clean(self):
        """Only who coaches for the lab on the first day is assigned."""
        super().clean()
        if not (self.coach_id and self.lab_id and self.starts_on):
            return
        acting = Membership.objects.filter(user=self.coach_id, partner=self.lab_id, role__in=COACHING)
        if not acting.on(self.starts_on).exists():
            words = {"person": self.coach.name, "lab": self.lab.name}
            raise ValidationError({"coach": _("%(person)s does not coach for %(lab)s on the first day.") % words})


def without_coach(*, on):
    """MSMEs enrolled on the day that nobody coaches on it or later.

    Of these, and of those to whom a coach comes later, a lab's head may read name and place, to choose from them.
    """
    return Msme.objects.current().enrolled(on=on).filter(~Exists(of_this_msme().lasting(on=on)))


def coach_to_come(*, on):
    """MSMEs enrolled on the day that nobody coaches yet, but somebody will from a later day."""
    free = Msme.objects.current().enrolled(on=on).filter(~Exists(of_this_msme().on(on)))
    return free.filter(Exists(of_this_msme().lasting(on=on)))


def coach_ending(*, on, lab):
    """MSMEs enrolled on the day whose coach of the lab ends within thirty days, and nobody goes on."""
    ending = Assignment.objects.of_lab(lab).ending_soon(on=on)
    return Msme.objects.current().enrolled(on=on).filter(pk__in=ending.values("msme"))


def of_this_msme():
    """The assignments of the MSME that a question around them is about."""
    return Assignment.objects.filter(msme=OuterRef("pk"))


def with_coach_days(msmes, *, on):
    """Adds `coach_from`, the first day of the next coach, and `coach_until`, the end of the last who coaches on the day."""
    own = of_this_msme().filter(stands_in_for=None)
    begins, ends = own.filter(starts_on__gt=on).order_by("starts_on"), own.on(on).order_by("-ends_on")
    return msmes.annotate(
        coach_from=Subquery(begins.values("starts_on")[:1]),
        next_coach=Subquery(begins.values("coach__name")[:1]),
        coach_until=Subquery(ends.values("ends_on")[:1]),
        present_coach=Subquery(ends.values("coach__name")[:1]),
    )
