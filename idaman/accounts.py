"""How people come in: by e-mail and password through allauth, and never by signing themselves up."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Closes allauth's own sign-up page; accounts are made by an administrator."""

    def is_open_for_signup(self, request):
        return False
