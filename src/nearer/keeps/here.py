"""A bond as one of its members stands in it: who I am here, and who else there is."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.http import Http404

import seal
from nearer.bonds import access
from nearer.bonds.models import GONE, Bond, Member
from nearer.bonds.shown import BondShown, bond_shown, in_words
from nearer.people.models import Person
from nearer.people.request import Request
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.roster import Broken

from . import keeping
from .keeping import Kept
from .models import Keep


@dataclass(frozen=True)
class Here:
    """Names and people go by member id, as strings. Those who left keep their name, and no more."""

    bond: Bond
    shown: BondShown
    me: str
    names: Mapping[str, str]
    present: tuple[str, ...]
    people: Mapping[str, uuid.UUID]
    """Those present with an account, me among them."""
    accounts: Mapping[str, str]
    """Whose place here is whose, those who left included: “” once the account was deleted."""
    companions: frozenset[str]
    keyring: Keyring
    _shut: dict[str, list[Keep]] = field(default_factory=dict, init=False, repr=False)
    _asked: dict[str, bool] = field(default_factory=dict, init=False, repr=False)
    """What was left out of each drawer when it was opened last, and what `_went_on` said."""

    @property
    def others(self) -> list[str]:
        """Everybody here but me."""
        return [member for member in self.present if member != self.me]

    @property
    def others_with_account(self) -> list[str]:
        """Those of them who can read on a device of their own."""
        return [member for member in self.people if member != self.me]

    def drawer(self, name: str) -> list[Kept]:
        """What lies in one drawer of the bond, opened, the newest first."""
        return self.drawer_and_rows(name)[0]

    def drawer_and_rows(self, name: str) -> tuple[list[Kept], list[Keep]]:
        """The same, and all its rows, those that do not open or were taken back among them."""
        rows = list(Keep.objects.in_bond(self.bond, name, self.keyring))
        found = keeping.opened(rows, self.keyring)
        opened = {kept.id for kept in found}
        self._shut[name] = [row for row in rows if row.id not in opened]
        return found, rows

    def removed(self, name: str) -> list[datetime]:
        """When each was kept that its author took back, the newest first, as last opened."""
        if name not in self._shut:
            self.drawer(name)
        gone = keeping.taken_back(self._shut[name], self.keyring)
        return [datetime.fromisoformat(kept.body["at"]) for kept in gone]

    def keep(
        self,
        drawer: str,
        words: str,
        *,
        id: uuid.UUID,
        only: Collection[uuid.UUID] | None = None,
        comes_up: date | None = None,
        more: dict[str, Any] | None = None,
    ) -> Keep:
        """Keep words of mine in a drawer of the bond; as `keeping.keep`."""
        return keeping.keep(
            drawer=drawer,
            bond=self.bond,
            by=self.me,
            words=words,
            keyring=self.keyring,
            id=id,
            only=only,
            comes_up=comes_up,
            more=more,
        )

    def name(self, member: str) -> str:
        """What somebody is called here, “You” for oneself."""
        return "You" if member == self.me else self.names.get(member, "Somebody")

    def in_words(self, members: Collection[str]) -> str:
        """“Ben and Cleo”, in the order of the bond."""
        return in_words([self.names[m] for m in self.names if m in members])

    def is_mine(self, kept: Kept) -> bool:
        """Whether these words are mine to change: my own, or a companion's on my device.

        Not those of somebody who left, whatever device they were written on.
        """
        on_mine = kept.mine or kept.device == self.me
        return kept.by == self.me or (on_mine and kept.by in self.companions)

    def lent_by(self, kept: Kept, *, named: bool = False) -> str:
        """Whose phone somebody's words were written on, where that was not their own.

        Nobody should seem to have promised what another wrote in their name. A row names an
        account, or the place of somebody who left; the account stays in the body of one that
        another made visible. With `named` I have my name too, for what others may read later.
        """
        own = self.accounts.get(kept.by)
        if own is None or kept.device in (own, kept.by):
            return ""
        for member, account in self.accounts.items():
            if kept.device in (account, member):
                return self.names.get(member, "Somebody") if named else self.name(member)
        if own and kept.device not in self._asked:
            self._asked[kept.device] = _went_on(kept.device)
        return GONE if own and not self._asked[kept.device] else ""

    def readers(self, keep: Keep) -> list[str]:
        """Members with an account who hold the key to something kept, me left out."""
        if keep.space == self.bond.id:
            return self.others_with_account
        try:
            holders = epochs.holders(space=keep.space, keyring=self.keyring)
        except (seal.Tampered, NoKey, Broken):
            return []
        return [m for m in self.others_with_account if self.people[m] in holders]


def _went_on(account: str) -> bool:
    """Whether an account that has no place in a bond, and had one, gave it to a new one.

    Who leaves keeps the place, and who deletes their account is not there any more. It stays in
    rows that whoever let the new account in could not open, mostly as whose own words they are.
    """
    return Person.objects.filter(pk=account).exists()


def here_of(request: Request, bond: uuid.UUID) -> Here:
    """The bond as the signed-in person stands in it; else 404."""
    row = access.bond_of(request, bond)
    request.keyring.gather([row.id])
    return stand(row, request.keyring)


def stand(bond: Bond, keyring: Keyring) -> Here:
    """The same for somebody who is known to be a member."""
    members = list(bond.members.all())
    shown = bond_shown(bond, members, keyring)
    now = [member for member in members if member.left is None]
    people = {str(m.id): m.person_id for m in now if m.person_id is not None}
    return Here(
        bond=bond,
        shown=shown,
        me=next((str(m.id) for m in shown.members if m.me and not m.left), ""),
        names={str(m.id): m.name for m in shown.members},
        present=tuple(str(m.id) for m in shown.members if not m.left),
        people=people,
        accounts=_accounts(members),
        companions=frozenset(str(m.id) for m in shown.members if m.companion),
        keyring=keyring,
    )


def _accounts(members: Iterable[Member]) -> dict[str, str]:
    """Those present first: whoever left and came back has two places, and is here now."""
    ordered = sorted(members, key=lambda member: member.left is not None)
    return {str(m.id): str(m.person_id or "") for m in ordered if not m.is_companion}


def keep_of(here: Here, id: uuid.UUID, *drawers: str) -> tuple[Keep, Kept]:
    """Something kept in this bond, in one of these drawers; else 404. One's own vault included."""
    row = Keep.objects.beside(here.bond, here.keyring).filter(pk=id).first()
    found = keeping.opened([row], here.keyring) if row else []
    if row is None or not found or found[0].body["kind"] not in drawers:
        raise Http404
    return row, found[0]


def own_of(here: Here, id: uuid.UUID, *drawers: str) -> tuple[Keep, Kept]:
    """The same, if it is mine to change; else 404."""
    row, kept = keep_of(here, id, *drawers)
    if not here.is_mine(kept):
        raise Http404
    return row, kept
