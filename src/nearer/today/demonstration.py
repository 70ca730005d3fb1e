"""Invented people for `./start demo`, put in through the same deeds as anybody's words.

What they wrote lies in demo/*.toml. It is sealed like everything else.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.bonds.models import Bond, Member
from nearer.people import actions as people
from nearer.people.models import Person
from nearer.vault.keyring import Keyring

from .demo_sittings import Cast, tell_draft, tell_sitting

STORY = Path(__file__).parent / "demo"
PASSWORD = "lamp light in the evening"  # noqa: S105 - it locks invented words only


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((STORY / name).read_text(encoding="utf-8"))


def story() -> dict[str, str]:
    """The people of the demo: key -> name."""
    return {one["key"]: one["name"] for one in _read("people.toml")["person"]}


def address(key: str) -> str:
    """The e-mail address of one of them."""
    return next(str(p["email"]) for p in _read("people.toml")["person"] if p["key"] == key)


def tell() -> None:
    """Make the people, their bonds and some weeks of what they said to each other."""
    cast = Cast()
    for one in _read("people.toml")["person"]:
        keyring = people.sign_up(
            email=one["email"],
            name=one["name"],
            password=PASSWORD,
            adult=one.get("adult", True),
        )
        person = Person.objects.get(pk=keyring.person)
        code = str(person.pending_code.open(keyring)).split("-")
        people.type_back(person=person, keyring=keyring, groups={0: code[0]})
        cast.people[one["key"]] = person
        cast.keyrings[one["key"]] = keyring
        cast.names[one["key"]] = one["name"]
    for path in sorted(STORY.glob("*.toml")):
        if path.name != "people.toml":
            _tell_file(_read(path.name), cast)


def _tell_file(told: Mapping[str, Any], cast: Cast) -> None:
    bond = _bond(told, cast) if "bond" in told else None
    for one in sorted(told.get("sitting", []), key=lambda s: -s["days_ago"]):
        tell_sitting(one, bond, cast)
    for one in told.get("draft", []):
        tell_draft(one, bond, cast)


def _bond(told: Mapping[str, Any], cast: Cast) -> Bond:
    listed = told["member"]
    founder = next(one for one in listed if not one.get("companion"))
    keyring = cast.keyrings[founder["key"]]
    bond = bonds.begin(
        founder=cast.people[founder["key"]],
        kind=told["bond"]["kind"],
        name=told["bond"]["name"],
        own_name=founder["name"],
        keyring=keyring,
    )
    own = bond.members.get()
    cast.members = {founder["key"]: str(own.id)}
    for one in listed:
        if one is founder:
            continue
        member = (
            bonds.add_companion(bond=bond, name=one["name"], keyring=keyring)
            if one.get("companion")
            else _join(bond, own, one, keyring, cast)
        )
        cast.members[one["key"]] = str(member.id)
    return Bond.objects.get(pk=bond.pk)


def _join(
    bond: Bond, inviter: Member, one: Mapping[str, Any], keyring: Keyring, cast: Cast
) -> Member:
    invitation = bonds.invite(bond=bond, inviter=inviter, keyring=keyring)
    invitations.accept(
        invitation=invitation,
        code=str(invitation.code.open(keyring)),
        newcomer=cast.people[one["key"]],
        name=one["name"],
        keyring=cast.keyrings[one["key"]],
    )
    return invitations.let_in(invitation=invitation, keyring=keyring)
