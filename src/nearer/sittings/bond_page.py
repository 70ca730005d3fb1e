"""A bond's own page."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import seal
from nearer.bonds import access
from nearer.bonds.shown import BondShown, bond_shown, gone, ways_back
from nearer.keeps import pause
from nearer.people import zone
from nearer.people.request import Request
from nearer.practices import situations
from nearer.vault.keyring import Keyring, NoKey

from . import finding, kept
from .fading import has_faded
from .models import Sitting
from .shelf_pages import rows_of

ON_ONE_PAGE = 20
MOST_TO_DO = 6
"""Practices on a bond's page; favourites beyond that are shown all the same."""


def card_of(row: Sitting, keyring: Keyring) -> dict[str, Any]:
    """A sitting's card, or plain words where it can't be opened."""
    try:
        card: dict[str, Any] = row.card.open(keyring)
    except (seal.Tampered, NoKey):
        return {
            "title": "Something that can't be opened",
            "waits": {},
            "over": True,
            "broken": True,
        }
    return card


@require_safe
def bond(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Who is in it, what has been, what could be next."""
    row = access.bond_of(request, bond)
    members = list(row.members.present())
    shown = bond_shown(row, members, request.keyring)
    asked = request.GET.get("page", "1")
    page = int(asked) if re.fullmatch("[1-9][0-9]{0,3}", asked) else 1
    mine = Sitting.objects.in_bond(row, request.person)
    start = (page - 1) * ON_ONE_PAGE
    rows = list(mine.newest_first()[start : start + ON_ONE_PAGE + 1])
    request.keyring.gather({row.id, *(s.space for s in rows)})
    names = {str(m.id): m.name for m in shown.members}
    sittings = []
    for sitting in rows[:ON_ONE_PAGE]:
        card = card_of(sitting, request.keyring)
        by = names.get(card.get("begun_by", ""), "")
        day = zone.day_of(card["at"], request.keyring) if "at" in card else sitting.day
        faded = has_faded(card, sitting.day, zone.zone_of(request.keyring))
        sittings.append({"id": sitting.id, "day": day, "card": card, "by": by, "faded": faded})
    context = {
        "place": "together",
        "bond": shown,
        "gone": gone(row, request.keyring),
        "alone": len(shown.members) < 2,
        "sittings": sittings,
        "more": page + 1 if len(rows) > ON_ONE_PAGE else None,
        "earlier": page - 1 if page > 1 else None,
        "practices": _to_do(shown, mine[: finding.GROWING].count(), request.keyring),
        "situations": situations.all(),
        "pause": pause.of(row, request.keyring),
        "answered": row.invitations.inwards().exclude(newcomer=None),
        "returns": ways_back([row.pk], request.keyring),
    }
    return render(request, "bonds/bond.html", context)


def _to_do(bond: BondShown, sittings: int, keyring: Keyring) -> list[dict[str, Any]]:
    """My favourites that fit, and a few of what fits this bond best."""
    fits = finding.fitting(bond, sittings)
    mine = kept.favourites(keyring)
    loved = [script for script in fits if script.slug in mine]
    others = [script for script in fits if script.slug not in mine]
    return rows_of([*loved, *others[: max(0, MOST_TO_DO - len(loved))]], bond.kind)
