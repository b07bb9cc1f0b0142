"""The cast, for the tests of this app."""

from idaman.testing.cast import *  # noqa: F403 (the cast is everywhere; a conftest at the top would be one more file there)
