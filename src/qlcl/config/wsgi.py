"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from qlcl.kernel.starting import for_good

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qlcl.config.settings")

with for_good():
    application = get_wsgi_application()

    # Loads every page's code before gunicorn forks: the first answer is fast, and the processes share that memory.
    _ = get_resolver().url_patterns
