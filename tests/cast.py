"""The fixed cast. Ann and Ben share a partner bond; Cleo must see nothing of it.

Ann, Ben, Cleo and the companion Dot make up a family when a test asks for one.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.test import Client

from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.bonds.models import Bond, Invitation, Member
from nearer.people import actions as people
from nearer.people.models import Person
from nearer.practices import shelf
from nearer.practices.steps import clean
from nearer.sittings import actions as sittings
from nearer.sittings.models import Sitting
from nearer.sittings.opened import Opened, open_sitting
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring

PASSWORD = "quiet rivers carry lanterns"


@dataclass
class Player:
    """Somebody with an account, a keyring, and a browser that is signed in."""

    name: str
    id: uuid.UUID
    keyring: Keyring
    token: bytes
    client: Client

    @property
    def person(self) -> Person:
        """The account as the database has it now."""
        return Person.objects.get(pk=self.id)

    @property
    def email(self) -> str:
        """Where they sign in."""
        return f"{self.name.lower()}@example.org"


def enter(name: str, *, adult: bool = True, settled: bool = True) -> Player:
    """Let somebody sign up and sign in."""
    keyring = people.sign_up(
        email=f"{name.lower()}@example.org", name=name, password=PASSWORD, adult=adult
    )
    person = Person.objects.get(pk=keyring.person)
    if settled:
        code = str(person.pending_code.open(keyring)).split("-")
        assert people.type_back(person=person, keyring=keyring, groups={0: code[0]})
    token, client = device(keyring)
    return Player(name, keyring.person, keyring, token, client)


def device(keyring: Keyring) -> tuple[bytes, Client]:
    """Another browser of somebody, signed in."""
    token = signed_in.open_device(keyring=keyring, label="A browser")
    return token, with_cookie(token)


def with_cookie(token: bytes) -> Client:
    """A browser that holds this token."""
    client = Client(raise_request_exception=True)
    client.cookies[signed_in.COOKIE] = base64.urlsafe_b64encode(token).decode()
    return client


def bind(founder: Player, *others: Player, kind: str = "partner", name: str = "Us two") -> Bond:
    """Make a bond of these people, each let in with link and code."""
    bond = bonds.begin(
        founder=founder.person,
        kind=kind,
        name=name,
        own_name=founder.name,
        keyring=founder.keyring,
    )
    for other in others:
        let_in(bond, founder, other)
    return Bond.objects.get(pk=bond.pk)


def let_in(bond: Bond, inviter: Player, newcomer: Player) -> None:
    """Let somebody into a bond, with link and code."""
    invitation = bonds.invite(bond=bond, inviter=member(bond, inviter), keyring=inviter.keyring)
    say_yes(newcomer, invitation, inviter)
    invitations.let_in(invitation=invitation, keyring=inviter.keyring)


def say_yes(newcomer: Player, invitation: Invitation, inviter: Player) -> None:
    """Say yes to an invitation, with the code that belongs to it."""
    invitations.accept(
        invitation=invitation,
        code=str(invitation.code.open(inviter.keyring)),
        newcomer=newcomer.person,
        name=newcomer.name,
        keyring=newcomer.keyring,
    )


def member(bond: Bond, player: Player) -> Member:
    """Somebody's membership."""
    return bond.members.present().get(person=player.id)


def sit(
    player: Player,
    bond: Bond | None,
    practice: str = "sharing",
    *,
    way: str = "apart",
    cast: Sequence[Member] | None = None,
) -> Sitting:
    """Begin a sitting, without a first word."""
    if bond is None:
        ids = [str(player.id)]
    else:
        present = list(cast if cast is not None else bond.members.present())
        if way == "apart":
            present = [one for one in present if not one.is_companion]
        own = member(bond, player)
        ids = [str(own.id), *(str(one.id) for one in present if one.id != own.id)]
    return sittings.begin(
        id=uuid.uuid4(),
        script=shelf.get(practice),
        bond=bond,
        person=player.person,
        cast=ids,
        way=way,
        answers=[],
        keyring=player.keyring,
    )


def look(player: Player, sitting: Sitting) -> Opened:
    """The sitting as somebody may know it."""
    row = Sitting.objects.select_related("bond", "wording").get(pk=sitting.pk)
    return open_sitting(row, player.person, player.keyring)


def say(
    player: Player,
    sitting: Sitting,
    step: str,
    form: Mapping[str, Any],
    *,
    move: str = "answer",
    by: str = "",
    lane: str = "",
) -> Opened:
    """Put an answer into the open slot of a step; `by` on a borrowed phone, `lane` with whom."""
    opened = look(player, sitting)
    who = by or opened.company.me
    slot = next(
        slot
        for page in opened.state.open_for(who)
        for slot in page.slots
        if slot.step.id == step and (not lane or slot.thread == lane)
    )
    data, private = clean(slot.step, move, form, opened.state.way)
    answer = sittings.Answer(uuid.uuid4(), who, move, slot.id, data, None if by else private)
    row = Sitting.objects.select_related("bond", "wording").get(pk=sitting.pk)
    return sittings.add(sitting=row, person=player.person, answers=[answer], keyring=player.keyring)
