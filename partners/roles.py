"""The roles people act in, for which kind of partner, and what each may do: one table, read by doors, menus and docs."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Kind(models.TextChoices):
    """The five helices a partner can belong to."""

    GOVERNMENT = "government", gettext_lazy("government")
    COMPANY = "company", gettext_lazy("company")
    UNIVERSITY = "university", gettext_lazy("university")
    COMMUNITY = "community", gettext_lazy("community")
    MEDIA = "media", gettext_lazy("media")


class May(models.TextChoices):
    """What a role can be allowed to do."""

    READ_PROGRAMME = "read_programme", gettext_lazy("read the programme's figures and their lists")
    READ_OWN = "read_own", gettext_lazy("read the figures and lists of what its own partner sponsors")
    KEEP_RECORDS = "keep_records", gettext_lazy("keep the records in the admin")
    MANAGE_PEOPLE = "manage_people", gettext_lazy("manage people and memberships; delete records")


class Role(models.TextChoices):
    """In what role a person acts for a partner."""

    ADMINISTRATOR = "administrator", gettext_lazy("agency administrator")
    OFFICER = "officer", gettext_lazy("agency officer")
    LEADERSHIP = "leadership", gettext_lazy("leadership")
    OFFICE_READER = "office_reader", gettext_lazy("reader of another government office")
    LAB_HEAD = "lab_head", gettext_lazy("head of the lab")
    COACH = "coach", gettext_lazy("coach")
    COMPANY_MANAGER = "company_manager", gettext_lazy("company manager")
    COMPANY_VIEWER = "company_viewer", gettext_lazy("company viewer")
    FORUM_SECRETARY = "forum_secretary", gettext_lazy("secretary of the CSR forum")
    COMMUNITY_OFFICER = "community_officer", gettext_lazy("community officer")
    MEDIA_OFFICER = "media_officer", gettext_lazy("media officer")

    @property
    def rule(self) -> "Rule":
        return TABLE[self]


@dataclass(frozen=True)
class Rule:
    """One row of the roles table."""

    kind: Kind
    works_on: Promise
    may: frozenset[May] = field(default_factory=frozenset)


TABLE: dict[Role, Rule] = {
    Role.ADMINISTRATOR: Rule(
        Kind.GOVERNMENT,
        gettext_lazy("everything, people included"),
        frozenset({May.READ_PROGRAMME, May.KEEP_RECORDS, May.MANAGE_PEOPLE}),
    ),
    Role.OFFICER: Rule(Kind.GOVERNMENT, gettext_lazy("all records"), frozenset({May.READ_PROGRAMME, May.KEEP_RECORDS})),
    Role.LEADERSHIP: Rule(Kind.GOVERNMENT, gettext_lazy("reads figures"), frozenset({May.READ_PROGRAMME})),
    Role.OFFICE_READER: Rule(
        Kind.GOVERNMENT, gettext_lazy("reads figures, without personal data"), frozenset({May.READ_PROGRAMME})
    ),
    Role.LAB_HEAD: Rule(Kind.UNIVERSITY, gettext_lazy("the lab's coaches")),
    Role.COACH: Rule(Kind.UNIVERSITY, gettext_lazy("the MSMEs assigned to them")),
    Role.COMPANY_MANAGER: Rule(Kind.COMPANY, gettext_lazy("the MSMEs their company sponsors"), frozenset({May.READ_OWN})),
    Role.COMPANY_VIEWER: Rule(Kind.COMPANY, gettext_lazy("reads what their company sponsors"), frozenset({May.READ_OWN})),
    Role.FORUM_SECRETARY: Rule(Kind.COMMUNITY, gettext_lazy("totals by company")),
    Role.COMMUNITY_OFFICER: Rule(Kind.COMMUNITY, gettext_lazy("what their community gave")),
    Role.MEDIA_OFFICER: Rule(Kind.MEDIA, gettext_lazy("what their medium gave")),
}
