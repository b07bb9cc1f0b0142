"""Brings what is stored under the present keys, so that an old key can be taken away."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from idaman import keys
from idaman.amounts import grouped
from idaman.progress import Tenths

NAMED = 5


class Command(BaseCommand):
    help = "Seals every personal number with the first of CIPHER_KEYS, or works out its hash with HASH_KEY; may be run again."

    def add_arguments(self, parser):
        parser.add_argument("--hashes", action="store_true", help="the hashes (after HASH_KEY changed), not the seals")
        parser.add_argument("--dry-run", action="store_true", help="say how many, change nothing")

    def handle(self, *, hashes, dry_run, **options):
        run, fields = (keys.rehash, keys.hash_columns()) if hashes else (keys.reseal, keys.sealed_columns())
        outcome = run(is_dry_run=dry_run, on_done=self.progress(fields))
        words = {"seen": grouped(outcome.seen), "old": grouped(outcome.old)}
        if dry_run:
            self.stdout.write(_("Of %(seen)s numbers stored, %(old)s are under an older key. Nothing was changed.") % words)
        else:
            self.stdout.write(_("Of %(seen)s numbers stored, %(old)s were under an older key and were renewed.") % words)
        self.refuse_closed(outcome.closed)
        if not dry_run:
            self.look_again(run, fields)

    def progress(self, fields) -> Tenths:
        return Tenths(keys.count(fields), self.stdout.write)

    def look_again(self, run, fields):
        """A web server still running with the older key may have written meanwhile."""
        self.stdout.write(_("Looking again whether any is left:"))
        left = run(is_dry_run=True, on_done=self.progress(fields)).old
        if left:
            sentence = _("%s were written under an older key meanwhile. Restart web server and worker, then run this again.")
            raise CommandError(sentence % grouped(left))
        self.stdout.write(_("None is left under an older key."))

    def refuse_closed(self, closed: list[str]):
        if closed:
            words = {"count": grouped(len(closed)), "where": ", ".join(closed[:NAMED])}
            raise CommandError(_("%(count)s can't be opened by any of CIPHER_KEYS and stay as they are: %(where)s") % words)
