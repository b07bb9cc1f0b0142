"""What the figures tell the apps below them."""

from idaman import workspace
from reports.registry import headline
from reports.tally import tally


@workspace.figures
def headline_figures(*, on):
    """The headline figures of the day, to show what an act changes."""
    wanted = headline()
    numbers = tally(wanted, [on])
    for one in wanted:
        yield one.title, numbers[one.code, on].value
