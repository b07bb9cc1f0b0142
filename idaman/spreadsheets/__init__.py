"""Spreadsheets as offices keep them: how a file is read, and what its columns and cells mean.

The child process that reads a file imports this package too, so nothing heavy may stand here.
"""
