"""Putting something into a drawer, changing it, taking it out. Each deed is one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404
from django.utils import timezone

import seal
from nearer.bonds.actions import keep_epoch
from nearer.bonds.models import Bond
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.models import Epoch
from nearer.vault.roster import Roster

from . import versions
from .marks import marks
from .models import Keep, Notebook
from .notes import hold_mine

DRAWERS = ("promise", "appreciation", "little", "plan", "journal", "date", "topic", "prompt")


@dataclass(frozen=True)
class Kept:
    """A keep opened. `by` is the member (or, alone, the person) whose words these are; `mine`
    says that they were written on my device, which tells whose companion's words are whose to
    change. Whether they are my own words, `by` alone says. `device`: on whose they were written,
    by account or by place in the bond."""

    id: uuid.UUID
    by: str
    words: str
    body: dict[str, Any]
    comes_up: date | None
    mine: bool
    device: str

    @property
    def earlier(self) -> tuple[versions.Earlier, ...]:
        """What it said before it was changed, the latest first."""
        return versions.earlier(self.body)

    @property
    def changed(self) -> datetime | None:
        """When it was last changed, where others can look up what it said before."""
        return versions.changed_at(self.body)


@transaction.atomic
def keep(
    *,
    drawer: str,
    bond: Bond | None,
    by: str,
    words: str,
    keyring: Keyring,
    id: uuid.UUID | None = None,
    space: uuid.UUID | None = None,
    only: Collection[uuid.UUID] | None = None,
    comes_up: date | None = None,
    more: dict[str, Any] | None = None,
) -> Keep:
    """Keep something in a bond, or for oneself where `bond` is None.

    `id` makes it a deed that counts once; `space` narrows it to a circle of the bond or to the
    own vault, `only` to these people and myself; `more` joins the body.
    """
    id = id or uuid.uuid4()
    if bond is None:
        hold_mine(keyring)
    else:
        bond = Bond.objects.select_for_update().get(pk=bond.pk)
        keep_epoch(bond, keyring)
    # Looked for behind the lock: what is sent twice at once waits there for the first.
    before = Keep.objects.filter(pk=id).first()
    if before is not None:
        return before
    if bond is not None and only is not None:
        space = circle_of(bond, {*only, keyring.person}, keyring)
    row = Keep(
        id=id,
        bond=bond,
        space=space or (bond.id if bond else keyring.person),
        author=keyring.person,
        number=(Keep.objects.aggregate(n=Max("number"))["n"] or 0) + 1,
        mark=marks(bond.id if bond else keyring.person, drawer, keyring)[0],
        comes_up=comes_up,
    )
    body = {"kind": drawer, "by": by, "words": words, "at": timezone.now().isoformat()}
    row.seal(keyring, body={**body, **(more or {})})
    row.save(force_insert=True)
    return row


def circle_of(bond: Bond, people: set[uuid.UUID], keyring: Keyring) -> uuid.UUID:
    """The bond's own space if these are all of it, else a new one that they alone hold."""
    holders = epochs.holders(space=bond.id, keyring=keyring)
    if people >= holders.keys():
        return bond.id
    return epochs.circle(among=holders, people=people, keyring=keyring)


@transaction.atomic
def change(*, keep: Keep, keyring: Keyring, comes_up: date | None, **more: Any) -> None:
    """Write more into a keep's body, and set (or with None clear) the day it comes up.

    What it said before stays in it for whoever could read it. Raises `versions.Enough`.
    Whoever came into the bond after it was kept is still kept out of it, and so is whoever left.
    """
    keep = locked(keep)
    body = keep.body.open(keyring)
    if body.get("gone"):
        return
    earlier = versions.kept_for(keep, body, more, keyring)
    write_over(keep, {**body, **more, **earlier}, keyring, comes_up)


def locked(keep: Keep) -> Keep:
    """The row as it stands now, held until the transaction ends.

    Raises Http404 if it was taken back since the page was read, and its row went with it.
    """
    rows = Keep.objects.select_for_update(of=("self",)).select_related("bond")
    return get_object_or_404(rows, pk=keep.pk)


def write_over(
    keep: Keep, body: dict[str, Any], keyring: Keyring, comes_up: date | None = None
) -> None:
    """Seal another body into a row that is `locked`, for those who could open it before."""
    if keep.bond is not None:
        # The old body is opened before: what a row's seal binds must not change under it.
        keep_epoch(keep.bond, keyring)
        _keep_leavers_out(keep, keep.bond, keyring)
        _keep_newcomers_out(keep, keyring)
    if keep.comes_up != comes_up:
        keep.remind_nobody()
    keep.comes_up = comes_up
    keep.seal(keyring, body=body)
    keep.save()


def _keep_leavers_out(keep: Keep, bond: Bond, keyring: Keyring) -> None:
    if keep.space == bond.id or keep.space == keyring.person:
        return
    present = set(bond.members.present().people().values_list("person", flat=True))
    within = epochs.holders(space=keep.space, keyring=keyring).keys()
    epochs.keep_only(space=keep.space, holders=present & within, keyring=keyring)


def _keep_newcomers_out(keep: Keep, keyring: Keyring) -> None:
    """Go on in a circle of those who could open it, once somebody else holds the newest key."""
    epoch = Epoch.objects.get(space=keep.space, number=keep.epoch)
    then = Roster.of(epoch)
    then.verify(keyring.key(keep.space, keep.epoch))
    now = epochs.holders(space=keep.space, keyring=keyring)
    if now.keys() <= then.holders.keys():
        return
    keep.space = epochs.circle(among=now, people=then.holders.keys(), keyring=keyring)


def clear_away(*, bond: uuid.UUID) -> None:
    """Once a bond is no more: the notes that nobody can open again."""
    if not Bond.objects.filter(pk=bond).exists():
        Notebook.objects.filter(space=bond).delete()


def opened(rows: Iterable[Keep], keyring: Keyring) -> list[Kept]:
    """Rows opened for a page; one that does not open, or was taken back, is left out."""
    return [one for one in _opened(rows, keyring) if not one.body.get("gone")]


def taken_back(rows: Iterable[Keep], keyring: Keyring) -> list[Kept]:
    """Of these rows those whose words their author took back; only a line is left of them."""
    return [one for one in _opened(rows, keyring) if one.body.get("gone")]


def _opened(rows: Iterable[Keep], keyring: Keyring) -> list[Kept]:
    rows = list(rows)
    keyring.gather({row.space for row in rows})
    found = []
    for row in rows:
        try:
            body = row.body.open(keyring)
        except (seal.Tampered, NoKey):
            continue
        account = body.get("device", str(row.author))
        mine, device = account == str(keyring.person), body.get("phone", account)
        found.append(Kept(row.id, body["by"], body["words"], body, row.comes_up, mine, device))
    return found
