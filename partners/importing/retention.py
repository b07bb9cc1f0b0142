"""How long files of imports and the cells of their rows are kept; the ledger stays."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.retention import Rule, register
from partners.importing.actions import forget_file
from partners.importing.decided import Decided
from partners.importing.models import Import, ImportedRow


def emptied(imports: QuerySet) -> None:
    """The file, the cells, and what was mended in them."""
    for one in imports:
        forget_file(imported=one, fault=_("The file is a year old and was taken away."))
        ImportedRow.objects.filter(imported=one).update(cells={})
        decided = Decided.read(one.decided)
        decided.mended = {}
        Import.objects.filter(pk=one.pk).update(decided=decided.kept())


register(
    Rule(
        gettext_lazy("files of imports, and the cells of their rows"),
        365,
        lambda before: Import.objects.filter(received_at__lt=before).exclude(file="").annotate(since=F("received_at")),
        emptied,
    )
)
