"""What an MSME makes and was found to meet, for its timeline."""

from django.utils.translation import gettext as _

from idaman import workspace
from idaman.personal import held_in
from msmes.models import Msme
from msmes.products.models import Product, Standardisation


@workspace.panels
def products_made(msme, *, user, on):
    """What it makes on the day, and which of it meets the standard."""
    standardised = set(Standardisation.objects.on(on).filter(product__msme=msme).values_list("product", flat=True))
    lines = []
    for product in msme.products.on(on).select_related("kind"):
        more = [str(product.kind)]
        if product.pk in standardised:
            more.append(_("meets the modern-store standard of I-DAMAN"))
        lines.append((str(product), " · ".join(more)))
    yield workspace.Panel(_("Products"), lines, _("No product is recorded yet. Officers add them in the records."))


@workspace.events
def products(msme, *, user, on):
    """Since when it makes what, and from when each meets the standard."""
    for product in msme.products.select_related("kind"):
        yield workspace.Event(product.starts_on, _("Makes %(product)s") % {"product": product}, str(product.kind))
    for fact in Standardisation.objects.filter(product__msme=msme).select_related("product"):
        title = _("%(product)s meets the modern-store standard of I-DAMAN") % {"product": fact.product}
        yield workspace.Event(fact.starts_on, title, fact.decision)


@workspace.personal
def products_of_owner(record):
    """What the owner's business makes."""
    if isinstance(record, Msme):
        yield from held_in(Product, msme_id=record.pk)
