"""The way back in for somebody who is locked out, from the server's own terminal."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from idaman.accounts import password_path, reset_second_factor
from idaman.addresses import absolute
from idaman.history import keep
from idaman.models import User


class Command(BaseCommand):
    help = "Prints a one-time link by which a person sets a new password; with --second-factor it takes away a lost one."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--second-factor", action="store_true", help="take away the second factor as well")

    def handle(self, *, email, second_factor, **options):
        person = User.objects.filter(email=email.lower(), is_active=True).first()
        if person is None:
            raise CommandError(_("Nobody with this address can sign in: %(email)s.") % {"email": email})
        if second_factor:
            count = reset_second_factor(user=person, by=None, why=_("Taken away at the server's terminal"))
            self.stdout.write(_("%(count)d proofs of %(name)s were taken away.") % {"count": count, "name": person.name})
        keep(person, by=None, why=_("One-time link made at the server's terminal"))
        self.stdout.write(absolute(password_path(person)))
