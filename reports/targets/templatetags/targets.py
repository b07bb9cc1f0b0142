"""Targets on the pages of the figures, which know nothing of targets themselves."""

from django import template

from reports.targets.drawing import drawn
from reports.targets.reading import targets_of

register = template.Library()


@register.simple_tag
def targets_in_force(question, figures) -> dict:
    """By code, the targets for these figures in the year of the question's day."""
    return targets_of([figure.indicator for figure in figures], question.scope, question.day)


@register.filter
def of_figure(targets: dict, figure):
    """The figure's own target, or None."""
    return targets.get(figure.indicator.code)


@register.inclusion_tag("targets/of_figure.html", takes_context=True)
def target_block(context, question, figure):
    """How the figure stands to its target of the year: the chart with every value decided for it, and the way there."""
    stands = targets_of([figure.indicator], question.scope, question.day).get(figure.indicator.code)
    return {"stands": stands, "request": context["request"], **(drawn(stands) if stands else {})}
