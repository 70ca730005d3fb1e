"""Whether this server can do its work: the database answers and the pepper belongs to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from nearer import pepper

from .models import ServerMark

PLAIN = "text/plain; charset=utf-8"


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 “well” or 503, after asking the database; says nothing else to anybody."""
    try:
        well = ServerMark.objects.filter(pepper=pepper.mark()).exists()
    except Exception:  # noqa: BLE001 - whatever it is, the answer is “not well”
        well = False
    return HttpResponse("well" if well else "unwell", PLAIN, 200 if well else 503)
