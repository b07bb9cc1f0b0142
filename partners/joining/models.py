"""Requests to join: an organisation asks to take part, and the agency decides."""

from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy

from idaman.decisions import Decided
from idaman.history import Recorded
from idaman.lines import LineField
from idaman.sealed import HashField, SealedField
from partners.models import Partner, public_id
from partners.roles import FIRST_ROLE, Kind

SALT = "partners.joining"
KINDS = [(kind, kind.label) for kind in FIRST_ROLE]


class JoinRequestQuerySet(models.QuerySet):
    """Requests, by where they stand."""

    def to_decide(self):
        return self.filter(state=JoinRequest.State.SUBMITTED)

    def by_link(self, key: str):
        """The one request that a signed link opens; none for a link that is not ours."""
        found = self.filter(public_id=key.partition("-")[0]).first()
        return self.filter(pk=found.pk) if found and constant_time_compare(key, found.link_key) else self.none()


class JoinRequest(Decided, Recorded):
    """An organisation asks to take part; the agency accepts it, sends it back with a reason, or refuses it."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", gettext_lazy("waiting for its e-mail to be confirmed")
        SUBMITTED = "submitted", gettext_lazy("waiting for the agency's decision")
        RETURNED = "returned", gettext_lazy("sent back to be completed")
        ACCEPTED = "accepted", gettext_lazy("accepted")
        REFUSED = "refused", gettext_lazy("refused")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    public_id = models.CharField(max_length=10, default=public_id, unique=True, editable=False)
    kind = models.CharField(gettext_lazy("kind of organisation"), max_length=12, choices=KINDS, default=Kind.COMPANY)
    name = LineField(gettext_lazy("name of the organisation"), max_length=200)
    nib = models.CharField("NIB", max_length=40, blank=True, help_text=gettext_lazy("13 digits, if it has one."))
    npwp = SealedField("NPWP", blank=True, default="", help_text=gettext_lazy("16 digits, or 15 on an old card."))
    npwp_hash = HashField()
    district = models.ForeignKey(
        "idaman.Region",
        models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"level": "district"},
        related_name="join_requests",
        verbose_name=gettext_lazy("district"),
    )
    address = LineField(gettext_lazy("address"), max_length=300)
    contact_name = LineField(gettext_lazy("your name"), max_length=150)
    contact_email = models.EmailField(gettext_lazy("your e-mail"))
    contact_phone = models.CharField(gettext_lazy("your telephone"), max_length=20)
    message = models.TextField(gettext_lazy("what you want to do"), blank=True, max_length=2000)
    language = models.CharField(gettext_lazy("language"), max_length=5, default="id")
    asked_at = models.DateTimeField(gettext_lazy("asked at"))
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="join_requests", verbose_name=gettext_lazy("partner")
    )

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("request to join")
        verbose_name_plural = gettext_lazy("requests to join")
        ordering = ["asked_at", "pk"]
        indexes = [models.Index(fields=["state", "asked_at"])]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["returned", "refused"]) | ~models.Q(reason=""),
                name="joining_request_reason_given",
                violation_error_message=gettext_lazy("Sending back and refusing need their reason."),
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(partner__isnull=False),
                name="joining_request_accepted_has_partner",
                violation_error_message=gettext_lazy("An accepted request has its partner."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def link_key(self) -> str:
        """What the applicant's own link carries: it opens this request for this address, which it doesn't tell."""
        seal = salted_hmac(SALT, f"{self.public_id} {self.contact_email}", algorithm="sha256").hexdigest()
        return f"{self.public_id}-{seal[:32]}"
