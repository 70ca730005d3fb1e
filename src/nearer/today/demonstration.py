"""Invented people for `./start demo`, put in through the same deeds as anybody's words.

What they wrote lies in demo/*.toml. It is sealed like everything else.
"""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.bonds.models import Bond, Member
from nearer.people import actions as people
from nearer.people.models import Person
from nearer.practices import play, shelf
from nearer.practices.slots import Page, Slot
from nearer.practices.steps import clean
from nearer.sittings import actions as sittings
from nearer.sittings import drafts
from nearer.sittings.models import Sitting
from nearer.sittings.opened import company_alone, company_of_bond, open_sitting, opening
from nearer.sittings.shown import draft_place
from nearer.vault.keyring import Keyring

STORY = Path(__file__).parent / "demo"
PASSWORD = "lamp light in the evening"  # noqa: S105 - it locks invented words only
NOT_DATA = {"by", "step", "lane", "move", "clock", "days_ago"}


@dataclass
class Cast:
    """The invented people and who they are in the bond at hand."""

    people: dict[str, Person] = field(default_factory=dict)
    keyrings: dict[str, Keyring] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)

    def device_of(self, who: str, begun_by: str) -> str:
        """Whose device somebody writes on: a companion borrows the beginner's."""
        return who if who in self.keyrings else begun_by


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
        _sitting(one, bond, cast)
    for one in told.get("draft", []):
        _draft(one, bond, cast)


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


def _moment(days_ago: int, clock: str) -> datetime:
    now = timezone.now()
    day = now.date() - timedelta(days=days_ago)
    then = datetime.combine(day, time.fromisoformat(clock), tzinfo=now.tzinfo)
    return min(then, now)


def _sitting(one: Mapping[str, Any], bond: Bond | None, cast: Cast) -> None:
    begun_by = one["begun_by"]
    me, keyring = cast.people[begun_by], cast.keyrings[begun_by]
    members = cast.members if bond else {begun_by: str(me.id)}
    keys = one.get("cast") or (list(members) if bond else [begun_by])
    present = [begun_by, *(key for key in keys if key != begun_by)]
    days_ago, clock = one["days_ago"], one["entry"][0].get("clock", "19:00")
    sitting = sittings.begin(
        id=uuid.uuid4(),
        script=shelf.get(one["practice"]),
        bond=bond,
        person=me,
        cast=[members[key] for key in present],
        way=one["way"],
        answers=[],
        keyring=keyring,
        at=_moment(days_ago, clock),
    )
    for entry in one["entry"]:
        days_ago = entry.get("days_ago", days_ago)
        clock = entry.get("clock", clock)
        device = cast.device_of(entry["by"], begun_by)
        _entry(sitting, entry, members, device, cast, _moment(days_ago, clock))


def _entry(
    sitting: Sitting,
    entry: Mapping[str, Any],
    members: Mapping[str, str],
    device: str,
    cast: Cast,
    at: datetime,
) -> None:
    by, person, keyring = members[entry["by"]], cast.people[device], cast.keyrings[device]
    sitting = Sitting.objects.select_related("bond", "wording").get(pk=sitting.pk)
    opened = open_sitting(sitting, person, keyring)
    thread = members[entry["lane"]] if "lane" in entry else "main"
    slot = _slot(opened.state.open_for(by), entry["step"], thread)
    move = entry.get("move", "answer")
    form = {name: value for name, value in entry.items() if name not in NOT_DATA}
    data, private = clean(slot.step, move, form, opened.state.way)
    answer = sittings.Answer(
        uuid.uuid4(), by, move, slot.id, data, private if entry["by"] == device else None
    )
    sittings.add(sitting=sitting, person=person, answers=[answer], keyring=keyring, at=at)


def _slot(pages: Iterable[Page], step: str, thread: str) -> Slot:
    return next(
        slot
        for page in pages
        for slot in page.slots
        if slot.step.id == step and slot.thread == thread
    )


def _draft(one: Mapping[str, Any], bond: Bond | None, cast: Cast) -> None:
    person, keyring = cast.people[one["by"]], cast.keyrings[one["by"]]
    script = shelf.get(one["practice"])
    here = f"/begin/{script.slug}/"
    if bond is None:
        company, kind = company_alone(person, keyring), ""
    else:
        company = company_of_bond(bond.members.present(), keyring)
        kind = bond.kind(keyring)
        query = QueryDict(mutable=True)
        query.update({"bond": str(bond.id), "way": one["way"]})
        here += f"?{query.urlencode()}"
    first = opening(company, list(company.names), one["way"], kind)
    page = play.play(script, [first]).open_for(company.me)[0]
    drafts.keep(
        place=draft_place(here, page),
        title=script.wording("title"),
        fields={f"words-{one['step']}": [one["words"]]},
        keyring=keyring,
    )
