"""What is asked of people who come and go."""

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy

from idaman.lines import one_line
from idaman.models import User
from idaman.periods import LastDayField
from partners.models import Membership
from partners.roles import Role, roles_for


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, validators=[one_line])
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("The invitation works for this address alone, once.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    ends_on = LastDayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Of the membership. Empty: until somebody ends it."),
    )

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role, role.label) for role in roles_for(partner.kind)]

    def clean_role(self):
        return Role(self.cleaned_data["role"])


class JoinForm(forms.Form):
    """The invited person's name and password."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=150,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters. Several words are easier to remember than signs."),
    )

    def __init__(self, *args, email, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self):
        word = self.cleaned_data["password"]
        password_validation.validate_password(word, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return word


class LeaveForm(forms.Form):
    """From when somebody no longer acts for the partner, why, and who takes over what they had begun."""

    last_day = LastDayField(label=gettext_lazy("Last day"))
    why = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Open work goes to"),
        required=False,
        empty_label=gettext_lazy("nobody: it stays open"),
    )

    def __init__(self, *args, membership, open_work, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = membership.ends_on
        needs = {one.needs for one in open_work}
        if not needs:
            del self.fields["successor"]
            return
        able = [role for role in Role if needs <= role.rule.may]
        staying = Membership.objects.on(today).filter(partner=membership.partner, role__in=able).exclude(user=membership.user)
        people = User.objects.filter(is_active=True, pk__in=staying.values("user")).order_by("name")
        self.fields["successor"].queryset = people
        self.fields["successor"].label_from_instance = lambda person: person.name
