"""A template and its values become a paper: a tagged PDF (PDF/UA-1) with the letterhead and signatory of a day."""

import hashlib
import logging
import re
import threading
from collections.abc import Callable
from contextlib import contextmanager, nullcontext
from datetime import date, datetime, time

from django.contrib.staticfiles import finders
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation

from idaman.papers.fetching import BASE, fetcher, only_own
from idaman.papers.libraries import weasyprint
from idaman.papers.models import Letterhead, Signatory

AUTHOR = "I-DAMAN"
VARIANT = "pdf/ua-1"
LOGO = f"{BASE}logo"
CHART = re.compile(r'<svg\b[^>]*\bclass="(?:chart|map)\b[^>]*>')
STEPS = {1: 5, 2: 10, 3: 20, 4: 30, 5: 35, 6: 85, 7: 95}  # how much of it, in percent, is done when a step begins
STEP = re.compile(r"Step ([1-7])(?:.*Page ([0-9]+))?")

Progress = Callable[[int], None]


class Size(models.TextChoices):
    """Sheets that Indonesian offices print on."""

    A4 = "A4", "A4 (210 × 297 mm)"
    F4 = "F4", "F4 (215 × 330 mm)"


def render(
    template: str,
    context: dict,
    *,
    size: str = Size.A4,
    language: str,
    title: str,
    on: date,
    at: datetime | None = None,
    pictures: dict[str, bytes] | None = None,
    progress: Progress | None = None,
) -> bytes:
    """The paper as PDF, the same bytes for the same content and moment.

    `on` chooses letterhead and signatory; `at` is the moment told as its making, else the beginning of that day; `pictures`
    are addresses beginning with `house:///` and their bytes; `progress` is told per cent. Raises CannotPrintError.
    """
    weasyprint()
    html, logo = page(template, context, size=size, language=language, title=title, on=on, at=at)
    return printed(html, pictures={**(pictures or {}), **logo}, progress=progress)


def page(template: str, context: dict, *, size: str, language: str, title: str, on: date, at: datetime | None):
    """The paper as HTML, and its logo by its address."""
    letterhead, signatory = Letterhead.objects.on(on).first(), Signatory.objects.on(on).first()
    made = at or timezone.make_aware(datetime.combine(on, time()))
    about = {"size": Size(size), "language": language, "title": title, "on": on, "made": made.isoformat(timespec="seconds")}
    about |= {"letterhead": letterhead, "signatory": signatory, "author": letterhead.office if letterhead else AUTHOR}
    logo = logo_of(letterhead)
    with translation.override(language):
        html = render_to_string(template, {**context, "paper": {**about, "logo": next(iter(logo), "")}})
    return with_chart_colours(html), logo


def logo_of(letterhead: Letterhead | None) -> dict[str, bytes]:
    if letterhead is None or letterhead.logo is None or not letterhead.logo.file:
        return {}
    with letterhead.logo.file.open() as file:
        return {LOGO: file.read()}


def with_chart_colours(html: str) -> str:
    """Each chart with its colours inside, because the paper's stylesheet doesn't reach into pictures."""
    if not CHART.search(html):
        return html
    with open(finders.find("idaman/paper-charts.css"), encoding="utf-8") as file:
        style = f"<style>{file.read()}</style>"
    return CHART.sub(lambda found: found[0] + style, html)


def printed(html: str, *, pictures: dict[str, bytes], progress: Progress | None = None) -> bytes:
    """The HTML set on pages."""
    with only_own(), followed(progress) if progress else nullcontext():
        document = weasyprint().HTML(string=html, base_url=BASE, url_fetcher=fetcher(pictures))
        name = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
        return document.write_pdf(pdf_variant=VARIANT, pdf_identifier=name)


class Steps(logging.Handler):
    """Hears at which step the making is in this thread, and tells it in per cent."""

    def __init__(self, progress: Progress):
        super().__init__(logging.INFO)
        self.progress, self.thread = progress, threading.get_ident()

    def emit(self, record):
        found = STEP.match(record.getMessage())
        if found and record.thread == self.thread:
            self.progress(min(STEPS[int(found[1])] + 2 * int(found[2] or 0), STEPS[6] if found[2] else 100))


@contextmanager
def followed(progress: Progress):
    logger, steps = logging.getLogger("weasyprint.progress"), Steps(progress)
    level, passes_on = logger.level, logger.propagate
    logger.setLevel(logging.INFO)
    logger.addHandler(steps)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(steps)
        logger.setLevel(level)
        logger.propagate = passes_on
