"""The first page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nearer.bonds.models import Bond, Invitation
from nearer.bonds.shown import bonds_shown, ways_back
from nearer.growing import closeness
from nearer.keeps.today import for_today
from nearer.people import news, zone
from nearer.people.access import open_to_all
from nearer.rhythm import today as rhythm
from nearer.sittings import drafts

from .gentle import invitation
from .waiting import waiting_for


@open_to_all
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me; a welcome for somebody not signed in."""
    person = request.person  # type: ignore[attr-defined]
    keyring = request.keyring  # type: ignore[attr-defined]
    if person is None:
        return render(request, "today/welcome.html")
    if not person.settled:
        return redirect("recovery_code")
    mine = Bond.objects.of(person)
    keyring.gather([person.id])
    bonds = bonds_shown(mine, keyring)
    comes = rhythm.for_today(person, bonds, keyring, closeness.last_look)
    loud = [bond for bond in bonds if bond.id not in comes.muted]
    waiting = waiting_for(person, loud, keyring)
    names: dict[uuid.UUID, str] = {bond.id: bond.name for bond in bonds}
    at_the_door = [bond.id for bond in loud]
    newcomers = Invitation.objects.inwards().filter(bond__in=at_the_door).exclude(newcomer=None)
    answered = Invitation.objects.filter(newcomer=person)
    now = [line for line in waiting if not line.later]
    day = zone.today(keyring)
    context = {
        "place": "today",
        "news": news.waiting(keyring, request.device),  # type: ignore[attr-defined]
        "name": person.name(keyring),
        "bonds": bonds,
        "waiting": now,
        "later": [line for line in waiting if line.later],
        "newcomers": [
            {"bond": row.bond_id, "id": row.id, "where": names[row.bond_id]} for row in newcomers
        ],
        "answered": answered.inwards().exists(),
        "coming_back": answered.returns().exists(),
        "returns": ways_back(names, keyring),
        "comes": comes,
        **zone.offer(person, keyring),
        "drafts": drafts.all_of(keyring),
        "invitation": invitation(person.id, day, loud),
        "keeps": for_today(loud, keyring, day, anything_waits=bool(now or newcomers)),
    }
    return render(request, "today/today.html", context)
