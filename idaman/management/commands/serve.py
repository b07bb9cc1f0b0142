"""Serves the site on this computer, together with the worker that does its background jobs."""

import signal
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Serves the site and runs its background worker until Ctrl-C; when one of the two stops, so does the other."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        web = ["-m", "gunicorn", "idaman.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "2", "--no-control-socket", "--log-level", "warning"]
        worker = ["manage.py", "db_worker", "--no-reload"]
        running = [subprocess.Popen([sys.executable, *words], cwd=settings.BASE_DIR) for words in (web, worker)]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(_("I-DAMAN is at http://127.0.0.1:%(port)d/ (Ctrl-C ends it).") % {"port": port})
        try:
            while all(process.poll() is None for process in running):
                time.sleep(0.5)
            name = _("web server") if running[0].poll() is not None else _("worker")
            words = {"name": name, "port": port}
            raise CommandError(_("The %(name)s ended by itself; its reason stands above. Is port %(port)d in use?") % words)
        except KeyboardInterrupt:
            self.stdout.write("")
        finally:
            for process in running:
                process.terminate()
            for process in running:
                process.wait()
