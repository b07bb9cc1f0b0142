"""The lists of the admin as files: what the list shows, in the columns by which an importer takes it back."""

from functools import partial

from django.contrib.admin import site
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from idaman import lists
from partners.importing.importers import Importer, importers, opened_to


def listed(importer: Importer, user, words: QueryDict, on) -> lists.Asked:
    """The records that the admin's list shows at this address; raises Http404 for who may not keep them."""
    kept = site.get_model_admin(importer.models[0])
    request = HttpRequest()
    request.method, request.GET, request.user = "GET", words, user
    if importer not in opened_to(user) or not site.has_permission(request) or not kept.has_view_permission(request):
        raise Http404
    try:
        records = kept.get_changelist_instance(request).get_queryset(request)
    except (IncorrectLookupParameters, ValueError):
        raise Http404 from None
    return lists.Asked(str(importer.title), records.count, lambda: importer.exported(user, on, records))


def page(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


for one in importers().values():
    if site.is_registered(one.models[0]) and type(one).exported is not Importer.exported:
        lists.register(lists.Kind(f"records-{one.code}", partial(page, one.models[0]), partial(listed, one), one.models[0]))
