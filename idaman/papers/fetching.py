"""What a paper may be made of: the house's own static files and the pictures it was given; never the network or the disk."""

from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

from idaman.papers.libraries import weasyprint

BASE = "house:///"  # the address relative ones of a paper begin from
STATIC = "static/"


class ForeignError(Exception):
    """A paper asked for what isn't the house's own: its template is wrong, so the making stops."""


@contextmanager
def only_own():
    """Give the library's own alarm, which no `except Exception` would catch, the name of this house."""
    try:
        yield
    except weasyprint().urls.FatalURLFetchingError as alarm:
        raise ForeignError(str(alarm)) from alarm


def fetcher(pictures: dict[str, bytes]):
    """WeasyPrint's way to a stylesheet or a picture."""
    urls = weasyprint().urls

    class House(urls.URLFetcher):
        def fetch(self, url, headers=None):
            content = own(url, pictures)
            if content is None:
                raise urls.FatalURLFetchingError(f"A paper may not fetch {url}")
            return urls.URLFetcherResponse(url, content, {"Content-Type": content_type(url)})

    return House()


def own(url: str, pictures: dict[str, bytes]) -> bytes | None:
    """The bytes of a picture or a static file; None for everything else."""
    if url in pictures:
        return pictures[url]
    asked = urlsplit(url)
    path = unquote(asked.path).lstrip("/")
    if f"{asked.scheme}:///" != BASE or asked.netloc or not path.startswith(STATIC):
        return None
    try:
        found = finders.find(path.removeprefix(STATIC))
    except SuspiciousFileOperation:
        return None
    return Path(found).read_bytes() if found else None


def content_type(url: str) -> str:
    return "text/css" if url.endswith(".css") else "application/octet-stream"
