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
    READ_TOTALS = "read_totals", gettext_lazy("read totals by company, and details of companies that agreed")
    SEE_PERSONAL = "see_personal", gettext_lazy("see personal data of the owners of all MSMEs")
    KEEP_RECORDS = "keep_records", gettext_lazy("keep the records in the admin")
    DECIDE = "decide", gettext_lazy("decide requests to join and MSMEs handed in; invite people of partners")
    PUBLISH = "publish", gettext_lazy("close a year, publish its figures, restate them")
    MANAGE_PEOPLE = "manage_people", gettext_lazy("manage everybody's people and memberships; delete and restore records")
    MANAGE_OWN_PEOPLE = "manage_own_people", gettext_lazy("invite people of its own partner and end their memberships")
    REGISTER_MSMES = "register_msmes", gettext_lazy("register the MSMEs that its company sponsors")
    ASSIGN_COACHES = "assign_coaches", gettext_lazy("assign the coaches of its lab, and see their MSMEs")
    COACH = "coach", gettext_lazy("see and serve the MSMEs assigned to it on the day")


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


AGENCY_READS = {May.READ_PROGRAMME, May.READ_TOTALS}
OFFICER = {*AGENCY_READS, May.SEE_PERSONAL, May.KEEP_RECORDS, May.DECIDE, May.PUBLISH}

TABLE: dict[Role, Rule] = {
    Role.ADMINISTRATOR: Rule(
        Kind.GOVERNMENT, gettext_lazy("everything, people included"), frozenset({*OFFICER, May.MANAGE_PEOPLE})
    ),
    Role.OFFICER: Rule(Kind.GOVERNMENT, gettext_lazy("all records"), frozenset(OFFICER)),
    Role.LEADERSHIP: Rule(Kind.GOVERNMENT, gettext_lazy("reads figures"), frozenset(AGENCY_READS)),
    Role.OFFICE_READER: Rule(Kind.GOVERNMENT, gettext_lazy("reads figures, without personal data"), frozenset(AGENCY_READS)),
    Role.LAB_HEAD: Rule(
        Kind.UNIVERSITY, gettext_lazy("the lab's coaches"), frozenset({May.ASSIGN_COACHES, May.MANAGE_OWN_PEOPLE})
    ),
    Role.COACH: Rule(Kind.UNIVERSITY, gettext_lazy("the MSMEs assigned to them"), frozenset({May.COACH})),
    Role.COMPANY_MANAGER: Rule(
        Kind.COMPANY,
        gettext_lazy("the MSMEs their company sponsors"),
        frozenset({May.READ_OWN, May.REGISTER_MSMES, May.MANAGE_OWN_PEOPLE}),
    ),
    Role.COMPANY_VIEWER: Rule(Kind.COMPANY, gettext_lazy("reads what their company sponsors"), frozenset({May.READ_OWN})),
    Role.FORUM_SECRETARY: Rule(Kind.COMMUNITY, gettext_lazy("totals by company"), frozenset({May.READ_TOTALS})),
    Role.COMMUNITY_OFFICER: Rule(Kind.COMMUNITY, gettext_lazy("what their community gave"), frozenset({May.MANAGE_OWN_PEOPLE})),
    Role.MEDIA_OFFICER: Rule(Kind.MEDIA, gettext_lazy("what their medium gave"), frozenset({May.MANAGE_OWN_PEOPLE})),
}

# Who comes first when a partner of the kind joins: the person who will invite the others.
FIRST_ROLE = {
    Kind.COMPANY: Role.COMPANY_MANAGER,
    Kind.UNIVERSITY: Role.LAB_HEAD,
    Kind.COMMUNITY: Role.COMMUNITY_OFFICER,
    Kind.MEDIA: Role.MEDIA_OFFICER,
}


def roles_for(kind: Kind) -> list[Role]:
    """The roles that people of a partner of this kind can have."""
    return [role for role in Role if role.rule.kind == kind]
