"""Sends what is due: takes one thing at a time, says it, and notes that it was said.

Any number of workers may run, in one process or many. What one has taken, no other touches until
the lease is over; so if one dies in the middle, another says it, perhaps a second time.
"""

from __future__ import annotations

import logging
import random
import threading
from datetime import datetime, timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

import seal
from nearer import pepper

from .actions import next_round, standing_of
from .counting import count
from .delivering import deliver
from .models import D, Due, Dues, Notice, Round
from .outcome import Outcome

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Longer than all ways of one person can take together."""
LOOK_EVERY = 5.0
LONGEST_WAIT = 60.0
"""Seconds between two looks, and between two tries to reach the database."""
AT_ONCE = 24
FIRST_RETRY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=6)
ASKED_HOLDS = timedelta(hours=12)
ROUND_HOLDS = timedelta(hours=3)
"""What is later than that is over: it is never said too late to be of use."""


class Worker:
    """`run` works until `stop` is called from elsewhere."""

    def __init__(self, lease: timedelta = LEASE) -> None:
        self._lease = lease
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End after what is at hand."""
        self._stopped.set()

    def run(self) -> None:
        """Work; a fault in one thing, or a database that went away, ends nothing."""
        wait = LOOK_EVERY
        while not self._stopped.is_set():
            try:
                close_old_connections()
                while not self._stopped.is_set() and self.step():
                    wait = LOOK_EVERY
            except Exception:
                log.exception("What is due could not be looked at")
                connection.close()
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                wait = LOOK_EVERY
            self._stopped.wait(wait)
        connection.close()

    def step(self) -> bool:
        """Take one thing that is due and see to it; False if there is none."""
        now = timezone.now()
        notice = self._take(Notice.objects.all(), now)
        if notice is not None:
            _see_to_notice(notice, now)
            return True
        coming = self._take(Round.objects.all(), now)
        if coming is not None:
            _see_to_round(coming, now)
        return coming is not None

    def _take(self, table: Dues[D], now: datetime) -> D | None:
        rows = list(table.free(now)[:AT_ONCE])
        # Workers that all began with the oldest would get in one another's way.
        random.shuffle(rows)
        for row in rows:
            if table.claim(row, now, now + self._lease):
                return row
        return None


def name_of(row: Due) -> str:
    """What one notice is called each time it is tried; it tells nothing."""
    due = row.due.isoformat() if row.due else ""
    return pepper.blind_index("name of a notice", f"{row.pk} {due}").hex()[:32]


def _see_to_notice(row: Notice, now: datetime) -> None:
    held = Notice.objects.held(row)
    if _is_over(row, now, ASKED_HOLDS):
        held.delete()
        return
    coming = Round.objects.filter(owner=row.owner).first()
    if coming is not None and _has_peace(coming, now):
        held.delete()
        return
    if _say(row) is Outcome.LATER:
        held.update(lease_until=now + pause_after(row.tries))
    else:
        held.delete()


def _see_to_round(row: Round, now: datetime) -> None:
    held = Round.objects.held(row)
    try:
        body = row.read()
    except seal.Tampered:
        held.update(due=None, lease_until=None)
        return
    if not _is_over(row, now, ROUND_HOLDS) and not _has_peace(row, now):
        if _say(row) is Outcome.LATER:
            held.update(lease_until=now + pause_after(row.tries))
            return
        body["sent"] = row.due.isoformat() if row.due else None
    after = Round(id=row.id, owner=row.owner)
    after.put(body)
    held.update(body=after.body, due=next_round(body, now), lease_until=None, tries=0)


def _say(row: Due) -> Outcome:
    return deliver(owner=bytes(row.owner), name=name_of(row), due=row.due or timezone.now())


def _is_over(row: Due, now: datetime, holds: timedelta) -> bool:
    if row.due is None or now - row.due <= holds:
        return False
    # The first try is this one, which comes too late.
    count("given up" if row.tries > 1 else "missed")
    return True


def _has_peace(row: Round, now: datetime) -> bool:
    try:
        stands = standing_of(row.read())
    except seal.Tampered:
        return False
    until = stands.quiet_until
    return stands.quiet_for_good or (until is not None and now < until)


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many: a minute, twice as long each time, six hours at most."""
    return min(FIRST_RETRY * int(2 ** min(tries - 1, 10)), LAST_RETRY)
