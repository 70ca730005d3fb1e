"""How often something may be tried within an hour, so that guessing is slow and nobody is shut out.

What is counted lies in a table of opaque marks, so that many processes share it. Addresses of the
network are no part of it: anybody can have many, and behind a proxy all people share one.
"""

from __future__ import annotations

import math

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from nearer import pepper

from .models import Budget

HOUR = 3600
TRIES = 20
SIGN_IN = "passwords for an address"
ON_KNOWN = "passwords on a known device"
AGAIN = "passwords given again"
CODES = "codes of invitations"
SECOND = "digits of a second step"
SECOND_KNOWN = "digits of a second step on a known device"


class Limited(Exception):
    """Tried too often; `minutes` (at least 1) until it can be tried again."""

    def __init__(self, minutes: int) -> None:
        super().__init__()
        self.minutes = minutes

    @property
    def when(self) -> str:
        """“in about 40 minutes”."""
        if self.minutes < 8:
            return "in a few minutes"
        return f"in about {math.ceil(self.minutes / 10) * 10} minutes"


def spend(what: str, whose: bytes, most: int = TRIES) -> None:
    """Count one try of something by, or on, somebody; raises `Limited` once `most` are spent."""
    now = int(timezone.now().timestamp())
    hour = now // HOUR
    mark = _mark(what, whose)
    with transaction.atomic():
        Budget.objects.filter(hour__lt=hour).delete()
        row, _ = Budget.objects.get_or_create(mark=mark, hour=hour)
        left = Budget.objects.filter(pk=row.pk, count__lt=most).update(count=F("count") + 1)
    if not left:
        raise Limited(math.ceil((HOUR - now % HOUR) / 60))


def give_back(what: str, whose: bytes) -> None:
    """Take back the one try just counted: it was right, and nobody shall see that it was made."""
    mark = _mark(what, whose)
    Budget.objects.filter(mark=mark, count__gt=0).update(count=F("count") - 1)


def forgive(what: str, whose: bytes) -> None:
    """Begin anew: whoever tried has shown that they may."""
    Budget.objects.filter(mark=_mark(what, whose)).delete()


def _mark(what: str, whose: bytes) -> bytes:
    return pepper.blind_index(f"budget of {what}", whose.hex())
