"""How far each person's page of a sitting has come: a number that grows when it changes."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db.models import F, Q
from django.http import JsonResponse
from django.views.decorators.http import require_GET

from nearer.live import asked
from nearer.people.request import Request

from .models import Seat

Pair = tuple[uuid.UUID, uuid.UUID]


def of(sitting: uuid.UUID, person: uuid.UUID) -> int:
    """The number of one page; 0 without a seat."""
    seats = Seat.objects.filter(sitting=sitting, person=person)
    return seats.values_list("moved", flat=True).first() or 0


def standing(pairs: Collection[Pair]) -> dict[Pair, int]:
    """The numbers of those (person, sitting) where the person has a seat and is still a member."""
    people, sittings = {person for person, _ in pairs}, {sitting for _, sitting in pairs}
    still = Q(sitting__bond=None) | Q(
        sitting__bond__members__person=F("person"), sitting__bond__members__left=None
    )
    rows = Seat.objects.filter(still, person__in=people, sitting__in=sittings)
    found = {(p, s): moved for p, s, moved in rows.values_list("person", "sitting", "moved")}
    return {pair: found[pair] for pair in pairs if pair in found}


@require_GET
def moved(request: Request) -> JsonResponse:
    """Which of the sittings that a page has drawn have moved since; for where no stream gets
    through. It asks by itself, so it is no use of the device."""
    drawn = asked.drawn(request.GET.getlist("at"))
    now = standing({(request.person.id, sitting) for sitting in drawn})
    told = {str(s): seq for (_, s), seq in now.items() if seq > drawn[s]}
    return JsonResponse({"moved": told})
