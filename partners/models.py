"""Who takes part: organisations of five kinds, and the people who act for them."""

import secrets
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.history import Recorded
from idaman.lines import LineField
from idaman.overlaps import NoOverlap
from idaman.periods import ONE_DAY, Dated, DatedQuerySet, EndField
from idaman.sealed import HashField, SealedField
from partners.roles import Kind, May, Role


def public_id() -> str:
    """A short random word for addresses that outsiders see."""
    return secrets.token_hex(5)


class PartnerQuerySet(models.QuerySet):
    """Partners, by kind and by what a reader may see."""

    def companies(self):
        return self.filter(kind=Kind.COMPANY)

    def visible_to(self, user, *, on):
        """The agency sees every partner, others the ones they act for; the CSR forum also companies that agreed to it."""
        acting = Membership.objects.of(user, on=on)
        if user.is_superuser or any(membership.may(May.READ_PROGRAMME) for membership in acting):
            return self
        seen = Q(pk__in=[membership.partner_id for membership in acting])
        if any(membership.may(May.READ_TOTALS) for membership in acting):
            seen |= Q(pk__in=ForumConsent.objects.on(on).values("company"))
        return self.filter(seen)

    def peopled_by(self, user, *, on):
        """Whose people the person invites and ends: all for administrators, all but the offices' for officers, else its own."""
        acting = Membership.objects.of(user, on=on)
        if user.is_superuser or any(membership.may(May.MANAGE_PEOPLE) for membership in acting):
            return self
        if any(membership.may(May.DECIDE) for membership in acting):
            return self.exclude(kind=Kind.GOVERNMENT)
        return self.filter(pk__in=[one.partner_id for one in acting if one.may(May.MANAGE_OWN_PEOPLE)])


class Partner(Recorded):
    """An organisation that takes part: an office, a company, a lab, a community or a medium."""

    public_id = models.CharField(max_length=10, default=public_id, editable=False)
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind)
    name = LineField(gettext_lazy("name"), max_length=200)
    region = models.ForeignKey(
        "idaman.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="partners",
        verbose_name=gettext_lazy("region"),
    )
    address = LineField(gettext_lazy("address"), max_length=300, blank=True)
    nib = models.CharField("NIB", max_length=40, blank=True, help_text=gettext_lazy("13 digits."))
    npwp = SealedField("NPWP", blank=True, default="", help_text=gettext_lazy("16 digits, or 15 on an old card."))
    npwp_hash = HashField()
    email = models.EmailField(gettext_lazy("e-mail"), blank=True)
    phone = models.CharField(gettext_lazy("telephone"), max_length=20, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="predecessors",
        verbose_name=gettext_lazy("successor"),
    )

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("partner")
        verbose_name_plural = gettext_lazy("partners")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="partners_partner_public_id_once"),
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="partners_partner_name_once",
                violation_error_message=gettext_lazy("A partner of this kind and name exists already."),
            ),
            models.UniqueConstraint(
                fields=["nib"],
                condition=~Q(nib=""),
                name="partners_partner_nib_once",
                violation_error_message=gettext_lazy("A partner with this NIB exists already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values),
                name="partners_partner_kind_known",
                violation_error_message=gettext_lazy("This is none of the five kinds of partner."),
            ),
        ]

    def __str__(self):
        return self.name

    def name_on(self, day: date) -> str:
        """The name it bore on the day, as papers of that day show it."""
        former = self.former_names.filter(ends_on__gt=day).order_by("ends_on").first()
        return former.name if former else self.name

    def clean(self):
        """What rests on a partner rests on its kind: a company that sponsors stays a company."""
        super().clean()
        before = Partner.objects.filter(pk=self.pk).exclude(kind=self.kind).first()
        if before and any(getattr(before, one.get_accessor_name()).exists() for one in self._meta.related_objects):
            raise ValidationError({"kind": _("Other records rest on this partner as it is; its kind stays.")})


class FormerName(Recorded):
    """A name that a partner bore until a day: still found by it, and shown on papers of its time."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="former_names", verbose_name=gettext_lazy("partner"))
    name = LineField(gettext_lazy("former name"), max_length=200)
    ends_on = EndField(gettext_lazy("last day"))

    class Meta:
        verbose_name = gettext_lazy("former name")
        verbose_name_plural = gettext_lazy("former names")
        ordering = ["-ends_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "ends_on"],
                name="partners_formername_day_once",
                violation_error_message=gettext_lazy("This partner got another name on that day already."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def last_day(self) -> date:
        """The inclusive last day, as people say it."""
        return self.ends_on - ONE_DAY


class MembershipQuerySet(DatedQuerySet):
    """Memberships, by person."""

    def held_by(self, user, *, on):
        """In force on the day for the person, over all their partners; asked once a request."""
        if not user.is_authenticated or not user.is_active:
            return []
        known = user.__dict__.setdefault("_memberships", {})
        if on not in known:
            known[on] = list(self.filter(user=user).on(on).select_related("partner").order_by("pk"))
        return known[on]

    def of(self, user, *, on):
        """Those by which the person acts now: of the partner they chose, in a request; anywhere else of all."""
        acting_for = getattr(user, "acting_for", None)
        return [one for one in self.held_by(user, on=on) if acting_for in (None, one.partner_id)]

    def administrators(self):
        """The agency's administrators without a last day, who can still sign in."""
        return self.filter(role=Role.ADMINISTRATOR, ends_on=None, user__is_active=True)


class Membership(Dated, Recorded):
    """A person acts for a partner, in a role, from a day to a day; with it ends the right."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=gettext_lazy("person")
    )
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="memberships", verbose_name=gettext_lazy("partner"))
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("membership")
        verbose_name_plural = gettext_lazy("memberships")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="partners_membership_overlap",
                same=["user", "partner", "role"],
                violation_error_message=gettext_lazy("This person has this role at this partner in that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.user.name}, {self.get_role_display()}, {self.partner.name}"

    def clean(self):
        """A role belongs to one kind of partner, and somebody stays who can let others in."""
        super().clean()
        if self.pk and not (self.role == Role.ADMINISTRATOR and self.ends_on is None):
            refuse_last_administrator(Membership.objects.administrators().exclude(pk=self.pk), leaves=self)
        if self.partner_id and self.role and Role(self.role).rule.kind != self.partner.kind:
            wanted = Role(self.role).rule.kind.label
            raise ValidationError({"role": _("This role is for a partner of the kind: %(kind)s.") % {"kind": wanted}})

    def may(self, what: May) -> bool:
        return what in Role(self.role).rule.may


def refuse_last_administrator(remaining, *, leaves) -> None:
    """Somebody must stay who can let others in: refuse an act after which no administrator remains.

    `remaining` are the memberships of those who would stay; `leaves` is the membership or the person that goes.
    """
    leaver = leaves.user if isinstance(leaves, Membership) else leaves
    goes = Membership.objects.administrators().filter(user=leaver)
    if goes.exists() and not remaining.exists():
        raise ValidationError(
            _("%(name)s is the last administrator. Make somebody else one first; otherwise nobody could let anybody in.")
            % {"name": leaver.name}
        )


class ForumConsent(Dated, Recorded):
    """A company lets the secretary of the CSR forum see the details of what it sponsors, from a day to a day."""

    company = models.ForeignKey(
        Partner,
        models.PROTECT,
        related_name="forum_consents",
        limit_choices_to={"kind": Kind.COMPANY},
        verbose_name=gettext_lazy("company"),
    )

    class Meta(Dated.Meta):
        verbose_name = gettext_lazy("consent towards the CSR forum")
        verbose_name_plural = gettext_lazy("consents towards the CSR forum")
        constraints = [
            *Dated.Meta.constraints,
            NoOverlap(
                name="partners_forumconsent_overlap",
                same=["company"],
                violation_error_message=gettext_lazy("This company agreed for that time already."),
            ),
        ]

    def __str__(self):
        return f"{self.company}: {self.period}"
