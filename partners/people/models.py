"""Invitations: how a person comes to act for a partner."""

import hashlib
import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy
from simple_history.models import HistoricalRecords

from idaman.history import Versioned
from idaman.lines import LineField
from idaman.periods import EndField
from partners.models import Partner, public_id
from partners.roles import Role


def new_token() -> str:
    """What the link carries: 256 random bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of it: of no use to whoever reads the database."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    """Invitations, by whether they can still be used."""

    def open(self):
        """Neither used nor withdrawn; an expired one can be sent anew."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def by_token(self, token: str):
        return self.filter(token_hash=token_hash(token)).select_related("partner", "invited_by")


class Invitation(Versioned):
    """An address is invited to act for a partner in a role; its link works once, for that address, until a moment."""

    public_id = models.CharField(max_length=10, default=public_id, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="invitations", verbose_name=gettext_lazy("partner"))
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=Role)
    email = models.EmailField(gettext_lazy("e-mail"))
    name = LineField(gettext_lazy("name"), max_length=150)
    ends_on = EndField(gettext_lazy("last day"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations_made", verbose_name=gettext_lazy("invited by")
    )
    invited_at = models.DateTimeField(gettext_lazy("invited at"))
    expires_at = models.DateTimeField(gettext_lazy("link works until"))
    accepted_at = models.DateTimeField(gettext_lazy("accepted at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(gettext_lazy("withdrawn at"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["token_hash"])
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("invitation")
        verbose_name_plural = gettext_lazy("invitations")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "email", "role"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="people_invitation_open_once",
                violation_error_message=gettext_lazy("This address is invited to this role already; make its link anew instead."),
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.email}), {self.get_role_display()}, {self.partner}"

    def is_usable(self, *, at) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and at < self.expires_at
