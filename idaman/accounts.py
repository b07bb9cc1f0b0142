"""How people come in: through allauth's door, and never by signing themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from idaman.history import keep
from idaman.sealed import seal, unseal


class Adapter(DefaultAccountAdapter):
    """Closes allauth's own sign-up page; accounts are made by an invitation or by an administrator."""

    def is_open_for_signup(self, request):
        return False


class SecondFactors(DefaultMFAAdapter):
    """Keeps the secrets of second factors sealed, as personal numbers are."""

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)


def password_path(user) -> str:
    """The path by which the person sets a new password, once: the one that a mail would carry, to be passed on by hand."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


@transaction.atomic
def reset_second_factor(*, user, by, why: str) -> int:
    """Take away what the person lost; how many proofs that were. It stands in the history of the person."""
    count, _each = Authenticator.objects.filter(user=user).delete()
    keep(user, by=by, why=why)
    return count


def bind_address(user) -> None:
    """The person's address is the one that signs in and receives links; an older one does neither."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
