"""Face to face: what was said aloud counts as given, and passing is a button of its own."""

from __future__ import annotations

from nearer.bonds.models import Bond
from nearer.sittings.models import Sitting
from tests.cast import Player, look, member
from tests.sittings.carding import HEAD, ROLES, begin, page_of, send

BOX = 'type="checkbox"'
ASKED = (
    HEAD
    + ROLES
    + """
[[step]]
id = "reply"
kind = "write"
who = "first"
ask = "What did you hear?"

[[step]]
id = "question"
kind = "write"
who = "first"
same_page = true
optional = true
ask = "Something you would like to know?"

[[step]]
id = "answer"
kind = "write"
who = "first"
optional = true
when = { step = "question", given = true }
ask = "Would you like to answer?"

[[step]]
id = "talk"
kind = "turns"
who = "first"
rounds = 1
optional = true
when = { step = "answer", given = true }
ask = "Whoever holds the phone, speaks"

[[step]]
id = "end"
kind = "write"
who = "first"
ask = "And now?"
"""
)


def moves(player: Player, sitting: Sitting) -> dict[str, str]:
    entries = look(player, sitting).state.entries
    return {entry.slot.rsplit(".", 1)[-1]: entry.move for entry in entries if entry.slot}


def open_now(player: Player, sitting: Sitting) -> list[str]:
    opened = look(player, sitting)
    return [s.step.id for p in opened.state.open_for(opened.company.me) for s in p.slots]


def test_one_tap_says_that_it_was_said_and_another_passes(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, ASKED, ben, way="together")
    assert BOX in page_of(ann, sitting)
    send(ann, sitting, said__question="yes")
    assert open_now(ann, sitting) == ["answer"]
    page = page_of(ann, sitting)
    assert BOX not in page
    assert ">Said</button>" in page
    assert ">Pass</button>" in page
    send(ann, sitting)
    assert open_now(ann, sitting) == ["talk"]
    send(ann, sitting)
    told = moves(ann, sitting)
    assert (told["question"], told["answer"], told["talk"]) == ("answer", "answer", "answer")


def test_a_question_that_was_not_asked_is_passed_over(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, ASKED, ben, way="together")
    send(ann, sitting)
    assert open_now(ann, sitting) == ["end"]
    assert moves(ann, sitting) == {"reply": "answer", "question": "skip"}


def test_what_was_not_answered_aloud_is_passed(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, ASKED, ben, way="together")
    send(ann, sitting, said__question="yes")
    send(ann, sitting, move="skip")
    assert open_now(ann, sitting) == ["end"]


def test_apart_an_empty_field_is_passed_as_ever(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, ASKED, ben)
    assert BOX not in page_of(ann, sitting)
    send(ann, sitting, words__reply="That you were cold", said__question="yes")
    assert open_now(ann, sitting) == ["end"]


def test_the_tick_is_still_there_when_something_is_missing(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, ASKED, ben, way="together")
    too_long = "x" * 30_000
    page = send(ann, sitting, expect=422, words__reply=too_long, said__question="yes")
    assert 'name="said-question" value="yes" checked' in page


def test_an_own_line_on_a_borrowed_phone_is_not_said_to_anybody(
    ann: Player, ben: Player, bond: Bond
) -> None:
    private = HEAD + '[[step]]\nid = "own"\nkind = "write"\nwho = "all"\nshown = "me"\n'
    private += 'optional = true\nask = "For you alone"\n'
    sitting = begin(ann, bond, private, ben, way="together")
    him = str(member(bond, ben).id)
    send(ann, sitting)
    page = str(ann.client.get(f"/sittings/{sitting.pk}/?as={him}").content.decode())
    send(ann, sitting, page)
    entries = [e for e in look(ann, sitting).state.entries if e.slot]
    assert [entry.move for entry in entries] == ["skip", "skip"]


def test_on_a_borrowed_phone_nothing_is_kept_before_it_is_sent(
    ann: Player, ben: Player, bond: Bond
) -> None:
    """It would lie among the words of whose phone it is."""
    sitting = begin(ann, bond, ASKED, ben, way="together")
    him = str(member(bond, ben).id)
    own, borrowed = (
        str(ann.client.get(f"/sittings/{sitting.pk}/?as={who}").content.decode())
        for who in (str(member(bond, ann).id), him)
    )
    assert "data-draft=" in own
    assert "data-draft=" not in borrowed
