"""The web application for any WSGI server."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")

application = get_wsgi_application()

# Everything is loaded before the first request, and left out of every later round of the garbage collector: half a million
# objects that never go would be looked at again and again, which costs an import of 500 rows a fifth of its time.
_patterns = get_resolver().url_patterns
gc.collect()
gc.freeze()
