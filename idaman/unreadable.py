"""Addresses that no database can be asked about."""

from django.core.exceptions import BadRequest


class RefuseNul:
    """Answers 400 in words to an address with a NUL character, which PostgreSQL takes in no text."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path:
            raise BadRequest("A NUL character in the address")
