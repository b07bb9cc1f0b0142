"""What outlets tell the apps below them: the chains of a company that is sold pass on with it."""

from django.utils.translation import ngettext

from idaman import workspace
from idaman.history import keep
from outlets.models import Chain


@workspace.departures
def chains_pass_on(*, partner, successor, on, by, why):
    """Chains are of one company at a time; without a successor they stay as they are, for their stores."""
    chains = list(Chain.objects.filter(company=partner)) if successor else []
    for chain in chains:
        chain.company = successor
        keep(chain, by=by, why=why)
    if chains:
        words = ngettext("%(count)d chain passes to %(company)s.", "%(count)d chains pass to %(company)s.", len(chains))
        yield words % {"count": len(chains), "company": successor}
