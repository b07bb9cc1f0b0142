"""The people who sign in, in the admin; invitations are made on the people's pages."""

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth import password_validation
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from idaman.accounts import bind_address, password_path, reset_second_factor
from idaman.history import keep
from idaman.models import User
from idaman.personal import handed_over, held_on
from idaman.record_forms import RecordForm
from idaman.records import RecordAdmin
from partners.models import Membership, refuse_last_administrator


class UserForm(RecordForm):
    """A person's account; an administrator sets its first password, or a new one."""

    new_password = forms.CharField(
        label=gettext_lazy("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 10 characters. Empty: the password stays as it is."),
        strip=False,
        required=False,
    )

    class Meta:
        model = User
        fields = ["email", "name", "is_active"]

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_new_password(self):
        word = self.cleaned_data["new_password"]
        if word:
            password_validation.validate_password(word, self.instance)
        elif self.instance._state.adding:
            self.add_error("new_password", gettext_lazy("A new account needs a password."))
        return word

    def clean_is_active(self):
        """The last administrator stays able to sign in."""
        stays = self.cleaned_data["is_active"]
        if not stays and self.instance.pk:
            others = Membership.objects.administrators().exclude(user=self.instance)
            refuse_last_administrator(others, leaves=self.instance)
        return stays

    def save(self, commit=True):
        if self.cleaned_data["new_password"]:
            self.instance.set_password(self.cleaned_data["new_password"])
        return super().save(commit)


class ReasonForm(forms.Form):
    """Why an administrator opens somebody's door."""

    why = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("Kept in the history of the person.")
    )


@admin.register(User)
class UserAdmin(RecordAdmin):
    form = UserForm
    fields = ["email", "name", "is_active", "new_password"]
    list_display = ["name", "email", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]
    ordering = ["name"]
    change_form_template = "admin/people/user.html"

    def save_model(self, request, obj, form, change):
        """With a new address the old one neither signs in nor receives links to reset the password."""
        super().save_model(request, obj, form, change)
        bind_address(obj)

    def get_urls(self):
        own = [
            path("<int:pk>/door/", self.admin_site.admin_view(self.door_view), name="idaman_user_door"),
            path("<int:pk>/personal/", self.admin_site.admin_view(self.personal_view), name="idaman_user_personal"),
            path("<int:pk>/second-factor/", self.admin_site.admin_view(self.factor_view), name="idaman_user_factor"),
        ]
        return [*own, *super().get_urls()]

    def personal_view(self, request, pk):
        """All that is held on the person behind the account, on the page or as a file, once a reason is kept in their history."""
        person, form = get_object_or_404(self.permitted(request), pk=pk), ReasonForm(request.POST or None)
        held = None
        if form.is_valid():
            keep(person, by=request.user, why=form.cleaned_data["why"])
            held = held_on(person)
            if "download" in request.POST:
                return handed_over(held, name=f"{_('personal-data')}-{person.pk}")
        title = _("All that is held on %(name)s") % {"name": person.name}
        return self.page(request, person, form, title, "admin/people/personal.html", held=held)

    def door_view(self, request, pk):
        """A one-time link by which the person sets a new password, to be passed on by hand."""
        person, form = get_object_or_404(self.permitted(request), pk=pk), ReasonForm(request.POST or None)
        link = ""
        if form.is_valid():
            keep(person, by=request.user, why=form.cleaned_data["why"])
            link = request.build_absolute_uri(password_path(person))
        title = _("One-time link for %(name)s") % {"name": person.name}
        return self.page(request, person, form, title, "admin/people/door.html", link=link)

    def factor_view(self, request, pk):
        """Take away a second factor that the person lost."""
        person, form = get_object_or_404(self.permitted(request), pk=pk), ReasonForm(request.POST or None)
        proofs = Authenticator.objects.filter(user=person)
        if proofs and form.is_valid():
            count = reset_second_factor(user=person, by=request.user, why=form.cleaned_data["why"])
            words = ngettext(
                "%(count)d proof of %(name)s was taken away.", "%(count)d proofs of %(name)s were taken away.", count
            )
            messages.success(request, words % {"count": count, "name": person.name})
            return redirect(self.change_url(person))
        title = _("Take away the second factor of %(name)s") % {"name": person.name}
        return self.page(request, person, form, title, "admin/people/factor.html", proofs=proofs)

    def permitted(self, request):
        """Everybody, for those who may change people; nobody for others."""
        people = self.get_queryset(request)
        return people if self.has_change_permission(request) else people.none()

    def page(self, request, person, form, title, template, **more):
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "person": person, "form": form}
        back = reverse("admin:idaman_user_change", args=[person.pk])
        return render(request, template, {**context, "back": back, **more})
