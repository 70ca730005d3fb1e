"""What may be passed may be passed each time that it is asked."""

from __future__ import annotations

from nearer.bonds.models import Bond
from nearer.sittings.models import Sitting
from tests.cast import Player, say, sit
from tests.sittings.carding import page_of, send

PASS = 'value="skip"'


def up_to_the_talk(ann: Player, ben: Player, bond: Bond, way: str = "apart") -> Sitting:
    """A check-in in which one topic was picked, so that it is talked over now."""
    sitting = sit(ann, bond, "check-in", way=way)
    for step in ("near", "why-so", "high", "distance", "nearer", "heard", "topics", "pick"):
        for player in (ann, ben):
            form = {"rating": "4"} if step == "near" else {"words": "The garden"}
            say(player, sitting, step, form)
    return sitting


def test_of_the_turns_of_a_check_in_each_may_be_passed(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = up_to_the_talk(ann, ben, bond)
    for round_ in (1, 2):
        for player in (ann, ben):
            page = page_of(player, sitting)
            assert f"Round {round_} of 2" in page
            assert PASS in page
            send(player, sitting, move="skip")
    assert "How far did you feel heard today?" in page_of(ann, sitting)


def test_a_turn_may_be_passed_after_one_that_was_not(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = up_to_the_talk(ann, ben, bond)
    for player in (ann, ben):
        send(player, sitting, words__talk="For me it is the fence")
    assert PASS in page_of(ann, sitting)
    send(ann, sitting, move="skip")
    send(ben, sitting, words__talk="I heard: the fence")
    assert "I heard: the fence" in page_of(ann, sitting)
    assert "How far did you feel heard today?" in page_of(ann, sitting)


def test_turns_that_are_not_optional_have_no_pass(ann: Player, bond: Bond) -> None:
    page = page_of(ann, sit(ann, bond, "appreciation"))
    assert "Round 1 of 3" in page
    assert PASS not in page
