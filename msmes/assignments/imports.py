"""Who coached whom, from a spreadsheet."""

from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.models import User
from idaman.spreadsheets.columns import Column
from idaman.spreadsheets.meanings import Text
from msmes.assignments.models import COACHING, Assignment
from msmes.finding import MSME, MSME_COLUMNS
from partners.importing.importers import Batch, Problem, Run, register
from partners.importing.naming import Link, named
from partners.importing.records import DAYS, SINCE, UNTIL, RecordImporter
from partners.models import Membership


def coaches(run: Run):
    """Everybody who ever coached for a lab, by e-mail address and name."""
    found = User.objects.filter(memberships__role__in=COACHING).distinct()
    return ((pk, (email, name)) for pk, email, name in found.values_list("pk", "email", "name"))


def spell_coach(coach: User) -> dict[str, str]:
    return {"coach": coach.email}


@register
class AssignmentImport(RecordImporter):
    """Coaches and the MSMEs they served; for which lab follows from their membership on the first day."""

    code = "assignments"
    title = gettext_lazy("Assignments")
    model = Assignment
    identity = ("msme_id", "coach_id", "starts_on")
    columns = [
        Column(
            "coach",
            gettext_lazy("Coach"),
            ("pendamping", "nama pendamping", "dosen", "email pendamping"),
            partial(Text, max_length=254),
            is_required=True,
        ),
        *MSME_COLUMNS,
        SINCE,
        UNTIL,
    ]
    fields = DAYS
    links = (Link("coach_id", ("coach",), named("coach", coaches), spell_coach), MSME)

    def build(self, batch: Batch, rows: dict, run: Run) -> None:
        """The lab for which the coach acted on the first day, where one of the two is new."""
        super().build(batch, rows, run)
        acting = list(Membership.objects.filter(role__in=COACHING, user__in={batch.ready[at].coach_id for at in rows}))
        for at in rows:
            if batch.records[at] is not None and not batch.changes[at].keys() & {"coach_id", "starts_on"}:
                continue
            one = batch.ready[at]
            mine = [each for each in acting if each.user_id == one.coach_id]
            labs = [each.partner_id for each in mine if one.starts_on in each.period]
            if not labs:
                reason = _("The coach coached for no lab on this day: %(days)s.")
                days = "; ".join(str(each.period) for each in mine)
                batch.fault(at, Problem("since", "no-lab", reason % {"days": days}, str(rows[at]["starts_on"])))
            elif one.lab_id not in labs:
                one.lab_id = labs[0]
