"""The project's settings for its tests: fixed keys, quick passwords, no HTTPS, nothing else of its own."""

import os

KEYS = {name: f"only-for-tests-{name.lower()}-{'0' * 32}" for name in ("SECRET_KEY", "CIPHER_KEYS", "HASH_KEY")}
os.environ.update(
    KEYS,
    HTTPS="false",
    PASSKEYS="true",
    REQUIRE_SECOND_FACTOR="false",
    DEBUG="false",
    ALLOWED_HOSTS="*",
    EMAIL_URL="memorymail://",
)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running while tests use the database

from idaman.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
INSTALLED_APPS = ["idaman.testing", *INSTALLED_APPS]  # noqa: F405 (a `flush` that may empty what is written once)
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
MEDIA_ROOT = BASE_DIR / "var" / "test-files"  # noqa: F405
