"""Saying it otherwise, later. What others could read before stays there for them, folded away."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from nearer.keeps import versions
from nearer.practices.kept_back import merged, shown_later
from nearer.practices.kinds.gates import Receipt
from nearer.practices.slots import Entry as Played
from nearer.practices.slots import Slot
from nearer.vault.keyring import Keyring

from . import kept
from .models import Entry, OwnPart, Sitting
from .opened import Opened
from .taking_back import NotYours, held, mine_in, reseal, spaces_of, tell


def field_of(slot: Slot) -> str:
    """Under which key the free words of an answer stand."""
    return "helped" if isinstance(slot.step, Receipt) else "words"


def words_of(slot: Slot, data: Mapping[str, Any]) -> str:
    """The free words of an answer that may be changed; "" where there are none."""
    if not slot.step.may_be_reworded or data.get("gone"):
        return ""
    return str(data.get(field_of(slot)) or "")


def as_it_is(answer: Played, slot: Slot) -> Mapping[str, Any]:
    """What an answer of mine holds now, whether I keep it to myself or have shown it since."""
    shown = shown_later(answer, slot.given)
    return shown.data if shown is not None else merged(answer)


def seen_by_others(opened: Opened, answer: Played) -> bool:
    """Whether anybody else could see these words so far, those who stepped out included."""
    return any(
        item.entry_id == answer.id
        for member in opened.state.cast
        if member != answer.by
        for item in opened.state.visible(member)
    )


@transaction.atomic
def reword(*, sitting: Sitting, entry: uuid.UUID, words: str, keyring: Keyring) -> None:
    """Put an entry of mine into other words. Nobody is told, and nothing is asked anew.

    Once somebody else could see it, all its versions stay for whoever can. Raises `NotYours`,
    also when it has been taken back meanwhile; `versions.Enough`; and what `circles.keep` raises.
    """
    sitting, opened = held(sitting, keyring)
    answer, slot = mine_in(opened, entry, keyring)
    before = words_of(slot, as_it_is(answer, slot))
    if not before:
        raise NotYours
    if words == before:
        return
    field, shown = field_of(slot), shown_later(answer, slot.given)
    row = Entry.objects.get(pk=entry, sitting=sitting)
    body = row.body.open(keyring)
    body["data"] = _with(body["data"], field, words)
    if seen_by_others(opened, answer):
        body |= versions.and_earlier(body, {"words": words}, {"words": before})
    reseal(row, sitting, body, keyring)
    if shown is not None:
        later = Entry.objects.get(pk=uuid.UUID(shown.id), sitting=sitting)
        told = later.body.open(keyring)
        reseal(later, sitting, {**told, "data": _with(told["data"], field, words)}, keyring)
    for part in OwnPart.objects.filter(entry=row, space=keyring.person):
        part.seal(keyring, body=_with(part.body.open(keyring), field, words))
        part.save()
    kept.reword(opened, slot, answer.id, before, words, spaces_of(sitting, row), keyring)
    tell(opened, keyring)


def _with(data: Mapping[str, Any], field: str, words: str) -> dict[str, Any]:
    """Other words where words stand; an answer kept to oneself has none in its shared part."""
    return {**data, field: words} if data.get(field) else dict(data)
