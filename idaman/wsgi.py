"""The door for a web server; unlike manage.py it never writes settings, so a missing one stops the start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idaman.settings")

application = get_wsgi_application()
