"""What is told of a fault: where it happened, never what people typed, and no long number in the clear."""

import logging
import re

from django.conf import settings
from django.views.debug import ExceptionReporter

NUMBER = re.compile(r"(?<![\d-])(?!\d{4}-\d\d-\d\d)\d(?:[ .-]?\d){8,}")  # days are no numbers
DETAIL = re.compile(r"^(DETAIL|PARAMETERS):.*$", re.MULTILINE)  # PostgreSQL repeats the refused row there
TYPED = ("request_GET_items", "filtered_POST_items", "request_FILES_items", "request_COOKIES_items")


def without_numbers(text: str) -> str:
    """The text with dots for long numbers and for what the database repeats of a row."""
    return NUMBER.sub("•••", DETAIL.sub(r"\1: •••", text))


class QuietFormatter(logging.Formatter):
    """A line of the log, its fault included, without long numbers."""

    def format(self, record):
        return without_numbers(super().format(record))


class FaultReport(ExceptionReporter):
    """The report that administrators get by mail: the way through the code, with names of fields and without their values."""

    def get_traceback_data(self):
        told = super().get_traceback_data()
        if settings.DEBUG:
            return told
        for part in TYPED:
            told[part] = [(name, "•••") for name, _value in told.get(part, ())]
        for frame in told["frames"]:
            frame["vars"] = []
        told["request_meta"] = {"REQUEST_METHOD": self.request.method} if self.request else {}
        told["request_insecure_uri"] = self.request.path if self.request else ""
        told["exception_value"] = without_numbers(told.get("exception_value", ""))
        told["exception_notes"] = ""
        return told
