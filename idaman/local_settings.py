"""The settings of one machine: a `.env` beside manage.py, written once with fresh keys and never committed."""

import os
import secrets
import sys
from pathlib import Path

ENV_FILE = Path(__file__).resolve().parent.parent / ".env"

CONTENT = """\
# Settings of this machine, written once on the first run. Never commit this file.
# It serves this computer only, without HTTPS. For a server, see the settings table in README.md.
SECRET_KEY={secret}
CIPHER_KEYS={cipher}
HASH_KEY={hash}
HTTPS=false
REQUIRE_SECOND_FACTOR=false
ALLOWED_HOSTS=localhost,127.0.0.1,[::1]
"""


def write_if_missing():
    """Write `.env` for this computer alone, unless there is one or the environment brings the settings itself."""
    if ENV_FILE.exists() or "SECRET_KEY" in os.environ:
        return
    keys = {name: secrets.token_urlsafe(48) for name in ("secret", "cipher", "hash")}
    ENV_FILE.write_text(CONTENT.format(**keys), encoding="utf-8")
    ENV_FILE.chmod(0o600)
    print(f"Wrote {ENV_FILE.name} with fresh keys, for this computer only.", file=sys.stderr)
