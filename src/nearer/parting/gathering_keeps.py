"""What a bond keeps, as far as I may see it now: each drawer by the rules of its own page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from nearer.keeps import hooks, jar, keeping, prompts
from nearer.keeps.here import Here
from nearer.keeps.keeping import Kept
from nearer.keeps.models import Keep
from nearer.keeps.promised import day_of
from nearer.keeps.versions import earlier
from nearer.people.zone import day_of as day_in_zone
from nearer.vault.keyring import Keyring

from .gathering_notes import of_notes
from .gathering_sittings import before
from .pieces import Line, Part, Piece

DRAWERS = {
    "promise": "Promises",
    "date": "Dates",
    "plan": "Plans",
    "appreciation": "The jar",
    "little": "The little things",
    "journal": "The journal",
    "prompt": "Questions left for one another",
    "topic": "Put aside for the next check-in",
    "own words": "From bonds that I left",
}
OTHERS = "What else was kept"
HAPPENED = {
    "kept": "Kept.",
    "missed": "Missed, and owned.",
    "reworded": "Before, it said this.",
    "changed": "Changed together. Before, it said this.",
    "talk": "Wanted to talk about it first.",
}
STATES = {
    "done": "Done.",
    "dropped": "Dropped.",
    "kept": "Kept.",
    "missed": "Missed.",
    "changed": "Changed together.",
}
AT_A_TIME = 100


def of_bond(here: Here) -> Iterator[Part]:
    """Every drawer of a bond, and what its members wrote on its pages of notes."""
    rows = Keep.objects.filter(bond=here.bond).openable(here.keyring)
    yield from _drawers(rows, here)
    topics = [topic.id for topic in hooks.topics_kept(here.bond.pk, here.keyring)]
    if topics:
        yield Part("topic", DRAWERS["topic"], _pieces(topics, here, here.keyring))
    yield from of_notes(here)


def of_own(keyring: Keyring, *, bonds: Collection[UUID]) -> Iterator[Part]:
    """What I keep for myself alone, without what stands in the chapters of these bonds."""
    told = {topic.id for bond in bonds for topic in hooks.topics_kept(bond, keyring)}
    rows = Keep.objects.filter(space=keyring.person).exclude(bond__in=bonds)
    by_kind = _by_kind(rows, keyring, lambda one: one.id not in told)
    for kind, ids in by_kind.items():
        title = "My journal" if kind == "journal" else DRAWERS.get(kind, OTHERS)
        yield Part(kind, title, _pieces(ids, None, keyring))


def _drawers(rows: Any, here: Here) -> Iterator[Part]:
    ripe = {one.id for one in jar.for_me(here.drawer(jar.DRAWER), here.me)}

    def may_see(one: Kept) -> bool:
        kind = one.body["kind"]
        if one.by == here.me:
            return True
        if kind == jar.DRAWER:
            return one.id in ripe or here.is_mine(one)
        if kind == prompts.PROMPT:
            return one.body.get("to") == here.me
        # What a drawer that is not known here shows to whom is not known either.
        return kind in DRAWERS

    by_kind = _by_kind(rows, here.keyring, may_see)
    for kind in [*(kind for kind in DRAWERS if kind in by_kind), *(by_kind.keys() - DRAWERS)]:
        pieces = _pieces(by_kind[kind], here, here.keyring)
        yield Part(kind, DRAWERS.get(kind, OTHERS), pieces)


def _by_kind(rows: Any, keyring: Keyring, may_see: Any) -> dict[str, list[UUID]]:
    """Ids by what they are, the earliest first. Only ids are held, however much there is."""
    found: dict[str, list[UUID]] = {}
    for some in _opened(list(rows.order_by("number").values_list("pk", flat=True)), keyring):
        for one in some:
            if may_see(one):
                found.setdefault(one.body["kind"], []).append(one.id)
    return found


def _opened(ids: list[UUID], keyring: Keyring) -> Iterator[list[Kept]]:
    for start in range(0, len(ids), AT_A_TIME):
        rows = Keep.objects.filter(pk__in=ids[start : start + AT_A_TIME]).order_by("number")
        yield keeping.opened(rows, keyring)


def _pieces(ids: list[UUID], here: Here | None, keyring: Keyring) -> Iterator[Piece]:
    for some in _opened(ids, keyring):
        for one in some:
            yield _piece(one, here, keyring)


def _piece(one: Kept, here: Here | None, keyring: Keyring) -> Piece:
    body, on = one.body, day_in_zone(one.body["at"], keyring)
    if "lines" in body:
        # My own words out of a bond that I left, see copies.py; the words are its name.
        return Piece(one.words, on, tuple(_copied(line) for line in body["lines"]))
    private = here is None or body["kind"] == "topic"
    mine = private or one.by == here.me if here else True
    first = Line(
        by=_name(one.by, here),
        mine=mine,
        private=private,
        day=on,
        asked=str(body.get("asked", "")),
        words=one.words,
        note=" ".join(_details(one, here)),
    )
    return Piece(
        "", on, (first, *before(first, earlier(body), keyring), *_history(body, here, keyring))
    )


def _copied(line: dict[str, str]) -> Line:
    note, day = f"From: {line['where']}.", day_of(line["day"])
    return Line("", True, True, day, line["asked"], line["words"], note)


def _name(member: str, here: Here | None) -> str:
    return "" if here is None else here.names.get(member, "somebody")


def _details(one: Kept, here: Here | None) -> Iterator[str]:
    body = one.body
    if here and body["kind"] in {"date", "little"}:
        about = str(body.get("whose") or body.get("about") or one.by)
        if about != one.by:
            yield f"About {_me(here, about)}."
    to = body.get("to")
    if here and to:
        yield f"For {_all_of(here, [to] if isinstance(to, str) else to)}."
    day = one.comes_up or day_of(body.get("day"))
    if day:
        yield " ".join(part for part in (f"On {_said(day)}", body.get("time") or "") if part) + "."
    if body.get("where"):
        yield f"Where: {body['where']}."
    if body.get("state") in STATES:
        yield STATES[body["state"]]


def _me(here: Here, member: str) -> str:
    return "you" if member == here.me else here.name(member)


def _all_of(here: Here, members: Iterable[str]) -> str:
    return ", ".join(_me(here, member) for member in members)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _history(body: dict[str, Any], here: Here | None, keyring: Keyring) -> Iterator[Line]:
    for one in body.get("history") or []:
        yield Line(
            by=_name(one["by"], here),
            mine=here is not None and one["by"] == here.me,
            day=day_in_zone(one["at"], keyring),
            words=one.get("words", ""),
            note=HAPPENED.get(one["what"], ""),
        )
    if asked := body.get("proposal"):
        note = "Asked for this instead."
        yield Line(by=_name(asked["asked_by"], here), words=asked["words"], note=note)
