"""The pages of importing, asked with the worker at hand."""

import pytest


@pytest.fixture
def post(client, officer, django_capture_on_commit_callbacks):
    """Sends a form as the officer and has the worker do what it asked for."""
    client.force_login(officer)

    def posted(address: str, data: dict | None = None):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(address, data or {})

    return posted
