"""What is asked about the digest."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy


class WishForm(forms.Form):
    """Whether, and in which language."""

    is_wanted = forms.TypedChoiceField(
        label=gettext_lazy("Once a day by e-mail"),
        choices=[("yes", gettext_lazy("Yes, send me what waits for me")), ("no", gettext_lazy("No"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the mail"), choices=settings.LANGUAGES)
