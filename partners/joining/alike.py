"""Partners that an applicant may already be."""

from django.db.models import Q
from rapidfuzz import fuzz, process, utils

from partners.joining.models import JoinRequest
from partners.models import Partner

NEAR = 85  # of 100; "PT Mitra Sejahtera" and "Mitra Sejahtera, PT" are 100


def alike_partners(request: JoinRequest):
    """Partners of its kind with the same number or a near name; companies are hundreds, so all names are compared."""
    same_kind = Partner.objects.filter(kind=request.kind)
    names = dict(same_kind.values_list("pk", "name"))
    near = process.extract(
        request.name, names, scorer=fuzz.token_sort_ratio, processor=utils.default_process, score_cutoff=NEAR, limit=10
    )
    same = Q(pk__in=[pk for _name, _score, pk in near])
    if request.nib:
        same |= Q(nib=request.nib)
    if request.npwp_hash:
        same |= Q(npwp_hash=request.npwp_hash)
    return same_kind.filter(same)
