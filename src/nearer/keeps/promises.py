"""Promises: made by one, and kept, changed together, or missed and owned. Nobody counts them."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from . import keeping
from .here import Here
from .keeping import Kept
from .models import Keep
from .promised import Promise, day_of, waited_for
from .promised import shown as shown

DRAWER = "promise"


def all_of(here: Here) -> tuple[list[Promise], list[Promise]]:
    """The open ones, the nearest day first, and the earlier ones."""
    found = [shown(here, kept) for kept in here.drawer(DRAWER)]
    still = sorted((p for p in found if p.is_open), key=lambda p: p.day or date.max)
    return still, [p for p in found if not p.is_open]


def make(*, here: Here, words: str, day: date | None, id: uuid.UUID) -> Keep:
    """Promise something to everybody in a bond."""
    more: dict[str, Any] = {"state": "open", "history": [], "proposal": None, "day": _iso(day)}
    return here.keep(DRAWER, words, id=uuid.uuid5(id, DRAWER), comes_up=day, more=more)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _fresh(here: Here, keep: Keep) -> Kept:
    """As it stands now, within the transaction; Http404 if it was taken back since."""
    found = keeping.opened([keeping.locked(keep)], here.keyring)
    if not found:
        raise Http404
    return found[0]


def _add(
    kept: Kept, what: str, words: str = "", day: date | None = None, by: str = ""
) -> list[dict[str, Any]]:
    now = timezone.now().isoformat()
    one = {"at": now, "by": by or kept.by, "what": what, "words": words, "day": _iso(day)}
    return [*kept.body.get("history", []), one]


@transaction.atomic
def mark_kept(*, here: Here, keep: Keep, words: str = "") -> None:
    """The one who promised says that it is done."""
    kept = _fresh(here, keep)
    keeping.change(
        keep=keep,
        keyring=here.keyring,
        comes_up=None,
        state="kept",
        proposal=None,
        history=_add(kept, "kept", words),
    )


@transaction.atomic
def own_up(*, here: Here, keep: Keep, words: str, day: date | None) -> None:
    """Missed, and owned: what happened, what now; with a new day it goes on."""
    kept = _fresh(here, keep)
    keeping.change(
        keep=keep,
        keyring=here.keyring,
        comes_up=day,
        state="open" if day else "missed",
        day=_iso(day),
        proposal=None,
        history=_add(kept, "missed", words, day),
    )


@transaction.atomic
def reword(*, here: Here, keep: Keep, words: str) -> None:
    """Other words for the same promise; what it said before stays on its page."""
    kept = _fresh(here, keep)
    if words == kept.words:
        return
    keeping.change(
        keep=keep, keyring=here.keyring, comes_up=kept.comes_up, words=words, **reworded(kept)
    )


def reworded(kept: Kept) -> dict[str, Any]:
    """What joins the body of a promise that is put into other words."""
    return {"history": _add(kept, "reworded", kept.words)}


@transaction.atomic
def propose(*, here: Here, keep: Keep, words: str, day: date | None) -> None:
    """Ask the others for a change; where there is nobody to ask, it holds at once."""
    kept = _fresh(here, keep)
    to = here.readers(keep)
    proposal = {
        "id": str(uuid.uuid4()),
        "by": kept.by,
        "asked_by": here.me,
        "words": words,
        "day": _iso(day),
        "to": to,
        "agreed": [],
    }
    _settle(here, keep, kept, proposal)


@transaction.atomic
def agree(*, here: Here, keep: Keep, proposal_id: str) -> None:
    """Fine by me. It holds once everybody who was asked, and is still here, has said so.

    What was read is what is agreed to: not what was asked for in its place meanwhile.
    """
    kept = _fresh(here, keep)
    proposal = kept.body.get("proposal")
    if proposal and proposal["id"] == proposal_id and here.me in proposal["to"]:
        agreed = sorted({*proposal["agreed"], here.me})
        _settle(here, keep, kept, {**proposal, "agreed": agreed})


@transaction.atomic
def hold(*, here: Here, keep: Keep, proposal_id: str) -> None:
    """It holds now, if whoever had not said that it is fine has left since."""
    kept = _fresh(here, keep)
    proposal = kept.body.get("proposal")
    if proposal and proposal["id"] == proposal_id and not waited_for(here, proposal):
        _settle(here, keep, kept, proposal)


def _settle(here: Here, keep: Keep, kept: Kept, proposal: dict[str, Any]) -> None:
    if waited_for(here, proposal):
        keeping.change(keep=keep, keyring=here.keyring, comes_up=kept.comes_up, proposal=proposal)
        return
    day = day_of(proposal["day"])
    keeping.change(
        keep=keep,
        keyring=here.keyring,
        comes_up=day,
        state="changed",
        day=_iso(day),
        words=proposal["words"],
        proposal=None,
        history=_add(kept, "changed", kept.words, kept.comes_up),
    )


@transaction.atomic
def withdraw(*, here: Here, keep: Keep, proposal_id: str, talk: bool) -> None:
    """Take a proposal back; or, of one who was asked: let us talk about it first."""
    kept = _fresh(here, keep)
    if (kept.body.get("proposal") or {}).get("id") != proposal_id:
        return
    history = kept.body.get("history", [])
    if talk:
        history = _add(kept, "talk", by=here.me)
    keeping.change(
        keep=keep, keyring=here.keyring, comes_up=kept.comes_up, proposal=None, history=history
    )
