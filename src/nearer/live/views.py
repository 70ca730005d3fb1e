"""The two addresses of this room: where a stream begins, and what time the server has."""

from __future__ import annotations

import time

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from nearer.people.request import Request

from . import asked
from .stream import LINE, Line

FIRST = "retry: 3000\n\n"


@require_GET
def stream(request: Request) -> HttpResponse:
    """The opening of a stream. The server's door reads `LINE` and keeps it open; without that
    door it ends at once, and the browser comes back every three seconds.
    """
    line = Line(
        person=request.person.id,
        sid=bytes(request.device.sid),
        tab=asked.tab(request.GET.get("tab", "")),
        drawn=asked.drawn(request.GET.getlist("at")),
    )
    scope = request.META.get("asgi.scope")
    if scope is not None:
        scope[LINE] = line
    response = HttpResponse(FIRST, content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


@require_GET
def clock(request: Request) -> JsonResponse:
    """Milliseconds since 1970, so that two phones count down to the same moment."""
    return JsonResponse({"now": time.time() * 1000})
