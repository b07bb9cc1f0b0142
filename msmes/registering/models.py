"""A company registers an MSME it sponsors: kept as it is typed, handed in, decided."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from idaman.decisions import Decided
from idaman.history import Versioned
from idaman.sealed import SealedJson
from idaman.uploads.models import StoredFile
from msmes.models import CURRENT, Msme, Sponsorship
from partners.models import Membership, Partner, public_id
from partners.roles import May


class RegistrationQuerySet(models.QuerySet):
    """Registrations, by whose they are and where they stand."""

    def visible_to(self, user, *, on):
        """A company's people see its own, those who decide see what was handed in."""
        acting = Membership.objects.of(user, on=on)
        own = Q(company__in=[one.partner_id for one in acting if one.may(May.REGISTER_MSMES)])
        if user.is_superuser or any(one.may(May.DECIDE) for one in acting):
            own |= ~Q(state=Registration.State.DRAFT)
        return self.filter(own)

    def open(self):
        """With the company: begun, or sent back."""
        return self.filter(state__in=[Registration.State.DRAFT, Registration.State.RETURNED])

    def about(self, *msmes) -> list:
        """Those of the records of a business, and those in which the NIK of their owner was typed; each is opened to see."""
        keys, niks = {one.pk for one in msmes}, {one.owner_nik for one in msmes} - {""}
        return [one for one in self if keys & {one.msme_id, one.known_id} or one.typed_nik in niks]

    def to_decide(self):
        return self.filter(state=Registration.State.SUBMITTED)


class Registration(Decided, Versioned):
    """A company registers an MSME, or asks to co-sponsor one that is known; it counts nowhere until it is accepted."""

    class State(models.TextChoices):
        DRAFT = "draft", gettext_lazy("begun, not yet sent")
        SUBMITTED = "submitted", gettext_lazy("waiting for the agency's decision")
        RETURNED = "returned", gettext_lazy("sent back to be completed")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    public_id = models.CharField(max_length=10, default=public_id, unique=True, editable=False)
    company = models.ForeignKey(Partner, models.PROTECT, related_name="registrations", verbose_name=gettext_lazy("company"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations", verbose_name=gettext_lazy("begun by")
    )
    begun_at = models.DateTimeField(gettext_lazy("begun at"))
    typed = SealedJson(gettext_lazy("what was typed"), default=dict, blank=True)
    # step → times kept, page that kept it last, whether that was sent
    marks = models.JSONField(gettext_lazy("how often each step was kept"), default=dict, blank=True)
    kept_at = models.DateTimeField(gettext_lazy("last kept at"), null=True, blank=True)
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=State, default=State.DRAFT)
    submitted_at = models.DateTimeField(gettext_lazy("handed in at"), null=True, blank=True)
    known = models.ForeignKey(
        Msme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cosponsor_requests",
        limit_choices_to=CURRENT,
        verbose_name=gettext_lazy("MSME that was recorded already"),
    )
    msme = models.ForeignKey(
        Msme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        limit_choices_to=CURRENT,
        verbose_name=gettext_lazy("MSME"),
    )

    history = HistoricalRecords(excluded_fields=["typed", "marks", "kept_at"])
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("registration")
        verbose_name_plural = gettext_lazy("registrations")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index(fields=["state", "submitted_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(reason=""),
                name="registering_returned_has_reason",
                violation_error_message=gettext_lazy("Sending back needs its reason."),
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(msme__isnull=False),
                name="registering_accepted_has_msme",
                violation_error_message=gettext_lazy("An accepted registration has its MSME."),
            ),
        ]

    def __str__(self):
        recorded = self.known or (self.is_emptied and self.msme)
        named = recorded.name if recorded else " ".join(self.typed.get("name", []))
        return named or str(gettext_lazy("MSME without a name yet"))

    @property
    def holds_from(self):
        """The day (TMT) with which it was accepted, from the first entry that this left; None for what wasn't accepted."""
        if self.state != self.State.ACCEPTED:
            return None
        made = Sponsorship.history.filter(msme_id=self.msme_id, company_id=self.company_id, history_type="+")
        first = made.filter(history_date__gte=self.decided_at).order_by("history_id").first()
        return first and first.starts_on

    def saves(self, step: str) -> int:
        """How often the step was kept: by which a page is told that another one kept it meanwhile."""
        return self.marks.get(step, [0, ""])[0]

    @property
    def typed_nik(self) -> str:
        """The digits typed as the owner's NIK."""
        return "".join(filter(str.isdigit, "".join(self.typed.get("owner_nik", []))))

    @property
    def is_emptied(self) -> bool:
        """Whether what was typed was taken away because the owner asked to be forgotten; a step keeps all of its fields."""
        return set(self.typed) == {"name"} and self.state != self.State.WITHDRAWN

    @property
    def is_open(self) -> bool:
        """Whether the company can still write in it."""
        return self.state in (self.State.DRAFT, self.State.RETURNED)


class Evidence(models.Model):
    """A paper or photograph handed in with a registration: the signed consent, the place of work, a permit."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="evidence", verbose_name=gettext_lazy("registration")
    )
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="evidence", verbose_name=gettext_lazy("file"))

    class Meta:
        verbose_name = gettext_lazy("evidence")
        verbose_name_plural = gettext_lazy("evidence")
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
