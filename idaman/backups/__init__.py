"""Backups: the whole of an installation in one file, the same for both engines."""
