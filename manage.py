#!/usr/bin/env python
"""Runs a command of the project by hand; the first call on a fresh checkout writes the local settings."""

import os
import sys

from idaman.local_settings import write_if_missing

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idaman.settings")
    write_if_missing()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
