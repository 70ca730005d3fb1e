"""Pages of notes: read mine, read everybody's, change mine."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

import seal
from nearer.bonds.actions import keep_epoch
from nearer.bonds.models import Bond
from nearer.people.models import Person
from nearer.vault.keyring import Keyring, NoKey

from .marks import marks
from .models import Notebook

Page = dict[str, Any]


def mine(space: uuid.UUID, drawer: str, keyring: Keyring) -> Page:
    """My own page in a space (a bond's id, or mine for my vault); empty where there is none."""
    found = _row(space, drawer, keyring)
    return _opened(found, keyring) if found else {}


def everybodys(space: uuid.UUID, drawer: str, keyring: Keyring) -> dict[uuid.UUID, Page]:
    """Each person's page in a bond's notes, by person."""
    rows = Notebook.objects.filter(space=space, mark__in=marks(space, drawer, keyring))
    return {row.author: _opened(row, keyring) for row in rows if row.author}


def several(space: uuid.UUID, drawers: Sequence[str], keyring: Keyring) -> dict[str, Page]:
    """Several of my own pages in a space, by drawer, with one query however many they are."""
    of = {mark: drawer for drawer in drawers for mark in marks(space, drawer, keyring)}
    rows = Notebook.objects.filter(author=keyring.person, space=space, mark__in=list(of))
    return {of[bytes(row.mark)]: _opened(row, keyring) for row in rows}


def hold_mine(keyring: Keyring) -> None:
    """Nobody else changes my own vault until the transaction ends.

    The account is held, because a row that is not there yet can't be; without its key, because
    others, who only refer to it, need not wait.
    """
    Person.objects.select_for_update(no_key=True).get(pk=keyring.person)


@transaction.atomic
def change(
    space: uuid.UUID, drawer: str, keyring: Keyring, how: Callable[[Page], Page | None]
) -> None:
    """Change my own page; `how` gets what stands there, and None from it removes the page.

    The whole page is sealed anew: in a bond, whoever is in it by now can read all of it.
    """
    if space == keyring.person:
        hold_mine(keyring)
    else:
        keep_epoch(Bond.objects.select_for_update().get(pk=space), keyring)
    row = _row(space, drawer, keyring, lock=True)
    page = how(_opened(row, keyring) if row else {})
    if page is None:
        if row is not None:
            row.delete()
        return
    row = row or Notebook(author=keyring.person, space=space)
    row.mark = marks(space, drawer, keyring)[0]
    row.seal(keyring, body=page)
    row.save()


def tick(
    space: uuid.UUID,
    drawer: str,
    keyring: Keyring,
    one: str,
    *,
    on: bool = True,
    key: str = "ids",
    most: int = 0,
) -> None:
    """Put `one` last in a list on my page, once, or with `on` False take it off.

    `most`: how many are remembered, the latest; 0 for all.
    """

    def how(page: Page) -> Page:
        others = [item for item in page.get(key, []) if item != one]
        return {**page, key: [*others, one][-most:] if on else others}

    change(space, drawer, keyring, how)


def _row(space: uuid.UUID, drawer: str, keyring: Keyring, lock: bool = False) -> Notebook | None:
    rows = Notebook.objects.select_for_update() if lock else Notebook.objects.all()
    known = marks(space, drawer, keyring)
    return rows.filter(author=keyring.person, space=space, mark__in=known).first()


def _opened(row: Notebook, keyring: Keyring) -> Page:
    """A page that does not open counts as empty: one damaged row breaks no page."""
    try:
        page: Page = row.body.open(keyring)
    except (seal.Tampered, NoKey):
        return {}
    return page
