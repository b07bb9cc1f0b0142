"""The one door to stored files."""

import logging

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from idaman import clock
from idaman.refusals import NotThere
from idaman.uploads.kinds import Kind
from idaman.uploads.models import StoredFile

SHOWN = {Kind.PDF, Kind.JPEG, Kind.PNG, Kind.WEBP}  # any other kind is saved by the browser, not opened


@require_safe
@never_cache
@csp({"default-src": [NONE], "frame-ancestors": [NONE], "sandbox": []})
def stored_file(request, public_id):
    """The file, for its owner and for those whom the record it belongs to lets see it today."""
    found = get_object_or_404(StoredFile.objects.visible_to(request.user, on=clock.today()), public_id=public_id)
    if not found.file:
        raise NotThere(_("The file was taken away: the person it was about asked to be forgotten."))
    try:
        content = found.file.open()
    except FileNotFoundError as error:
        logging.getLogger("idaman").error("Stored file %s is missing on disk", found.pk)
        raise NotThere(_("The file is in the records, but missing where files are kept. Tell the administrator.")) from error
    saved = found.content_type not in SHOWN
    return FileResponse(content, as_attachment=saved, filename=found.name, content_type=found.content_type)
