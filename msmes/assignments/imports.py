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

    def build(self, batch: Batch, rows: dict, stored: dict, run: Run) -> None:
        """The lab for which the coach acted on the first day."""
        acting = list(Membership.objects.filter(role__in=COACHING, user__in={row["coach_id"] for row in rows.values()}))
        super().build(batch, rows, stored, run)
        for at, row in rows.items():
            mine = [one for one in acting if one.user_id == row["coach_id"]]
            begun = batch.ready[at].starts_on
            labs = [one.partner_id for one in mine if begun in one.period]
            if batch.records[at] is None and not labs:
                reason = _("The coach coached for no lab on this day: %(days)s.")
                days = "; ".join(str(one.period) for one in mine)
                batch.fault(at, Problem("since", "no-lab", reason % {"days": days}, str(row["starts_on"])))
            elif batch.records[at] is None:
                batch.ready[at].lab_id = labs[0]
