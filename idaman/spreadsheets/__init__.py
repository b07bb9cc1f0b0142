"""Spreadsheets as offices send them: found out, read, and made into values.

The child process imports this package too, so that nothing heavy may stand here.
"""
