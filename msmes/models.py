"""Whom the programme serves: businesses, where they are, how they stand in the programme, who sponsors them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.lines import LineField
from idaman.overlaps import NoOverlap
from idaman.periods import Dated, DatedQuerySet
from idaman.sealed import HashField, SealedField
from idaman.workspace import Question
from msmes.activities import Activity  # noqa: F401 (the model)
from msmes.aspects import OnAspects
from partners.models import Membership, Partner, public_id
from partners.roles import Kind, May

# (user, *, on) -> Q: which MSMEs a person may see for a reason that an app below doesn't know (an assignment, say).
visible = Question()
# (msme, *, on, by, why) -> sentence: what an app ends when the business gets another owner.
owner_changes = Question()
# (keys, *, by, why, undone) -> nothing: brings back what was ended by `owner_changes` for the reason `undone`.
owner_returns = Question()
# (keys, *, since, but) -> (key, who): of these MSMEs those whose owner said something since, `but` is a reason that isn't one.
owner_spoke = Question()
# (user, keys, *, on) -> keys: of these MSMEs, which a person may see, those whose owner's name and telephone are open too.
owner_open = Question()

OWNERS = ["owner_name", "owner_nik", "npwp", "nib", "phone", "older_numbers"]  # what leads to the owner
CURRENT = {"merged_into": None}  # the choices of every key to an MSME: a record merged into another gets no new facts


class MsmeQuerySet(models.QuerySet):
    """MSMEs, by how they stand on a day and by who may see them."""

    def visible_to(self, user, *, on):
        """The agency sees all; a company those it sponsors on the day; others what another app's rule opens to them.

        A record that was merged into another is seen by nobody: its address leads on to the one that stayed.
        """
        acting = Membership.objects.of(user, on=on)
        if user.is_superuser or any(one.may(May.READ_PROGRAMME) for one in acting):
            return self.current()
        companies = [one.partner_id for one in acting if one.may(May.READ_OWN)]
        seen = Q(pk__in=Sponsorship.objects.on(on).filter(company__in=companies).values("msme"))
        for rule in visible.ask(user, on=on):
            seen |= rule
        return self.current().filter(seen)

    def current(self):
        """Without the records that were merged into another of the same business."""
        return self.filter(**CURRENT)

    def standing(self, *states, on):
        """In one of the states of enrolment on the day."""
        return self.filter(pk__in=Enrolment.objects.in_state(*states).on(on).values("msme"))

    def of_owner(self, nik_hash: str):
        """The owner's, by the keyed hash of the NIK; a person's NPWP is the NIK."""
        return self.filter(Q(owner_nik_hash=nik_hash) | Q(npwp_hash=nik_hash)) if nik_hash else self.none()

    def enrolled(self, *, on):
        return self.standing(Enrolment.State.ENROLLED, on=on)

    def graduated(self, *, on):
        return self.standing(Enrolment.State.GRADUATED, on=on)

    def with_place(self, *, on):
        """Adds `village` and `district`, by name, as of the day."""
        here = Address.objects.on(on).filter(msme=OuterRef("pk"))
        return self.annotate(
            village=Subquery(here.values(name=Coalesce("village__name", "elsewhere"))[:1]),
            district=Subquery(here.values("village__district__name")[:1]),
        )

    def with_state(self, *, on):
        """Adds `state` of the enrolment, and `state_since`, as of the day."""
        here = Enrolment.objects.on(on).filter(msme=OuterRef("pk"))
        return self.annotate(state=Subquery(here.values("state")[:1]), state_since=Subquery(here.values("starts_on")[:1]))


class Msme(Recorded):
    """A micro, small or medium business; one NIB covers all it does, so its brands are products."""

    class Sex(models.TextChoices):
        WOMAN = "woman", gettext_lazy("woman")
        MAN = "man", gettext_lazy("man")

    public_id = models.CharField(max_length=10, default=public_id, editable=False)
    name = LineField(gettext_lazy("name of the business"), max_length=200)
    nib = models.CharField("NIB", max_length=40, null=True, blank=True, help_text=gettext_lazy("13 digits."))  # noqa: DJ001 (unknown is NULL: unique)
    npwp = SealedField("NPWP", blank=True, default="", help_text=gettext_lazy("16 digits, or 15 on an old card."))
    npwp_hash = HashField()
    older_numbers = models.TextField(
        gettext_lazy("older permit numbers"),
        blank=True,
        help_text=gettext_lazy("IUMK, SIUP, TDP, SKU: as printed, one a line."),
    )
    is_as_printed = models.BooleanField(
        gettext_lazy("keep the numbers as printed"),
        default=False,
        help_text=gettext_lazy("Keeps NIK, NPWP and NIB even where they break their rule. Say why in the reason."),
    )
    owner_name = LineField(gettext_lazy("owner"), max_length=150, blank=True)
    owner_nik = SealedField(gettext_lazy("owner's NIK"), blank=True, default="", help_text=gettext_lazy("16 digits."))
    owner_nik_hash = HashField()
    owner_sex = models.CharField(gettext_lazy("owner's sex"), max_length=5, choices=Sex, blank=True)
    owner_birth_year = models.PositiveSmallIntegerField(gettext_lazy("owner's year of birth"), null=True, blank=True)
    owner_has_disability = models.BooleanField(gettext_lazy("the owner lives with a disability"), null=True, blank=True)
    owner_is_poor = models.BooleanField(gettext_lazy("the owner's household counts as poor"), null=True, blank=True)
    phone = models.CharField(gettext_lazy("telephone"), max_length=20, blank=True, db_index=True)
    anonymised_at = models.DateTimeField(gettext_lazy("anonymised"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=gettext_lazy("merged into"),
    )

    objects = MsmeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("MSME")
        verbose_name_plural = gettext_lazy("MSMEs")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name", "id"])]
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="msmes_msme_public_id_once"),
            models.UniqueConstraint(
                fields=["nib"],
                name="msmes_msme_nib_once",
                violation_error_message=gettext_lazy("An MSME with this NIB exists already."),
            ),
            models.CheckConstraint(
                condition=~Q(nib=""),
                name="msmes_msme_nib_not_empty",
                violation_error_message=gettext_lazy("An unknown NIB is left out."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Who was forgotten is not recorded again; a new owner ends the anonymity first."""
        super().clean()
        if self.anonymised_at:
            words = {name: _("The owner was forgotten on request. Only another owner's data may be recorded.") for name in OWNERS}
            told = {name: sentence for name, sentence in words.items() if getattr(self, name)}
            if told:
                raise ValidationError(told)

    @property
    def survivor(self) -> "Msme":
        """The current record of the same business: itself, or the one it was merged into in the end."""
        return self.merged_into.survivor if self.merged_into_id else self

    @property
    def of_same_owner(self) -> MsmeQuerySet:
        """Itself, what was merged into it, and the others of its owner."""
        return Msme.objects.filter(
            Q(pk__in=[one.pk for one in self.records]) | Q(pk__in=Msme.objects.of_owner(self.owner_nik_hash))
        )

    @property
    def records(self) -> list["Msme"]:
        """All records of the business: itself, and those that were merged into it."""
        return [self, *(one for merged in self.merged.all() for one in merged.records)]

    def get_absolute_url(self):
        return reverse("msmes:page", args=[self.public_id])


class Baseline(Recorded):
    """What an MSME reported when it came: later turnover and jobs are compared with it. Unknown is NULL, never 0."""

    msme = models.OneToOneField(
        Msme, models.PROTECT, related_name="baseline", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    measured_on = models.DateField(gettext_lazy("as of"))
    monthly_turnover = models.BigIntegerField(
        gettext_lazy("turnover a month, in rupiah"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    jobs = models.PositiveIntegerField(gettext_lazy("people who work there, the owner included"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("baseline")
        verbose_name_plural = gettext_lazy("baselines")

    def __str__(self):
        return f"{self.msme}: {self.measured_on}"


class Disclosure(models.Model):
    """Somebody was shown what is normally hidden about an MSME: who, what, when, and why they asked."""

    class What(models.TextChoices):
        NIK = "nik", gettext_lazy("the owner's NIK in full")
        NPWP = "npwp", gettext_lazy("the NPWP in full")
        KNOWN = "known", gettext_lazy("that it is recorded already")
        ALL = "all", gettext_lazy("all that is held on the owner")

    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="disclosures", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    what = models.CharField(gettext_lazy("what was shown"), max_length=10, choices=What)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="disclosures", verbose_name=gettext_lazy("to"))
    at = models.DateTimeField(gettext_lazy("when"))
    why = models.CharField(gettext_lazy("reason"), max_length=300)

    class Meta:
        verbose_name = gettext_lazy("disclosure")
        verbose_name_plural = gettext_lazy("disclosures")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.get_what_display()}: {self.msme}"


class Address(Dated, Recorded):
    """Where an MSME works, from a day to a day: in a village of the regency, or elsewhere, told in words."""

    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="addresses", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    village = models.ForeignKey(
        "idaman.Region",
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": "village"},
        related_name="addresses",
        verbose_name=gettext_lazy("village"),
    )
    elsewhere = LineField(
        gettext_lazy("place outside the regency"),
        max_length=200,
        blank=True,
        help_text=gettext_lazy("In place of the village, for a business that works outside Kutai Kartanegara."),
    )
    street = LineField(gettext_lazy("street"), max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("address")
        verbose_name_plural = gettext_lazy("addresses")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="msmes_address_overlap",
                same=["msme"],
                violation_error_message=gettext_lazy("An MSME has one address at a time."),
            ),
            models.CheckConstraint(
                condition=Q(village__isnull=False, elsewhere="") | Q(village=None) & ~Q(elsewhere=""),
                name="msmes_address_in_one_place",
                violation_error_message=gettext_lazy(
                    "An address is in a village of the regency or elsewhere: name one of the two."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.msme}: {self.place}"

    @property
    def place(self) -> str:
        """The village with its district, or the place outside the regency as it was told."""
        return str(self.village) if self.village_id else self.elsewhere


class EnrolmentQuerySet(DatedQuerySet):
    """Stretches of an MSME's time in the programme."""

    def in_state(self, *states):
        return self.filter(state=states[0]) if len(states) == 1 else self.filter(state__in=states)

    def sponsored(self, *, on, by=None):
        """Of MSMEs with a sponsorship in force on the day (of the company `by`)."""
        return self.filter(Exists(Sponsorship.objects.of(by).on(on).filter(msme=OuterRef("msme"))))

    def unsponsored(self, *, on):
        return self.filter(~Exists(Sponsorship.objects.on(on).filter(msme=OuterRef("msme"))))


class Enrolment(Dated, Recorded):
    """How an MSME stands in the programme, from a day to a day: enrolled, suspended, graduated or exited."""

    class State(models.TextChoices):
        ENROLLED = "enrolled", gettext_lazy("enrolled")
        SUSPENDED = "suspended", gettext_lazy("suspended")
        GRADUATED = "graduated", gettext_lazy("graduated")
        EXITED = "exited", gettext_lazy("exited")

    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="enrolments", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=State)
    reason = models.CharField(gettext_lazy("reason"), max_length=300, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("enrolment")
        verbose_name_plural = gettext_lazy("enrolments")
        indexes = [models.Index(fields=["msme", "starts_on", "ends_on", "state"])]
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="msmes_enrolment_overlap",
                same=["msme"],
                violation_error_message=gettext_lazy("An MSME has one standing in the programme at a time."),
            ),
            models.CheckConstraint(
                condition=Q(state="enrolled") | ~Q(reason=""),
                name="msmes_enrolment_reason_given",
                violation_error_message=gettext_lazy("Suspending, graduating or exiting needs its reason."),
            ),
        ]

    def __str__(self):
        return f"{self.msme}: {self.get_state_display()}"


class SponsorshipQuerySet(DatedQuerySet):
    """Sponsorships, by whose they are and what they support."""

    def of(self, company):
        """The company's; None: everybody's."""
        return self if company is None else self.filter(company=company)

    def of_enrolled(self, *, on):
        """Of MSMEs that are enrolled on the day."""
        enrolled = Enrolment.objects.in_state(Enrolment.State.ENROLLED).on(on)
        return self.filter(Exists(enrolled.filter(msme=OuterRef("msme"))))


class Sponsorship(Dated, OnAspects, Recorded):
    """A company supports an MSME, on named aspects, from a day to a day; several companies may at a time."""

    company = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="sponsorships",
        limit_choices_to={"kind": Kind.COMPANY},
        verbose_name=gettext_lazy("company"),
    )
    msme = models.ForeignKey(
        Msme, models.PROTECT, related_name="sponsorships", limit_choices_to=CURRENT, verbose_name=gettext_lazy("MSME")
    )

    objects = SponsorshipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("sponsorship")
        verbose_name_plural = gettext_lazy("sponsorships")
        indexes = [
            models.Index(fields=["msme", "starts_on", "ends_on", "company"]),
            models.Index(fields=["company", "starts_on", "ends_on"]),
        ]
        constraints = [
            *Dated.Meta.constraints,
            *OnAspects.Meta.constraints,
            NoOverlap(
                name="msmes_sponsorship_overlap",
                same=["company", "msme"],
                violation_error_message=gettext_lazy("This company sponsors this MSME in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.company} → {self.msme}"

    def clean(self):
        """Only companies sponsor."""
        super().clean()
        if self.company_id and self.company.kind != Kind.COMPANY:
            raise ValidationError({"company": _("Only a company can sponsor an MSME.")})
