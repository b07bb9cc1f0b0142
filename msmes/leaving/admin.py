"""A company leaves or is sold, from the list of partners."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from idaman.effects import tried
from msmes.leaving.actions import company_leaves
from msmes.leaving.forms import LeavingForm
from partners.admin import PartnerAdmin


@admin.action(description=gettext_lazy("Record that a company leaves or is sold"), permissions=["change"])
def leave(modeladmin, request, queryset):
    """Ask for the last day, the successor and the reason, show what that would do, and do it when it is confirmed."""
    if queryset.count() != 1 or not queryset.companies().exists():
        messages.error(request, _("Choose one company; nothing was changed."))
        return None
    company = queryset.get()
    form = LeavingForm(request.POST if "look" in request.POST or "apply" in request.POST else None, company=company)
    if not form.is_valid():
        return modeladmin.ask(request, form, queryset, template="admin/leaving/ask.html")
    return look_or_leave(modeladmin, request, form, queryset)


def look_or_leave(modeladmin, request, form, companies):
    """The page with what would happen; once it is confirmed, the leaving, and who is left without a sponsor."""
    company, asked = companies.get(), form.cleaned_data
    try:
        if "apply" in request.POST:
            done = company_leaves(company=company, by=request.user, **asked)
            messages.success(request, " ".join(done.told))
            warn(request, done.unsponsored)
            return None
        done, effects = tried(lambda: company_leaves(company=company, by=request.user, **asked), on=asked["on"])
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return modeladmin.ask(request, form, companies, template="admin/leaving/ask.html")
    fixed = LeavingForm(request.POST, company=company, is_chosen=True)
    seen = {"departure": done, "effects": effects, "asked": asked}
    return modeladmin.ask(request, fixed, companies, template="admin/leaving/confirm.html", **seen)


def warn(request, unsponsored: list):
    """Name the MSMEs that nobody sponsors any more; somebody has to find them a sponsor."""
    if unsponsored:
        names = ", ".join(msme.name for msme in unsponsored)
        messages.warning(request, _("Left without a sponsor: %(names)s.") % {"names": names})


# The action stands in the list of partners, which doesn't know of MSMEs.
PartnerAdmin.actions = [*PartnerAdmin.actions, leave]
