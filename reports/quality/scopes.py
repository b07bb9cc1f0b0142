"""Whose rows somebody reads: the whole programme's, a partner's, or those for which the agency alone answers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from idaman.quality import Rule, rules
from idaman.refusals import NotThere
from partners.doors import abilities
from partners.models import Membership, Partner
from partners.roles import May

PROGRAMME, AGENCY = "programme", "agency"


@dataclass(frozen=True)
class Scope:
    """A scope as it stands in an address."""

    code: str = PROGRAMME
    partner: Partner | None = None
    is_of_reader: bool = False  # a company that reads its own: rows to mend, without what only the agency compares

    @property
    def title(self) -> str:
        if self.code == AGENCY:
            return _("Without a partner: for the agency")
        return str(self.partner) if self.partner else _("The programme")

    @property
    def rules(self) -> list[Rule]:
        return [one for one in rules() if one.is_open_to_partners or not self.is_of_reader]

    def narrowed(self, rule: Rule, rows: QuerySet, day: date) -> QuerySet:
        """Of the rule's rows those of the scope."""
        if self.code == PROGRAMME:
            return rows
        return rule.with_partner(rows, day).filter(partner=self.partner and self.partner.pk)

    def find(self, code: str) -> Rule:
        """The rule of that code that is open in the scope, or 404."""
        found = next((one for one in self.rules if one.code == code), None)
        if found is None:
            raise NotThere(_("There is no such rule of data quality. All of them stand on the page of data quality."))
        return found


def find_scope(user, code: str, *, on: date) -> Scope:
    """The scope of an address; raises Http404 for what the person may not read today."""
    if user.is_superuser or May.READ_PROGRAMME in abilities(user):
        partner = None if code in (PROGRAMME, AGENCY) else get_object_or_404(Partner, public_id=code)
        return Scope(code, partner)
    own = next((one for one in Membership.objects.of(user, on=on) if one.may(May.READ_OWN)), None)
    if own is None or own.partner.public_id != code:
        raise Http404
    return Scope(code, own.partner, is_of_reader=True)
