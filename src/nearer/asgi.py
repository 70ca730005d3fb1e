"""The server's door. Django runs as WSGI in threads: no request body is ever spilled to disk."""

from __future__ import annotations

import os
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nearer.settings")

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.core.wsgi import get_wsgi_application

THREADS = 8

application = WSGIMiddleware(cast("WSGIApp", get_wsgi_application()), workers=THREADS)
