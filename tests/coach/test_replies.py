"""What is derived from a reply's labels: what stands in the way, in order, and what lands."""

from collections.abc import Mapping

import pytest

from coach import ReplyReading, SentenceReading, ShareReading, Span
from coach.labels import SECOND
from coach.replies import FLAGS, derive

SHARE = ShareReading(
    "It hurts.", disclosure="feeling", style="i-statement", emotions=("sadness",), intensity=3
)


def reply(
    *labels: Mapping[str, int],
    share: ShareReading = SHARE,
    wish: str = "listen",
    model: bool = True,
) -> ReplyReading:
    """A reply with these labels, one mapping per sentence, as sure as can be."""
    sentences = []
    for n, each in enumerate(labels):
        chance = dict.fromkeys(each, 1.0)
        chance |= {SECOND[name]: 1.0 for name, grade in each.items() if grade == 2}
        sentences.append(SentenceReading(Span(n, n + 1, "."), each, chance))
    return derive("." * len(labels), share, sentences, wish=wish, by_model=model)


@pytest.mark.parametrize(
    ("labels", "flag"),
    [
        ([{"FEEL": 2}, {"DISMISS": 1}], "dismisses"),
        ([{"DEFEND": 1}, {"ADVICE": 1}, {"DISMISS": 1}], "dismisses"),
        ([{"FEEL": 1}, {"DEFEND": 1}], "defends"),
        ([{"ADVICE": 1}, {"FEEL": 2}], "advises_first"),
        ([{}, {"ADVICE": 1}], "advises_first"),
        ([{"REASSURE": 1}, {"REFLECT": 2}], "reassures_early"),
        ([{"FEEL": 1}, {"REASSURE": 1}], "reassures_early"),
        ([{"FEEL": 2}, {"DIVERT": 1}], "turns_away"),
        ([{}], "shows_no_feeling"),
        ([{"REFLECT": 1}], "shows_no_feeling"),
        ([{"FEEL": 1}], "feeling_too_faint"),
    ],
)
def test_the_first_thing_in_the_way_is_said(labels: list[dict[str, int]], flag: str) -> None:
    assert reply(*labels).flags[0] == flag


def test_the_order_is_that_of_the_coach() -> None:
    found = reply({"ADVICE": 1}, {"DIVERT": 1}, {"DEFEND": 1}, {"DISMISS": 1}).flags
    assert list(found) == [name for name in FLAGS if name in found]
    assert found[:4] == ("dismisses", "defends", "advises_first", "turns_away")


@pytest.mark.parametrize(
    "labels",
    [
        [{"FEEL": 2}, {"ADVICE": 1}],
        [{"VALID": 1}, {"ADVICE": 1}],
        [{"FEEL": 2, "REFLECT": 2}, {"OPENQ": 1}],
        [{"REFLECT": 2}],
        [{"REFLECT": 2}, {"REASSURE": 1}],
        [{}, {"OPENQ": 1}],
        [{"VALID": 1}],
    ],
)
def test_a_good_reply_meets_nothing_in_its_way(labels: list[dict[str, int]]) -> None:
    assert reply(*labels).flags == ()


def test_ideas_that_were_wished_for_are_no_fault() -> None:
    advice = [{"ADVICE": 1}, {"OPENQ": 1}]
    assert reply(*advice).flags[0] == "advises_first"
    assert "advises_first" not in reply(*advice, wish="think-along").flags
    asked = ShareReading("What now?", disclosure="feeling", intensity=2, asks_advice=True)
    assert "advises_first" not in reply(*advice, share=asked).flags


def test_comfort_that_was_wished_for_may_come_after_an_acknowledgement() -> None:
    late = [{"FEEL": 1}, {"REASSURE": 1}]
    assert "reassures_early" not in reply(*late, wish="comfort").flags
    assert "reassures_early" in reply({"REASSURE": 1}, wish="comfort").flags


def test_what_might_be_there_is_not_called_missing() -> None:
    sentence = SentenceReading(Span(0, 1, "."), {}, {"FEEL": 0.3})
    assert "shows_no_feeling" not in derive(".", SHARE, [sentence]).flags


def test_rules_alone_call_nothing_missing_that_they_cannot_rule_out() -> None:
    assert reply({}, {"FEEL": 1}, model=False).flags == ()
    assert reply({}, {"FEEL": 1}, model=True).flags != ()


def test_a_greeting_cannot_be_missed() -> None:
    hello = ShareReading("morning", disclosure="none")
    assert reply({}, share=hello).flags == ()


def test_what_landed_is_found_with_the_strongest_first() -> None:
    landed = reply({"OPENQ": 1}, {"VALID": 1}, {"FEEL": 2}, {"REFLECT": 2}).landed
    assert landed == ("named", "felt", "allowed", "asked")
    assert reply({"FEEL": 1}).landed == ()
