"""A real Chromium for stories, and the accessibility rules every page must meet."""

import os
import shutil
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import expect

from idaman.testing import kept
from reports.demo.fill import fill

RULES = {
    "resultTypes": ["violations"],  # what passes need not be told
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}
DEMO_PASSWORD = "peraga-idaman"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The machine's own Chromium, quiet; root needs it without its sandbox."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "No Chromium was found. Install it (on Debian or Ubuntu: apt-get install chromium)."
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": [*QUIET, *sandbox]}


def accessible(page) -> None:
    """Fail, in words, on any rule of WCAG 2.2 AA that the page breaks."""
    found = Axe().run(page, options=RULES)
    broken = [f"{one['id']}: {node['html'][:160]}" for one in found.response["violations"] for node in one["nodes"]]
    assert not broken, f"{page.url}\n" + "\n".join(broken)


def fits(page) -> None:
    """The page doesn't scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


def watched(page) -> list[str]:
    """What the browser complains about from here on: refused styles and scripts, missing files, errors."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def is_complaint(message) -> bool:
    """What went wrong in the page; htmx reports as an error, too, that a page called a request of its own off."""
    called_off = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
    return message.type in ("error", "warning") and not called_off


@pytest.fixture
def site(live_server):
    """The site with the demonstration programme, filled once and put back for every story."""
    if kept.KEPT:
        kept.put_back()
    else:
        fill(until=date(2026, 11, 24), password=DEMO_PASSWORD)
        kept.keep()
    return live_server.url


@pytest.fixture
def open_as(site, new_context):
    """Opens the site as a person, on a screen of a width, in a language and in light or dark."""

    def opened(word: str, *, width: int = 1280, language: str = "id", scheme: str = "light"):
        context = new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="en-US", base_url=site)
        context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
        page = context.new_page()
        page.goto("/accounts/login/")
        page.fill("input[name=login]", f"{word}@demo.test")
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.click("main button[type=submit]")
        expect(page.locator("h1")).to_be_visible()
        return page

    return opened
