"""What papers need of the machine itself: pango, which Python's registries don't have."""

import ctypes

from django.core import checks
from django.utils.translation import gettext as _

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
NAMES = ["libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll", "libpangoft2-1.0-0"]


class CannotPrintError(Exception):
    """No paper can be made on this machine; the message says what to install."""

    def __init__(self):
        sentence = _("No paper can be made on this server yet: its administrator has to install pango (%(packages)s).")
        super().__init__(sentence % {"packages": f"apt-get install {PACKAGES}"})


def has_pango() -> bool:
    """Whether the library that sets the text is there, found in milliseconds (importing WeasyPrint takes two seconds)."""
    for name in NAMES:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def weasyprint():
    """The library, imported when the first paper is made; raises CannotPrintError where it can't be."""
    try:
        import weasyprint
        from PIL import ImageFile
    except OSError as missing:
        raise CannotPrintError from missing
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # importing it switches this on for the whole process: damaged uploads would pass
    return weasyprint


def check_libraries(**_words) -> list[checks.CheckMessage]:
    """Warn where letters and reports can't be printed; all else works without."""
    if has_pango():
        return []
    hint = f"On Debian or Ubuntu: sudo apt-get install {PACKAGES}. On macOS: brew install pango."
    return [checks.Warning("No PDF can be made: the library pango is missing.", hint=hint, id="papers.W001")]
