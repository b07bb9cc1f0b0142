"""Spreadsheets as offices keep them: how a file is read, and what its columns and cells mean."""
