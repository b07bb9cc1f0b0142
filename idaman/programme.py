"""Facts about the programme itself, which figures and rules rest on."""

from datetime import date

PROGRAMME_SINCE = date(2018, 3, 1)  # "March 2018"; the paper names no day
BASELINE_ON = date(2018, 3, 31)  # this project's choice, shown beside the figures
