"""Showing what was kept to oneself in a sitting: in its place, or to some in a bond's journal."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from nearer.keeps import showing
from nearer.keeps.here import Here
from nearer.people.models import Person
from nearer.practices.kept_back import kept_by
from nearer.practices.kinds.gates import Receipt
from nearer.practices.slots import Entry as Played
from nearer.practices.slots import Slot
from nearer.practices.steps import clean
from nearer.vault.keyring import Keyring

from . import actions, forms
from .models import Sitting
from .opened import Opened, open_sitting
from .taking_back import NotYours, held, mine_in


def can_be_shown(opened: Opened, answer: Played, slot: Slot) -> bool:
    """Whether this answer of mine is for my eyes only, and could be shown in its place."""
    me = opened.company.me
    if answer.by != me or not answer.private or me in opened.state.left:
        return False
    if isinstance(slot.step, Receipt):
        return slot.step.keeps(me, slot.given) and bool(near(opened, slot))
    return slot.step.keeps(me, slot.given) and answer.id in kept_by(me, slot.given)


def near(opened: Opened, slot: Slot) -> list[str]:
    """Who would see it in its place: everybody but me who takes part there still.

    Whoever stepped out, or is gone from the bond, keeps the view of that moment.
    """
    out = {opened.company.me, *opened.state.left}
    return [member for member in slot.audience if member not in out]


def audience(opened: Opened, slot: Slot) -> list[str]:
    """Those of them who can read on a device of their own."""
    return [member for member in near(opened, slot) if member in opened.company.people]


@transaction.atomic
def show_in_place(*, sitting: Sitting, entry: uuid.UUID, form: uuid.UUID, keyring: Keyring) -> None:
    """Let everybody who takes part there see it from now on; once. Raises `NotYours`, `MovedOn`."""
    sitting, opened = held(sitting, keyring)
    answer, slot = mine_in(opened, entry, keyring)
    if not can_be_shown(opened, answer, slot):
        raise NotYours
    private = dict(answer.private or {})
    if isinstance(slot.step, Receipt):
        data, _ = clean(slot.step, "show", private, opened.state.way)
    else:
        data = {**private, "of": answer.id}
    id = forms.entry_id(form, slot.id, "show")
    shown = actions.Answer(id, opened.company.me, "show", slot.id, data)
    person = Person.objects.get(pk=keyring.person)
    actions.add(sitting=sitting, person=person, answers=[shown], keyring=keyring)


def show_in_journal(
    *,
    sitting: Sitting,
    entry: uuid.UUID,
    told: dict[str, Any],
    here: Here,
    to: list[str],
    form: uuid.UUID,
) -> None:
    """Put a copy into a bond's journal for these members alone. `told`: {words, asked}."""
    person = Person.objects.get(pk=here.keyring.person)
    mine_in(open_sitting(sitting, person, here.keyring), entry, here.keyring)
    id = uuid.uuid5(form, f"{person.id} {entry}")
    showing.put_in_journal(here=here, to=to, id=id, **told)
