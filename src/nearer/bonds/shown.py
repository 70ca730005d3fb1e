"""Rows opened for a page. One query each, however many there are."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

import seal
from nearer.people.request import Request
from nearer.vault.keyring import Keyring, NoKey

from .models import UNREADABLE, Bond, Bonds, Invitation, Member, Members


@dataclass(frozen=True)
class MemberShown:
    """A member as a page draws them."""

    id: uuid.UUID
    name: str
    companion: bool
    me: bool
    left: bool


@dataclass(frozen=True)
class BondShown:
    """A bond as a list draws it."""

    id: uuid.UUID
    name: str
    kind: str
    members: tuple[MemberShown, ...]

    @property
    def others(self) -> str:
        """The names of everybody but me."""
        return in_words([m.name for m in self.members if not m.me])


def in_words(names: list[str]) -> str:
    """“Ann, Ben and Cleo”."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def member_shown(member: Member, keyring: Keyring) -> MemberShown:
    """One member; a damaged name is said to be one and breaks nothing."""
    try:
        name = member.name(keyring)
    except (seal.Tampered, NoKey):
        name = UNREADABLE
    return MemberShown(
        member.id,
        name,
        member.is_companion,
        member.person_id == keyring.person,
        member.left is not None,
    )


def members_shown(members: Members, request: Request) -> list[MemberShown]:
    """Members by the day they came, then by name."""
    shown = [(m.joined, member_shown(m, request.keyring)) for m in members]
    return [m for _, m in sorted(shown, key=lambda pair: (pair[0], pair[1].name.casefold()))]


def gone(bond: Bond, keyring: Keyring) -> list[str]:
    """The names of those who have left and did not come back, each once."""
    rows = list(bond.members.gone().order_by("left", "id"))
    here = set(bond.members.present().people().values_list("person", flat=True))
    left = [one for one in rows if one.person_id not in here]
    names = [member_shown(one, keyring).name if one.person_id else "Somebody" for one in left]
    return list(dict.fromkeys(names))


def bonds_shown(bonds: Bonds, keyring: Keyring) -> list[BondShown]:
    """Bonds by name, with who is in them now."""
    present = Prefetch("members", queryset=Member.objects.present())
    rows = list(bonds.prefetch_related(present))
    keyring.gather(row.id for row in rows)
    shown = [bond_shown(row, list(row.members.all()), keyring) for row in rows]
    return sorted(shown, key=lambda bond: bond.name.casefold())


def bond_shown(bond: Bond, members: list[Member], keyring: Keyring) -> BondShown:
    """One bond and these members of it."""
    try:
        card = bond.card.open(keyring)
    except (seal.Tampered, NoKey):
        card = {"name": UNREADABLE, "kind": ""}
    ordered = sorted(members, key=lambda m: (m.joined, str(m.id)))
    shown = tuple(member_shown(m, keyring) for m in ordered)
    return BondShown(bond.id, card["name"], card["kind"], shown)


@dataclass(frozen=True)
class WayBack:
    """Somebody's way back to their place, as a list draws it."""

    id: uuid.UUID
    bond: uuid.UUID
    name: str
    me: bool


def ways_back(bonds: Iterable[uuid.UUID], keyring: Keyring) -> list[WayBack]:
    """Those under way in these bonds; every member sees them."""
    rows = Invitation.objects.returns().filter(bond__in=bonds).select_related("place")
    shown = [(row, member_shown(row.place, keyring)) for row in rows.order_by("pk") if row.place]
    return [WayBack(row.pk, row.bond_id, one.name, one.me) for row, one in shown]
