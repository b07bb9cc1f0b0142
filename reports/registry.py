"""The figures there are, in the order of the paper's table; those `beside` another are shown with it, never added in."""

from reports.measuring import VARIABLES, Indicator
from reports.scopes import PROGRAMME, Scope

REGISTRY: dict[str, Indicator] = {}


def register(indicator: Indicator) -> Indicator:
    REGISTRY[indicator.code] = indicator
    return indicator


def headline(scope: Scope = PROGRAMME) -> list[Indicator]:
    """The indicators of the printed table that answer the scope, by variable."""
    order = list(VARIABLES)
    found = [one for one in REGISTRY.values() if not one.beside and one.answers(scope)]
    return sorted(found, key=lambda one: order.index(one.variable))


def beside(code: str, scope: Scope = PROGRAMME) -> list[Indicator]:
    """The side figures shown with an indicator that answer the scope."""
    return [one for one in REGISTRY.values() if one.beside == code and one.answers(scope)]
