"""The cast, for the tests of this app."""

from idaman.testing.browser import browser_type_launch_args, open_as, site  # noqa: F401 (fixtures of the stories)
from idaman.testing.cast import *  # noqa: F403 (the cast is everywhere; a conftest at the top would be one more file there)
