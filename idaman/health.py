"""Whether this installation works: asked by a monitor or a load balancer, without signing in, and silent about people."""

import shutil
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult, get_date_max

from idaman import clock

PATIENCE = timedelta(minutes=10)
LEAST_FREE = 2**30


@login_not_required
@never_cache
@require_safe
def health(request):
    """A word for each part; 200 when all of them are "ok", else 503."""
    try:
        parts = {"database": "ok", "migrations": migrations(), "worker": worker(clock.now())}
    except Error:
        parts = {"database": "down"}
    parts["disk"] = disk()
    is_well = set(parts.values()) == {"ok"}
    return JsonResponse({"status": "ok" if is_well else "failing", **parts}, status=200 if is_well else 503)


@cache
def known() -> set[tuple[str, str]]:
    """The migrations of this code; read from the disk once."""
    return set(MigrationLoader(None).graph.nodes)


def migrations() -> str:
    applied = MigrationRecorder(connection).applied_migrations()
    return "missing" if known() - set(applied) else "ok"


def worker(now: datetime) -> str:
    """Behind when something that may be done has been waiting for longer than our patience."""
    due = Q(run_after=get_date_max()) | Q(run_after__lte=now - PATIENCE)
    waiting = DBTaskResult.objects.ready().filter(due, enqueued_at__lte=now - PATIENCE)
    return "behind" if waiting.exists() else "ok"


def disk() -> str:
    """Low when less than a gibibyte is free where files are kept."""
    folder = Path(settings.MEDIA_ROOT)
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return "low" if shutil.disk_usage(there).free < LEAST_FREE else "ok"
