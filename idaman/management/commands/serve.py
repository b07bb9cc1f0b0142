"""Serves the site on this computer, with the worker that does its background jobs, and calls for the day's work."""

import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from idaman import clock
from idaman.addresses import absolute

MORNING = 6  # o'clock in Tenggarong
PAUSE = timedelta(minutes=15)  # after a call that failed


def reached(port: int) -> dict:
    """The environment of what is served: on a computer of one's own, whole addresses carry the port."""
    alone = absolute("") == "http://localhost"
    return {**os.environ, "SITE_URL": f"http://localhost:{port}"} if alone else dict(os.environ)


def this_morning(now: datetime) -> datetime:
    """When the day's work is called for; at a start later in the day that is at once."""
    return clock.local(now).replace(hour=MORNING, minute=0, second=0, microsecond=0)


def next_call(now: datetime, is_done: bool) -> datetime:
    """The next morning, or soon after a call that failed."""
    return this_morning(now) + timedelta(days=1) if is_done else now + PAUSE


def call(command: str) -> bool:
    """Run a command of the project beside the site; whether it ended well."""
    words = [sys.executable, "manage.py", command, "--verbosity", "0"]
    return subprocess.run(words, cwd=settings.BASE_DIR, check=False).returncode == 0


class Command(BaseCommand):
    help = "Serves the site and runs its background worker until Ctrl-C; when one of the two stops, so does the other."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port, **options):
        web = ["-m", "gunicorn", "idaman.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
        web += ["--workers", "2", "--threads", "2", "--no-control-socket", "--log-level", "warning"]
        worker = ["manage.py", "db_worker", "--no-reload"]
        where = {"cwd": settings.BASE_DIR, "env": reached(port)}
        running = [subprocess.Popen([sys.executable, *words], **where) for words in (web, worker)]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.stdout.write(_("I-DAMAN is at http://127.0.0.1:%(port)d/ (Ctrl-C ends it).") % {"port": port})
        morning = this_morning(clock.now())
        try:
            while all(process.poll() is None for process in running):
                time.sleep(0.5)
                now = clock.now()
                if now >= morning:
                    call("look")
                    morning = next_call(now, call("digest"))
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
