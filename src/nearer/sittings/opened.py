"""A sitting unsealed for one person: its script, its state, and the names of those in it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import seal
from nearer.bonds.models import Member
from nearer.bonds.shown import in_words, member_shown
from nearer.people.models import Person
from nearer.photos.shown import PhotoShown, photos_in
from nearer.practices import play
from nearer.practices.script import Script, ScriptFault
from nearer.practices.slots import Slot
from nearer.practices.state import State
from nearer.vault.keyring import Keyring, NoKey

from . import standing
from .models import Entry, OwnPart, Sitting


class Unreadable(Exception):
    """The sitting can't be opened at all: its wording or its card is damaged or not ours."""


@dataclass(frozen=True)
class Company:
    """Who is in a sitting, as one of them sees it. Ids are those of the cast (strings)."""

    me: str
    names: Mapping[str, str]
    companions: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()
    people: Mapping[str, Any] = field(default_factory=dict)

    def name(self, member: str) -> str:
        """The name of a member, or plain words for one who can't be named."""
        return self.names.get(member, "somebody")

    def roles_in_words(self, roles: Mapping[str, Iterable[str]], reader: str) -> dict[str, str]:
        """One string per role, and “you”, for the texts of a script."""
        words = {role: in_words([self.name(m) for m in who]) for role, who in roles.items()}
        return {**words, "you": self.name(reader)}


@dataclass(frozen=True)
class Opened:
    """A sitting as one person may know it."""

    sitting: Sitting | None
    script: Script
    state: State
    company: Company
    card: Mapping[str, Any]
    times: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, uuid.UUID | None] = field(default_factory=dict)
    unreadable: int = 0
    photos: Mapping[str, PhotoShown] = field(default_factory=dict)
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """By entry: {versions, changed} of what was changed after others could see it."""
    moved: int = 0
    """How far this person's page has come; see `standing`."""

    def lent_by(self, entry: str, member: str) -> str:
        """Whose device an entry of somebody with an account was written on, if not their own.

        Face to face the phone goes round, and nobody should seem to have written what another
        wrote in their name.
        """
        own, device = self.company.people.get(member), self.devices.get(entry)
        if own is None or device is None or own == device:
            return ""
        lender = next((m for m, p in self.company.people.items() if p == device), "")
        return self.company.name(lender)

    def is_mine(self, entry: play.Entry, person: uuid.UUID) -> bool:
        """Whether these words are mine to change: my own, or a companion's on my device."""
        if entry.by == self.company.me:
            return True
        return entry.by in self.company.companions and self.devices.get(entry.id) == person

    @property
    def gone_unsaid(self) -> list[str]:
        """Who is gone from the bond without a word of it among the rows; see `open_sitting`."""
        return [entry.by for entry in self.state.entries if entry.id == _gone(entry.by)]

    def as_written(self) -> Opened:
        """The same as the rows alone tell it."""
        rows = [entry for entry in self.state.entries if entry.id != _gone(entry.by)]
        return replace(self, state=play.play(self.script, rows))

    def say(self, slot: Slot, what: str, reader: str = "") -> str:
        """A text of the slot's step, for this bond and way, with names put in."""
        names = self.company.roles_in_words(slot.roles, reader or self.company.me)
        return slot.step.text(what, bond=self.state.bond, way=self.state.way, names=names)


def company_of_bond(members: Iterable[Member], keyring: Keyring) -> Company:
    """Everybody who is or was in a bond."""
    names, people, companions, gone, me = {}, {}, set(), set(), ""
    for member in members:
        shown = member_shown(member, keyring)
        key = str(member.id)
        names[key] = shown.name
        if shown.companion:
            companions.add(key)
        else:
            people[key] = member.device
        if shown.left:
            gone.add(key)
        elif shown.me:
            me = key
    return Company(me, names, frozenset(companions), frozenset(gone), people)


def company_alone(person: Person, keyring: Keyring) -> Company:
    """One person by themselves."""
    return Company(
        str(person.id), {str(person.id): person.name(keyring)}, people={str(person.id): person.id}
    )


def company_of(sitting: Sitting, person: Person, keyring: Keyring) -> Company:
    """Whoever may be in this sitting."""
    if sitting.bond is None:
        return company_alone(person, keyring)
    return company_of_bond(sitting.bond.members.all(), keyring)


def open_sitting(sitting: Sitting, person: Person, keyring: Keyring) -> Opened:
    """Unseal and play a sitting. One damaged entry is counted and left out.

    Raises `Unreadable`.
    """
    # Before the entries: a page must never claim to be newer than it is.
    moved = standing.of(sitting.pk, person.pk)
    try:
        card = sitting.card.open(keyring)
        wording = sitting.wording.script.open(keyring)
        script = Script.parse(wording["toml"], wording["name"])
    except (seal.Tampered, NoKey, ScriptFault) as fault:
        raise Unreadable from fault
    company = company_of(sitting, person, keyring)
    rows = list(sitting.entries.order_by("seq"))
    entries, bodies, unreadable = _entries(rows, keyring)
    times = {id: body["at"] for id, body in bodies.items()}
    changes = {id: body for id, body in bodies.items() if body.get("versions")}
    devices = {str(row.id): row.author for row in rows}
    # Somebody who left the bond is out of its sittings, whatever was written down of it.
    # DANGER: it comes after all rows here. Before another is added it has to become a row itself.
    entries += [
        play.Entry(id=_gone(member), seq=len(rows) + 1, by=member, move="leave")
        for member in card["cast"]
        if member in company.gone
    ]
    state = play.play(script, entries)
    photos = photos_in(map(_photo, state.entries), keyring)
    return Opened(
        sitting,
        script,
        state,
        company,
        card,
        times,
        devices,
        unreadable,
        photos,
        changes,
        moved=moved,
    )


def _gone(member: str) -> str:
    return f"gone-{member}"


def _photo(entry: play.Entry) -> Any:
    return entry.data.get("photo") or (entry.private or {}).get("photo")


def _entries(rows: list[Entry], keyring: Keyring) -> tuple[list[play.Entry], dict[str, Any], int]:
    """Rows opened: entries, their whole bodies by id, how many could not be opened."""
    own = {
        part.entry_id: part
        for part in OwnPart.objects.filter(entry__in=[row.id for row in rows], space=keyring.person)
    }
    entries, bodies, unreadable = [], {}, 0
    for row in rows:
        try:
            body = row.body.open(keyring)
            private = own[row.id].body.open(keyring) if row.id in own else None
        except (seal.Tampered, NoKey):
            unreadable += 1
            continue
        entries.append(
            play.Entry(
                id=str(row.id),
                seq=row.seq,
                by=body["by"],
                move=body["move"],
                slot=body["slot"],
                data=body["data"],
                private=private,
            )
        )
        bodies[str(row.id)] = body
    return entries, bodies, unreadable


def opening(company: Company, cast: list[str], way: str, bond_kind: str) -> play.Entry:
    """The entry that every sitting begins with."""
    data = {"cast": cast, "begun_by": company.me, "way": way, "bond": bond_kind}
    return play.Entry(id="begin", seq=0, by=company.me, move="begin", data=data)
