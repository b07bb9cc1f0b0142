"""The programme's figures: one definition each, from which table, list, chart, export and terminal are made.

The paper's variables are loaded in its order; a nested app adds its own figures in an `indicators.py`, found at the start.
"""

from reports import partnership, product, market  # noqa: F401, I001 (the order is that of the paper's table)
from reports.measuring import VARIABLES, Indicator
from reports.registry import REGISTRY, beside, headline, register

__all__ = ["REGISTRY", "VARIABLES", "Indicator", "beside", "headline", "register"]
