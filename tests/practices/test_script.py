"""A practice file is read strictly, and every fault of it is told at once, in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from nearer.practices.kinds.known import KINDS
from nearer.practices.reading import listed
from nearer.practices.script import Script, ScriptFault
from tests.practices.scripts import OPTIONS, script, toml, write

READY = {"id": "ready", "kind": "ready", "who": "listener", "ask": "Now?"}
WISH = {"id": "wish", "kind": "choose", "who": "sharer", "ask": "What?", "options": OPTIONS}
RECEIPT = {"id": "r", "kind": "receipt", "who": "sharer", "about": "listener", "ask": "How?"}
AGAIN = {"id": "again", "kind": "again", "who": "all", "ask": "More?", "from": "a"}


def faults(*steps: dict[str, Any], **head: Any) -> list[str]:
    with pytest.raises(ScriptFault) as caught:
        Script.parse(toml(list(steps), **head), "test.toml")
    assert str(caught.value) == "\n".join(caught.value.faults)
    return list(caught.value.faults)


def test_it_names_file_step_and_fault_and_the_nearest_word() -> None:
    advice = write("advice", "listener", when={"step": "wihs", "is": ["red"]})
    assert faults(WISH, advice) == [
        "test.toml, step “advice”: when.step names “wihs”, which no earlier step has; "
        "did you mean “wish”?"
    ]


def test_it_tells_all_faults_at_once() -> None:
    told = faults(write("a", "sharr"), {"id": "b", "kind": "wirte"}, minutes="ten")
    assert told == [
        "test.toml: “minutes” must be a whole number",
        f"test.toml, step “b”: “kind” is “wirte”, not one of {listed(KINDS)}; "
        "did you mean “write”?",
        "test.toml, step “a”: “who” is “sharr”, which is no role of this practice; "
        "did you mean “sharer”?",
    ]


def test_toml_that_is_none_names_the_line() -> None:
    with pytest.raises(ScriptFault, match=r"test\.toml: not valid TOML: .*line 2"):
        Script.parse('title = "A"\nshort = \n', "test.toml")


def test_a_file_with_nothing_in_it_misses_everything() -> None:
    with pytest.raises(ScriptFault) as caught:
        Script.parse("", "empty.toml")
    missing = ("title", "minutes", "people", "bonds", "ways", "short", "why", "ending", "step")
    assert [fault.split("“")[1].split("”")[0] for fault in caught.value.faults] == list(missing)


DRAW = {"id": "card", "kind": "draw", "who": "sharer", "ask": "Draw", "deck": "cards"}
DEEPER = {"id": "on", "kind": "deeper", "who": "all", "from": "card"}

STEPS: list[tuple[list[dict[str, Any]], str]] = [
    ([write("a", hnit="x")], "“hnit” has no place in a step of kind “write”; did you mean “hint”?"),
    ([write("a", shown="later")], "“shown” is “later”"),
    ([write("a", shown="tgether")], "did you mean “together”?"),
    ([write("a", shown="after b")], "“shown” names “b”, which no step has"),
    ([write("b"), write("a", shown="after b")], "names “b”, which comes earlier"),
    ([write("a", shown="after ready"), READY], "which some who are to see this never do"),
    ([READY | {"shown": "together"}], "“shown” has no place in a step of kind “ready”"),
    ([READY | {"optional": True}], "“optional” has no place"),
    ([write("a", optional=1)], "“optional” must be true or false"),
    ([write("a", ask="")], "“ask” is empty"),
    ([{"id": "a", "kind": "write", "who": "all"}], "“ask” is missing"),
    ([{"kind": "write", "who": "all", "ask": "x"}], "step number 1: “id” is missing"),
    ([write("A b")], "the id must be of a-z"),
    ([write("a"), write("a")], "this id is used twice"),
    ([write("a", ask="Hear {shaerr}")], "puts in {shaerr}, and no role is called so"),
    ([write("a", ask="Hear {sharer")], "has a “{” that belongs to no name"),
    ([write("a", ask={"partner": "x"})], "“ask” has no words for “friend”, “family”"),
    ([write("a", ask={"any": "x", "freind": "y"})], "did you mean “friend”?"),
    ([write("a", lane="sharer")], "which is one member and not several"),
    ([write("a", lane="others")], "“lane” is “others”, which is no role"),
    ([write("a", same_page=True)], "no step of the same thread stands before it"),
    ([write("a", "sharer"), write("b", same_page=True)], "but others do it"),
    ([write("a", repeat={"most": 3}), write("b", same_page=True)], "“a” repeats"),
    ([READY, write("b", "listener", same_page=True)], "such as “ready” has its page to itself"),
    ([write("a", repeat={"least": 4, "most": 3})], "“least” is more than “most”"),
    ([write("a"), write("b", when={"step": "a", "given": True})], "which is not optional"),
    ([write("a"), write("b", when={"step": "a"})], "it needs either “is” or “given”"),
    ([write("a"), write("b", when={"step": "a", "is": ["x"]})], "neither to choose nor to rate"),
    ([WISH, write("b", when={"step": "wish", "is": ["gren"]})], "did you mean “green”?"),
    (
        [WISH | {"shown": "me"}, write("b", when={"step": "wish", "is": ["red"]})],
        "which stays private for ever",
    ),
    (
        [
            WISH | {"shown": "after b"},
            write("b", "listener", when={"step": "wish", "is": ["red"]}),
        ],
        "it would give away what was answered in “wish”",
    ),
    (
        [
            write("a", "listener", lane="listener", optional=True),
            write("b", when={"step": "a", "given": True}),
        ],
        "which belongs to another thread",
    ),
    (
        [WISH, write("b", "sharer", same_page=True, when={"step": "wish", "is": ["red"]})],
        "cannot have its own “when”",
    ),
    ([RECEIPT | {"about": "sharer"}], "it is about the same member who gives it"),
    ([RECEIPT | {"reopens": "x"}], "“reopens” names “x”, which no earlier step has"),
    (
        [write("a", "listener", lane="listener"), RECEIPT | {"reopens": "a"}],
        "“reopens” names “a”, which belongs to another thread",
    ),
    (
        [write("z"), write("a", same_page=True), AGAIN],
        "“from” names “a”, which is not the first on its page",
    ),
    ([AGAIN, write("a")], "“from” names “a”, which does not come earlier"),
    ([write("a"), AGAIN | {"swap": ["sharer", "listener"]}], "“swap” needs people = [2, 2]"),
    ([WISH | {"options": OPTIONS[:1]}], "“options” has 1, and must have between 2 and 24"),
    ([WISH | {"options": [*OPTIONS, OPTIONS[0]]}], "“value” is “red” a second time"),
    ([WISH | {"options": "red"}], "“options” must be a list"),
    ([{"id": "t", "kind": "timer", "who": "all", "ask": "x", "seconds": 1}], "“seconds” is 1"),
    ([DRAW | {"deck": "crads"}], "did you mean “cards”?"),
    ([DRAW | {"depth": 6}], "“depth” is 6"),
    ([DRAW | {"optional": True}], "“optional” has no place"),
    ([write("a", about="card"), DRAW], "“about” names “card”, which does not come earlier"),
    ([write("b"), write("a", about="b")], "“about” names “b”, where no card is drawn"),
    ([DRAW, READY | {"about": "card"}], "“about” has no place in a step of kind “ready”"),
    (
        [DRAW | {"who": "listener", "lane": "listener"}, write("a", about="card")],
        "“about” names “card”, which belongs to another thread",
    ),
    ([DRAW, DEEPER | {"who": "sharer"}], "everybody says whether to go deeper"),
    ([write("card"), DEEPER], "“from” names “card”, where no card is drawn"),
    ([DEEPER, DRAW], "“from” names “card”, which does not come earlier"),
    (
        [DRAW | {"lane": "listener"}, DEEPER],
        "“from” names “card”, which belongs to another thread",
    ),
    ([DRAW, DEEPER | {"shown": "together"}], "“shown” has no place"),
    ([write("a", keep="promis")], "did you mean “promise”?"),
    ([write("a", keep="plan", shown="me")], "these stay private for ever"),
    (
        [
            {
                "id": "t",
                "kind": "turns",
                "who": "all",
                "ask": "x",
                "rounds": 1,
                "do": "say",
                "keep": "plan",
            }
        ],
        "“keep” needs words",
    ),
    ([write("a", repeat={"most": 3}, remember=True)], "it repeats, so it cannot “remember”"),
    ([write("a", repeat={"most": 3}, collects="topic")], "“collects” fills one field"),
    ([write("a", collects="things")], "“collects” is “things”"),
    ([READY | {"remember": True}], "“remember” has no place"),
    (
        [
            {
                "id": "t",
                "kind": "timer",
                "who": "all",
                "ask": "x",
                "seconds": 60,
                "breathing": {"in": 4},
            }
        ],
        "“out” is missing",
    ),
    ([{"id": "r", "kind": "read", "text": "x"}], "nobody has anything to do in it"),
]


@pytest.mark.parametrize(("steps", "fault"), STEPS)
def test_it_refuses_a_faulty_step(steps: list[dict[str, Any]], fault: str) -> None:
    told = faults(*steps)
    assert len(told) == 1, told
    assert fault in told[0]


HEADS: list[tuple[dict[str, Any], str]] = [
    ({"people": [1, 3]}, "from 2 to 12"),
    ({"people": [4, 3]}, "from 2 to 12"),
    ({"people": [2, 13]}, "from 2 to 12"),
    ({"people": 2}, "“people” must be a list"),
    ({"people": ["2", "3"]}, "“people” must be two numbers"),
    ({"bonds": []}, "“bonds” names no bond"),
    ({"bonds": ["freind"]}, "did you mean “friend”?"),
    ({"ways": []}, "“ways” names none"),
    ({"ways": ["apart", "apart"]}, "“ways” names “apart” twice"),
    ({"roles": {"a": "one", "b": "one"}}, "one name is enough"),
    ({"roles": {"you": "one"}}, "cannot be the name of a role"),
    ({"situations": []}, "“situations” names 0, and must name 1 to 4"),
    ({"situations": ["fihgt"]}, "did you mean “fight”?"),
    ({"situations": ["apart", "tell", "good", "fight", "far"]}, "must name 1 to 4"),
    ({"stage": 4}, "“stage” is 4"),
    ({"keywords": "row"}, "“keywords” must be a list"),
    ({"next": ["a", "b", "c", "d"]}, "“next” names 4, and may name 3"),
    ({"next": ["test"]}, "“next” names this practice itself"),
    ({"fades": 1}, "“fades” must be true or false"),
    ({"minuets": 3}, "“minuets” has no place in a practice; did you mean “minutes”?"),
    ({"why": "For {sharer}"}, "no role is called so"),
]


@pytest.mark.parametrize(("head", "fault"), HEADS)
def test_it_refuses_a_faulty_head(head: dict[str, Any], fault: str) -> None:
    told = faults(write("a"), **head)
    assert any(fault in line for line in told), told


def test_alone_is_for_one_person_and_no_bond() -> None:
    alone = {"alone": True, "people": [1, 1], "bonds": [], "ways": ["apart"]}
    me = {"me": "one"}
    assert script(write("a", "me", shown="me"), **alone, roles=me).alone
    assert "must be [1, 1]" in faults(write("a"), **(alone | {"people": [1, 2]}), roles=me)[0]
    assert "must be empty" in faults(write("a"), **(alone | {"bonds": ["friend"]}), roles=me)[0]
    assert "cannot be “together”" in faults(write("a"), **(alone | {"ways": ["together"]}))[0]


def test_alone_nobody_is_asked_so_nothing_fades() -> None:
    alone = {"alone": True, "people": [1, 1], "bonds": [], "ways": ["apart"], "fades": True}
    told = faults(write("a", "me"), **alone, roles={"me": "one"})
    assert "“fades” means nothing" in told[0]


def test_alone_even_what_is_private_may_be_kept() -> None:
    alone = {"alone": True, "people": [1, 1], "bonds": [], "ways": ["apart"]}
    kept = script(write("a", "me", shown="me", keep="journal"), **alone, roles={"me": "one"})
    assert getattr(kept.step("a"), "keep", "") == "journal"


def test_a_wording_from_before_there_were_situations_still_opens() -> None:
    text = "\n".join(
        line for line in toml([write("a")]).splitlines() if not line.startswith("situations")
    )
    old = Script.parse(text, "test.toml")
    assert (old.situations, old.stage, old.keywords, old.next, old.fades) == ((), 1, (), (), False)


def test_words_for_together_need_that_way() -> None:
    told = faults(write("a", together={"ask": "Aloud"}), ways=["apart"])
    assert told == ["test.toml, step “a”: it has words for “together”, which is none of the ways"]


def test_wording_fits_the_bond_the_way_and_the_names() -> None:
    ask = {"partner": "Love, {sharer}?", "any": "Well, {sharer}?"}
    step = script(write("a", ask=ask, together={"ask": "Aloud, {you}."})).step("a")
    assert step.text("ask", bond="partner", names={"sharer": "Ann"}) == "Love, Ann?"
    assert step.text("ask", bond="family", names={"sharer": "{you}"}) == "Well, {you}?"
    assert step.text("ask", way="together", names={"you": "Ben"}) == "Aloud, Ben."
    assert step.text("hint") == ""


def test_the_same_text_is_read_once() -> None:
    assert script(write("a")) is script(write("a"))
