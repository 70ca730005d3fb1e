"""A notice for one browser."""

from __future__ import annotations

import http.client
import logging
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

import seal

from . import endpoints, posting, wording
from .browsers import push_key, unspelled
from .outcome import Outcome

log = logging.getLogger(__name__)
HOLDS = timedelta(hours=3)
"""So long a service keeps it for a browser that is switched off; after that it is over."""
TICKET_HOLDS = timedelta(hours=12)
GONE = {404, 410}
OUT_THERE = re.compile(r"[a-z0-9.-]+\.[a-z]{2,}")


def push(body: Mapping[str, Any]) -> Outcome:
    """Send the one notice there is to a browser; never raises."""
    try:
        status = posting.post(body["endpoint"], _message(body), _headers(body["endpoint"]))
    except endpoints.NotAllowed:
        return Outcome.GONE
    except (OSError, http.client.HTTPException, ValueError):
        log.info("A push service could not be reached")
        return Outcome.LATER
    if 200 <= status < 300:
        return Outcome.SENT
    return Outcome.GONE if status in GONE else Outcome.LATER


def _message(body: Mapping[str, Any]) -> bytes:
    public, auth = unspelled(body["public"]), unspelled(body["auth"])
    return seal.push_message(wording.PUSHED, public=public, auth=auth)


def _headers(endpoint: str) -> dict[str, str]:
    host = endpoints.read(endpoint).host
    ticket = seal.push_ticket(
        push_key(),
        audience=f"https://{host}",
        contact=contact(),
        until=timezone.now() + TICKET_HOLDS,
    )
    return {
        "Authorization": ticket,
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(HOLDS.total_seconds())),
        "Topic": wording.TAG,
        "Urgency": "normal",
    }


def contact() -> str:
    """Whom a service may ask about this server: its own address, which its requests tell anyway."""
    named = [host for host in settings.ALLOWED_HOSTS if OUT_THERE.fullmatch(host)]
    return f"https://{named[0]}" if named else "mailto:nobody@nearer.invalid"
