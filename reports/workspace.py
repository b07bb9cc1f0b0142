"""What the figures tell the apps below them."""

from idaman import workspace
from idaman.periods import year_before
from reports.figures import figures as figure_rows


@workspace.figures
def headline_figures(*, on):
    """The headline figures of the day, to show what an act changes."""
    for row in figure_rows(on, year_before(on)):
        yield row.indicator.title, row.value
