"""Whole addresses of this site, for mails and the terminal, where no request says how it is reached."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path: under `SITE_URL`, else under the first name the site answers to."""
    return (settings.SITE_URL or answering()).rstrip("/") + path


def answering() -> str:
    """Where the settings say that the site is reached."""
    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if "*" not in name), "localhost")
    return f"{'https' if settings.HTTPS else 'http'}://{host}"
