"""The block under the indicator table."""

from django import template

from reports.context import reading

register = template.Library()


@register.inclusion_tag("context/block.html")
def context_block(question, figures):
    """How little of the regency the programme reaches, and poverty up to the year of the day, contradictions kept."""
    assisted = next(row.value for row in figures if row.indicator.code == "assisted-msmes")
    return {
        "question": question,
        "reach": [] if assisted is None else reading.reach(assisted, question.day.year),
        "tables": reading.tables(["poverty-rate"], question.day.year),
    }
