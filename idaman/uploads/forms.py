"""The question for a file, in any form of the house."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from idaman.uploads.kinds import ENDINGS, MEGABYTE, judged, refuse_large

ACCEPTED = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)


class UploadField(forms.FileField):
    """One file of a kind we keep; what is wrong with it is said here, and the rest of the form stays as it was typed."""

    widget = forms.FileInput

    def __init__(self, **kwargs):
        limit = settings.UPLOAD_LIMIT // MEGABYTE
        kwargs.setdefault("help_text", format_lazy(gettext_lazy("PDF, JPEG, PNG or WebP, at most {limit} MB."), limit=limit))
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        """The kinds to choose from; phones then hand over a JPEG in place of their own format."""
        return {**super().widget_attrs(widget), "accept": ACCEPTED}

    def to_python(self, data):
        if data:
            refuse_large(data)
        upload = super().to_python(data)
        if upload:
            judged(upload)
        return upload
