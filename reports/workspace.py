"""What the figures tell the apps below them."""

from idaman import workspace
from reports.registry import headline
from reports.tally import tally


@workspace.figures
def headline_figures(*, days):
    """The headline figures of the days, to show what an act changes."""
    wanted = headline()
    numbers = tally(wanted, days)
    for one in wanted:
        yield one.title, [numbers[one.code, day].value for day in days]
