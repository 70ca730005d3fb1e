"""What stands on a bond's pages of notes: own cards and ideas, ticks, ways of caring."""

from __future__ import annotations

from collections.abc import Iterator

from nearer.keeps import cards, caring, ideas
from nearer.keeps.here import Here

from .pieces import Line, Part, Piece


def of_notes(here: Here) -> Iterator[Part]:
    """Own cards and ideas of all of us, my ticks, and ways of caring as far as they are shown."""
    me = here.names[here.me]
    mine = {one["id"] for one in cards.my_cards(here)}
    own = [
        Line(by=me if card.id in mine else "", mine=card.id in mine, words=card.ask)
        for card in cards.own_deck(here).cards
    ]
    table = ideas.table(here)
    added = [
        Line(by=me if one.mine else "", mine=one.mine, words=one.idea.do)
        for one in table.everything
        if one.own
    ]
    ticked = [
        Line(by=me, mine=True, private=True, words=one.idea.do, note=_ticks(one))
        for one in table.everything
        if one.new or one.would
    ]
    matched = [Line(words=one.idea.do) for one in table.matches]
    for kind, title, lines in (
        ("own cards", "Cards that you wrote yourselves", own),
        ("own ideas", "Ideas of your own", added),
        ("ticked ideas", "What you ticked for yourself", ticked),
        ("matched ideas", "What all of you would do", matched),
        ("ways of caring", "Ways of caring", list(_caring(here))),
    ):
        if lines:
            yield Part(kind, title, (Piece("", None, tuple(lines)),))


def _ticks(one: ideas.Shown) -> str:
    return (
        "New to me. I would." if one.new and one.would else "New to me." if one.new else "I would."
    )


def _caring(here: Here) -> Iterator[Line]:
    marks, shown = caring.mine(here), caring.shown(here)
    told = shown[here.me].marks if here.me in shown else {}
    for sentence, level in marks.items():
        private, note = told.get(sentence) != level, f"{caring.LEVELS[level]}."
        yield Line(here.names[here.me], True, private, words=sentence, note=note)
    for member, page in shown.items():
        mine = member == here.me
        for sentence, level in page.marks.items():
            # Of mine what the others still see otherwise than it stands by now.
            if not mine or marks.get(sentence) != level:
                name, note = here.names[member], f"{caring.LEVELS[level]}."
                yield Line(name, mine, day=page.day, words=sentence, note=note)
