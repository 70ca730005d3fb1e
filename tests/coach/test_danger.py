"""Words that sound like danger are noticed; ordinary ways of speaking are not."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from coach import advise, read_reply, read_share
from coach.danger import KINDS, READ_AT_MOST, signs, version

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


@cache
def is_found(text: str) -> bool:
    return bool(signs(text))


def share_found(found: list[dict[str, Any]]) -> float:
    return sum(is_found(row["text"]) for row in found) / len(found)


KNOWN = rows("danger_sentences.jsonl")
UNSEEN = rows("danger_unseen.jsonl")
STRANGER = rows("danger_stranger.jsonl")
SECOND = rows("danger_stranger_2.jsonl")
THIRD = rows("danger_stranger_3.jsonl")
FOURTH = rows("danger_stranger_4.jsonl")
FIFTH = rows("danger_stranger_5.jsonl")
SIXTH = rows("danger_stranger_6.jsonl")
SEVENTH = rows("danger_stranger_7.jsonl")
EIGHTH = rows("danger_stranger_8.jsonl")
NINTH = rows("danger_stranger_9.jsonl")


def explicit(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in found if row["explicit"]]


def veiled(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in found if row["kind"] != "none" and not row["explicit"]]


def ordinary(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in found if row["kind"] == "none"]


def test_there_are_enough_sentences_of_every_kind_and_none_twice() -> None:
    assert len({row["text"] for row in KNOWN}) == len(KNOWN) >= 1000
    assert sum(row["kind"] == "self" for row in KNOWN) >= 100
    assert sum(row["kind"] in KINDS[1:] for row in KNOWN) >= 100
    assert len(ordinary(KNOWN)) >= 100
    assert {row["text"] for row in KNOWN}.isdisjoint(row["text"] for row in UNSEEN)


def test_what_is_said_outright_is_noticed() -> None:
    assert share_found(explicit(KNOWN)) >= 0.98


def test_much_of_what_is_veiled_is_noticed() -> None:
    assert share_found(veiled(KNOWN)) >= 0.93


def test_ordinary_words_are_left_alone() -> None:
    # Made to mislead, all of them. A line that lets more alarms through finds more in new words.
    assert share_found(ordinary(KNOWN)) <= 0.05


def counts(found: list[dict[str, Any]], key: str) -> list[tuple[int, int]]:
    return [
        (sum(row[key] for row in part(found)), len(part(found)))
        for part in (explicit, veiled, ordinary)
    ]


def test_lists_by_strangers_were_read_once_and_this_is_what_came_of_it() -> None:
    # Whoever wrote them never saw the rules. Of the first list one half was learned from
    # (training/labelled), STRANGER is the other; of the second nothing was. Wanted were 95 outright
    # in a hundred, and 5 alarms at most.
    assert counts(STRANGER, "found_then") == [(64, 76), (14, 36), (9, 90)]  # version 6
    assert counts(SECOND, "found_before") == [(162, 197), (10, 40), (8, 160)]  # version 6
    assert counts(SECOND, "found_then") == [(186, 197), (14, 40), (6, 160)]  # with the network
    # What this second reader missed in the third list was looked at before more was written to
    # learn from; by the first three it was decided how easily it believes, after a first look at
    # the fourth (168, 28, 6). Nothing was changed after the fifth. The sixth was written before the
    # network was trained anew, and read by both; so was the seventh, for the training after that.
    assert counts(THIRD, "found_before") == [(158, 190), (21, 49), (11, 180)]
    assert counts(FOURTH, "found_before") == [(164, 185), (24, 55), (11, 180)]
    assert counts(FOURTH, "found_then") == [(171, 185), (30, 55), (6, 180)]
    assert counts(FIFTH, "found_before") == [(180, 193), (15, 47), (11, 179)]
    assert counts(FIFTH, "found_then") == [(186, 193), (16, 47), (8, 179)]
    assert counts(SIXTH, "found_before") == [(158, 170), (19, 45), (2, 185)]
    assert counts(SIXTH, "found_then") == [(160, 170), (21, 45), (1, 185)]
    # How easily it believes was decided on the first six, and nothing after the seventh.
    assert counts(SEVENTH, "found_before") == [(160, 170), (11, 45), (1, 185)]
    assert counts(SEVENTH, "found_then") == [(164, 170), (17, 45), (1, 185)]
    # The eighth was written while the network was trained anew, and read by both; two of its
    # sentences stood in other lists and are left out.
    assert counts(EIGHTH, "found_before") == [(166, 169), (25, 45), (9, 184)]
    assert counts(EIGHTH, "found_then") == [(167, 169), (27, 45), (12, 184)]
    # So was the ninth: before by what the eighth was read by then, and then by what followed.
    assert counts(NINTH, "found_before") == [(164, 170), (28, 45), (4, 185)]
    assert counts(NINTH, "found_then") == [(163, 170), (31, 45), (3, 185)]


def test_lists_by_strangers_are_read_as_well_as_they_were() -> None:
    every = [*STRANGER, *SECOND, *THIRD, *FOURTH, *FIFTH, *SIXTH, *SEVENTH, *EIGHTH, *NINTH]
    assert share_found(explicit(every)) >= 0.95
    assert share_found(ordinary(every)) <= 0.05
    # Wanted are .95 and .05 of each, too: the seventh falls short by one sentence outright, the
    # eighth has two alarms too many.
    for each in (FIFTH, SIXTH, SEVENTH, EIGHTH, NINTH):
        assert share_found(explicit(each)) >= 0.94
        assert share_found(ordinary(each)) <= 0.07
    assert {row["text"] for row in every}.isdisjoint(row["text"] for row in KNOWN + UNSEEN)


def test_no_training_reads_what_was_kept() -> None:
    lines = (HERE.parents[1] / "training/labelled/danger.jsonl").read_text("utf-8").splitlines()
    learned = {json.loads(line)["text"] for line in lines}
    kept = [*STRANGER, *SECOND, *THIRD, *FOURTH, *FIFTH, *SIXTH, *SEVENTH, *EIGHTH, *NINTH]
    assert learned.isdisjoint(row["text"] for row in kept)


@pytest.mark.parametrize(
    ("before", "outright", "of_veiled", "alarms"), [(3, 55, 1, 14), (4, 57, 1, 13)]
)
def test_this_is_how_well_it_did_on_words_it_was_not_made_with(
    before: int, outright: int, of_veiled: int, alarms: int
) -> None:
    # Each list was written for that version of the rules, and read by it once; `found_then` is what
    # came of it: of 80 outright, 20 veiled, and 60 ordinary and made to mislead. Version 2 found
    # 30 and 29 of the outright ones. These figures say how well new words are read; those below,
    # of rules that have since learned from the lists, do not. The next rules need a new list.
    rows_then = [row for row in UNSEEN if row["unseen_by"] == before]
    counted = [
        sum(row["found_then"] for row in part(rows_then)) for part in (explicit, veiled, ordinary)
    ]
    assert counted == [outright, of_veiled, alarms]


def test_what_the_unseen_lists_taught_is_not_forgotten() -> None:
    assert share_found(explicit(UNSEEN)) >= 0.98
    assert share_found(veiled(UNSEEN)) >= 0.5
    assert share_found(ordinary(UNSEEN)) <= 0.06


@pytest.mark.parametrize(
    "text",
    [
        "This deadline kills me.",
        "I could murder a curry",
        "dying to see you",
        "he'd kill me if I forgot",
        "Mum will kill me when she finds out",
        "it hit me on the bus",
        "my boss won't let me take Friday off",
    ],
)
def test_idioms_are_no_danger(text: str) -> None:
    assert signs(text) == ()


def test_an_idiom_does_not_hide_what_stands_beside_it() -> None:
    found = signs("This deadline is killing me. Honestly I want to die.")
    assert [(sign.kind, sign.span.text) for sign in found] == [("self", "Honestly I want to die.")]


def test_a_sign_says_of_what_kind_it_is_and_where() -> None:
    text = "Work was fine. He checks my phone every night."
    (sign,) = signs(text)
    assert sign.kind == "control"
    assert sign.explicit
    assert text[sign.span.start : sign.span.end] == "He checks my phone every night."


def test_danger_stops_all_coaching_and_only_the_help_note_is_left() -> None:
    note = advise(read_share("You never listen. I want to kill myself.", use_model=False))
    assert note is not None
    assert (note.key, note.spans, note.landed) == ("help", (), False)
    for share, reply in [
        ("He hit me last night.", "You're overreacting."),
        ("I had a bad day.", "I'm scared of you when you shout."),
    ]:
        note = advise(read_reply(share, reply, use_model=False))
        assert note is not None
        assert note.key == "help"


def test_danger_is_noticed_among_words_of_another_language_too() -> None:
    for around in ("Ich weiß nicht weiter, ich kann das nicht.", "Je ne sais plus quoi faire."):
        for said in ("I want to kill myself.", "I want to die.", "He hits me."):
            reading = read_share(f"{around} {said} {around}")
            assert reading.silent == "language"
            assert [sign.span.text for sign in reading.danger] == [said]
    assert read_share("Ich weiß nicht weiter, ich kann das nicht. Es ist so.").danger == ()


@pytest.mark.parametrize(
    "text",
    [
        "He hits me.",
        "hes been hittin me",
        "He'd hit me again if I spoke",
        "my husband's always hitting me",
        "Priya told me Dan hit me first",
        "you keep hitting me",
    ],
)
def test_one_idea_is_known_in_many_forms(text: str) -> None:
    assert {sign.kind for sign in signs(text)} == {"violence"}


@pytest.mark.parametrize(
    "text",
    [
        "The toddler hits me.",
        "It hit me in the end.",
        "In the film he hits her.",
        "He hit the gym.",
    ],
)
def test_who_is_hit_and_by_whom_makes_the_difference(text: str) -> None:
    assert signs(text) == ()


def test_a_long_text_is_read_far_in() -> None:
    before = "It rained. " * 1000
    assert len(before) < READ_AT_MOST
    assert signs(before + "I want to kill myself.")


def test_the_list_of_rules_has_a_version() -> None:
    assert version() >= 6
