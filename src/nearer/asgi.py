"""The server's door. Django runs as WSGI in threads: no request body is ever spilled to disk.

Streams that it allows are then kept open by native code, which costs a coroutine and no thread.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Collection
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nearer.settings")

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

THREADS = 8


def look(
    sids: Collection[bytes], pairs: Collection[tuple[uuid.UUID, uuid.UUID]]
) -> tuple[set[bytes], dict[tuple[uuid.UUID, uuid.UUID], int]]:
    """Before anything is told on a stream: is its session open, and may it know of this sitting?"""
    from nearer.sittings.standing import standing
    from nearer.vault import signed_in

    close_old_connections()
    try:
        return signed_in.still_open(sids), standing(pairs)
    finally:
        close_old_connections()


_django = WSGIMiddleware(cast("WSGIApp", get_wsgi_application()), workers=THREADS)

# Tables can be named from here on, and not before.
from nearer.live import bus, door, hub, stream, whole  # noqa: E402

_threads = whole.Whole(cast("stream.App", _django))
application = door.Door(_threads, hub.Hub(bus.chosen(), look))
