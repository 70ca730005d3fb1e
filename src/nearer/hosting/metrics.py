"""Numbers about the work of this server, in the text format of Prometheus; no word, name or id."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

import seal
from nearer.people.access import open_to_all
from nearer.reminders import counting

from .counting import BOUNDS, KINDS, Tally, tally
from .machine_checks import free_bytes

TEXT = "text/plain; version=0.0.4; charset=utf-8"
LOCAL = {"127.0.0.1", "::1"}


@open_to_all
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For this machine alone, or for whoever brings the token; anybody else finds nothing here."""
    if not settings.METRICS or not _may_see(request):
        raise Http404
    return HttpResponse("".join(f"{line}\n" for line in lines(tally)), TEXT)


def _may_see(request: HttpRequest) -> bool:
    said = request.headers.get("Authorization", "")
    token = settings.METRICS_TOKEN
    if token and secrets.compare_digest(said.encode(), f"Bearer {token}".encode()):
        return True
    # Behind a proxy everybody seems to come from this machine.
    passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
    local = request.META.get("REMOTE_ADDR") in LOCAL
    return local and not passed_on and not settings.BEHIND_PROXY


def lines(counted: Tally) -> Iterator[str]:
    """Everything there is to tell, one sample a line."""
    yield from _about("nearer_answers_total", "counter", "Answers by kind of page and status.")
    for (kind, status), count in sorted(counted.answers.items()):
        yield f'nearer_answers_total{{kind="{kind}",status="{status}"}} {count}'
    yield from _durations(counted)
    name = "nearer_notices_lost_total"
    yield from _about(name, "counter", "Notices that came to nothing, and why.")
    lost = counting.counted()
    for why in counting.WHYS:
        yield f'{name}{{why="{why}"}} {lost.get(why, 0)}'
    waits = seal.password_waits()
    for name, value, told in (
        ("nearer_password_turns_total", waits.taken, "Passwords that were worked on."),
        ("nearer_password_wait_seconds_total", waits.seconds, "Waiting for a turn at that."),
        ("nearer_password_refused_total", waits.refused, "Passwords sent away: too many at once."),
    ):
        yield from _about(name, "counter", told)
        yield f"{name} {value}"
    for name, value, told in (
        ("nearer_database_bytes", _database_bytes(), "The database and its log on the disk."),
        ("nearer_disk_free_bytes", free_bytes(), "Room that is left where the data lie."),
    ):
        yield from _about(name, "gauge", told)
        yield f"{name} {value}"


def _about(name: str, kind: str, told: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"


def _durations(counted: Tally) -> Iterator[str]:
    name = "nearer_answer_seconds"
    yield from _about(name, "histogram", "How long answers took, by kind of page.")
    for kind in KINDS:
        upto = 0
        for slot, bound in enumerate((*BOUNDS, "+Inf")):
            upto += counted.slots[kind, slot]
            yield f'{name}_bucket{{kind="{kind}",le="{bound}"}} {upto}'
        yield f'{name}_sum{{kind="{kind}"}} {counted.seconds[kind]}'
        yield f'{name}_count{{kind="{kind}"}} {upto}'


def _database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    place = Path(str(connection.settings_dict["NAME"]))
    files = (place, place.with_name(f"{place.name}-wal"))
    return sum(file.stat().st_size for file in files if file.is_file())
