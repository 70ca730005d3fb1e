"""Taking words back out of the keeps: where others could read them, a plain line stays."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction

import seal
from nearer.practices import shelf
from nearer.vault.keyring import Keyring, NoKey

from . import caring, keeping, promises
from .here import Here
from .hooks import kept_ids, last_drawer, topic_drawer
from .marks import marks
from .models import Keep, Notebook
from .versions import could_read

JUST_GO = ("appreciation", "topic")
"""Drawers that nobody looks through: a slip nobody draws, and what lies in one's own vault."""
LINE = ("kind", "by", "at", "device", "phone", "to", "answer")
"""Of a body all that stays: none of it are words."""


@transaction.atomic
def take_out(*, keep: Keep, keyring: Keyring) -> None:
    """Delete the words of a keep for good. Whether they are one's own, the caller has seen to."""
    rows = Keep.objects.select_for_update(of=("self",)).select_related("bond")
    row = rows.filter(pk=keep.pk).first()
    if row is None:
        return
    body = row.body.open(keyring)
    if body.get("gone"):
        return
    if body["kind"] in JUST_GO or not could_read(row, keyring):
        row.delete()
        return
    line = {part: body[part] for part in LINE if part in body}
    keeping.write_over(row, {**line, "words": "", "gone": True}, keyring)


@transaction.atomic
def take_back_all(*, here: Here) -> None:
    """Take back all that I keep in a bond, and my pages of its notes. It cannot be undone."""
    rows = Keep.objects.filter(bond=here.bond).openable(here.keyring)
    mine = [kept.id for kept in keeping.opened(rows, here.keyring) if here.is_mine(kept)]
    for row in Keep.objects.filter(pk__in=mine):
        take_out(keep=row, keyring=here.keyring)
    Notebook.objects.filter(author=here.keyring.person, space=here.bond.pk).delete()


@transaction.atomic
def forget_mine(*, bond: uuid.UUID, keyring: Keyring) -> None:
    """Delete what only the pages of one bond show of my own vault: what I put aside for its
    check-in, how I marked ways of caring, and my answers that were kept for the next time."""
    me = keyring.person
    Keep.objects.own(topic_drawer(bond), keyring).delete()
    last = [last_drawer(script.slug, bond) for script in shelf.all()]
    known = [mark for one in [caring.drawer(bond), *last] for mark in marks(me, one, keyring)]
    Notebook.objects.filter(author=me, space=me, mark__in=known).delete()


def reword_entry(
    *,
    entry: uuid.UUID,
    spaces: Collection[uuid.UUID],
    before: str,
    words: str,
    keyring: Keyring,
) -> None:
    """What was kept of an entry is reworded with it, unless it was since by itself.

    A promise that was kept says for good what was kept, here as on its own page.
    """
    ids = [id for space in spaces for id in kept_ids(entry, space, keyring)]
    for row in Keep.objects.filter(pk__in=ids).openable(keyring):
        for kept in keeping.opened([row], keyring):
            if kept.words == before and kept.body.get("state") != "kept":
                more = {"words": words}
                if kept.body["kind"] == promises.DRAWER:
                    more |= promises.reworded(kept)
                keeping.change(keep=row, keyring=keyring, comes_up=row.comes_up, **more)


def out_of_entry(*, entry: uuid.UUID, spaces: Collection[uuid.UUID], keyring: Keyring) -> None:
    """What was kept of an entry of a sitting goes with its words. `spaces`: where it lay."""
    ids = [id for space in spaces for id in kept_ids(entry, space, keyring)]
    for row in Keep.objects.filter(pk__in=ids).openable(keyring):
        try:
            take_out(keep=row, keyring=keyring)
        except (seal.Tampered, NoKey):
            # Damaged, it holds no words that anybody could still read.
            row.delete()
