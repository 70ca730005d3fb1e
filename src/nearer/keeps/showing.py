"""Showing later what was for fewer: a page of one's own, or something kept for some of a bond."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction

from nearer.bonds.actions import keep_epoch
from nearer.vault.models import Epoch
from nearer.vault.roster import Broken, Roster

from . import keeping
from .here import Here
from .journal import JOURNAL
from .marks import marks
from .models import Keep

NARROW = {"date": "told", "appreciation": "to"}
"""Drawers where a body says for whom it is, and under which name."""


def readers(keep: Keep, here: Here) -> list[str]:
    """Members with an account, me left out, who hold the very key that a keep is sealed under."""
    epoch = Epoch.objects.filter(space=keep.space, number=keep.epoch).first()
    try:
        holders = set(Roster.of(epoch).holders) if epoch else set()
    except Broken:
        holders = set()
    return [member for member in here.others_with_account if here.people[member] in holders]


def not_yet(keep: Keep, here: Here) -> list[str]:
    """Those to whom it could still be shown."""
    already = readers(keep, here)
    return [member for member in here.others_with_account if member not in already]


def put_in_journal(
    *, here: Here, words: str, asked: str, to: Collection[str], id: uuid.UUID
) -> Keep:
    """Show words of mine in a bond's journal to these members, and to nobody else."""
    # Named one by one even where they are everybody: somebody may have been let in since.
    return here.keep(
        JOURNAL,
        words,
        id=id,
        only=[here.people[member] for member in to],
        more={"asked": asked} if asked else None,
    )


@transaction.atomic
def widen(*, here: Here, keep: Keep, to: Collection[str]) -> None:
    """Let more members read something of mine. With it they read what it said before."""
    row = keeping.locked(keep)
    body = row.body.open(here.keyring)
    if body.get("gone"):
        return
    keep_epoch(here.bond, here.keyring)
    chosen = [*readers(row, here), *to]
    people = {here.keyring.person, *(here.people[member] for member in chosen)}
    row.space = keeping.circle_of(here.bond, people, here.keyring)
    # Under the newest key: whoever came later holds none of those before.
    row.mark = marks(here.bond.id, body["kind"], here.keyring)[0]
    name = NARROW.get(body["kind"], "")
    if body.get(name):
        whole = set(here.others_with_account) <= set(chosen)
        body[name] = [] if whole else list(dict.fromkeys([*body[name], *to]))
    row.seal(here.keyring, body=body)
    row.save()
