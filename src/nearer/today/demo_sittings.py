"""What the invented people of the demo said to each other, page by page, as forms send it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.people.models import Person
from nearer.practices import decks, play, shelf
from nearer.practices.slots import MAIN, Slot
from nearer.practices.steps import clean
from nearer.sittings import actions as sittings
from nearer.sittings import drafts
from nearer.sittings.models import Sitting
from nearer.sittings.opened import company_alone, company_of_bond, open_sitting, opening
from nearer.sittings.shown import draft_place
from nearer.vault.keyring import Keyring

NOT_DATA = {"by", "step", "lane", "move", "clock", "days_ago", "in_days"}


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


def _moment(days_ago: int, clock: str) -> datetime:
    now = timezone.now()
    day = now.date() - timedelta(days=days_ago)
    then = datetime.combine(day, time.fromisoformat(clock), tzinfo=now.tzinfo)
    return min(then, now)


def tell_sitting(one: Mapping[str, Any], bond: Bond | None, cast: Cast) -> None:
    """Play one sitting, a page at a time."""
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
    rest = list(one["entry"])
    while rest:
        days_ago = rest[0].get("days_ago", days_ago)
        clock = rest[0].get("clock", clock)
        device = cast.device_of(rest[0]["by"], begun_by)
        rest = rest[_page(sitting, rest, members, device, cast, _moment(days_ago, clock)) :]


def _page(
    sitting: Sitting,
    told: Sequence[Mapping[str, Any]],
    members: Mapping[str, str],
    device: str,
    cast: Cast,
    at: datetime,
) -> int:
    """Put in what one of them wrote next, as far as it can be sent at once; returns how much."""
    by, person, keyring = told[0]["by"], cast.people[device], cast.keyrings[device]
    sitting = Sitting.objects.select_related("bond", "wording").get(pk=sitting.pk)
    opened = open_sitting(sitting, person, keyring)
    open_now = {
        (slot.step.id, slot.thread): slot
        for page in opened.state.open_for(members[by])
        for slot in page.slots
    }
    answers: list[sittings.Answer] = []
    for entry in told:
        moved_on = answers and ("clock" in entry or "days_ago" in entry)
        thread = members[entry["lane"]] if "lane" in entry else MAIN
        slot = open_now.pop((entry["step"], thread), None)
        if entry["by"] != by or moved_on or slot is None:
            break
        move = entry.get("move", "answer")
        data, private = clean(slot.step, move, _form(slot, entry), opened.state.way)
        own = private if by == device else None
        answers.append(sittings.Answer(uuid.uuid4(), members[by], move, slot.id, data, own))
    if not answers:
        raise LookupError(f"{by} is not asked for “{told[0]['step']}” there")
    sittings.add(sitting=sitting, person=person, answers=answers, keyring=keyring, at=at)
    return len(answers)


def _form(slot: Slot, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a form would have sent; a card by its id, a day by how far ahead it is."""
    form = {name: value for name, value in entry.items() if name not in NOT_DATA}
    if slot.step.kind == "draw":
        card = decks.card(entry["card"])
        form = {"card": card.id, "deck": card.deck, "text": card.ask, "depth": card.depth}
    if "in_days" in entry:
        form["day"] = (timezone.now().date() + timedelta(days=entry["in_days"])).isoformat()
    return form


def tell_draft(one: Mapping[str, Any], bond: Bond | None, cast: Cast) -> None:
    """Leave something begun and not sent."""
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
