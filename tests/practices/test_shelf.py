"""The catalogue and the vocabulary are whole, and found without a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from nearer.practices import decks, feelings, shelf, situations
from nearer.practices.kinds.known import KINDS
from nearer.practices.kinds.words import KEEPS
from nearer.practices.reading import ScriptFault
from nearer.practices.script import BONDS, Script
from tests.practices.scripts import toml, write


def test_every_file_of_the_catalogue_is_on_the_shelf() -> None:
    files = {path.stem for path in shelf.CATALOGUE.glob("*.toml")}
    assert {practice.slug for practice in shelf.all()} == files
    assert shelf.get("sharing").slug == "sharing"


def test_an_unknown_practice_is_none() -> None:
    with pytest.raises(KeyError):
        shelf.get("nowhere")


@pytest.mark.parametrize("bond", BONDS)
def test_there_is_something_for_every_bond(bond: str) -> None:
    fitting = {practice.slug for practice in shelf.fitting(bond, 2)}
    assert {"sharing", "good-news", "about-you", "small-moment", "rose-thorn-bud"} <= fitting
    assert "to-myself" not in fitting


def test_alone_there_is_what_needs_nobody() -> None:
    assert "to-myself" in [practice.slug for practice in shelf.fitting("", 1, alone=True)]
    assert all(practice.alone for practice in shelf.fitting("partner", 2, alone=True))


def test_every_text_of_the_catalogue_can_be_drawn() -> None:
    for practice in shelf.all():
        for bond in practice.bonds or ("",):
            assert all(practice.wording(k, bond=bond) for k in ("title", "short", "why", "ending"))
            for step in practice.steps:
                drawn = step.text("text" if step.kind == "read" else "ask", bond=bond)
                assert drawn
                assert "{" not in drawn


def test_a_new_file_is_a_new_practice(tmp_path: Path) -> None:
    (tmp_path / "new.toml").write_text(toml([write("a")]), encoding="utf-8")
    assert [practice.slug for practice in shelf.read(tmp_path)] == ["new"]


def test_the_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("title = ", encoding="utf-8")
    (tmp_path / "two.toml").write_text(toml([write("a", "nobody")]), encoding="utf-8")
    (tmp_path / "three.toml").write_bytes(b"title = '\xff'")
    with pytest.raises(ScriptFault) as caught:
        shelf.read(tmp_path)
    named = [fault.split(".toml")[0] for fault in caught.value.faults]
    assert named == ["one", "three", "two"]


def test_on_the_shelf_every_practice_is_found_in_some_situation(tmp_path: Path) -> None:
    head = toml([write("a")]).replace('situations = ["tell"]\n', "")
    (tmp_path / "new.toml").write_text(head, encoding="utf-8")
    with pytest.raises(ScriptFault, match=r"new\.toml: “situations” is missing"):
        shelf.read(tmp_path)


def test_every_situation_has_something_to_do() -> None:
    ids = [situation.id for situation in situations.all()]
    assert ids == ["apart", "tell", "good", "fight", "far", "need", "play", "hour", "alone"]
    found = {id for practice in shelf.all() for id in practice.situations}
    assert found == set(ids)
    assert situations.get("far").title == "I feel far away"
    with pytest.raises(KeyError):
        situations.get("nowhere")


def test_what_comes_next_has_to_be_there_and_so_have_the_cards(tmp_path: Path) -> None:
    draw = {"id": "card", "kind": "draw", "who": "all", "ask": "Draw", "deck": "dares"}
    (tmp_path / "walk.toml").write_text(toml([write("a")], next=["wlak-two"]), encoding="utf-8")
    (tmp_path / "walk-two.toml").write_text(toml([draw], bonds=["friend"]), encoding="utf-8")
    with pytest.raises(ScriptFault) as caught:
        shelf.read(tmp_path)
    assert caught.value.faults == (
        "walk-two.toml, step “card”: no deck of “dares” has a card for “friend”",
        "walk.toml: “next” names “wlak-two”, and there is no such practice; "
        "did you mean “walk-two”?",
    )


def test_no_practice_is_so_long_that_its_length_would_tell_it() -> None:
    long = [p.slug for p in shelf.all() if len(p.toml.encode()) > 12_000]
    assert long == []


def of_hurt_at_the_reader() -> list[tuple[Script, int]]:
    """Practices in which one may write what another did, each with the first such step."""
    found = []
    for practice in shelf.all():
        for at, step in enumerate(practice.steps):
            coach = getattr(step, "coach", None)
            if coach and coach.reads == "share" and coach.about_listener:
                found.append((practice, at))
                break
    # There one writes only what one did oneself.
    return [(practice, at) for practice, at in found if practice.slug != "owning-up"]


def test_before_hurt_is_told_it_is_said_for_whom_that_is() -> None:
    missing = [
        (practice.slug, bond, way)
        for practice, at in of_hurt_at_the_reader()
        for bond in practice.bonds
        for way in practice.ways
        if not any(
            said in step.text(key, bond=bond, way=way)
            for step in practice.steps[: at + 1]
            for key in ("text", "hint")
            for said in ("safe with each other", "afraid of the other")
        )
    ]
    assert missing == []
    assert len(of_hurt_at_the_reader()) >= 5


def test_a_week_with_nothing_good_in_it_can_be_looked_at_too() -> None:
    steps = {step.id: step for step in shelf.get("check-in").steps}
    assert all(steps[id].optional for id in ("high", "distance", "nearer"))


def test_the_vocabulary_is_balanced_and_has_every_strength() -> None:
    families = feelings.families()
    tones = [family.tone for family in families]
    assert tones.count("pleasant") == tones.count("hard") >= 5
    assert 120 <= len(feelings.all()) <= 180
    for family in families:
        assert {feeling.strength for feeling in family.feelings} == set(feelings.STRENGTHS)


def test_every_feeling_can_be_found_by_the_body_and_by_situations() -> None:
    assert all(family.body and family.situations for family in feelings.families())


def test_a_faulty_vocabulary_is_told_in_full() -> None:
    text = """
    [[family]]
    name = "Glad"
    tone = "plesant"
    body = ["warm"]
    situations = ["a day off"]
    words = [{ word = "glad", strength = 4 }, { word = "glad", strength = 1 }]
    """
    with pytest.raises(ScriptFault) as caught:
        feelings.parse(text, "feelings.toml")
    told = "\n".join(caught.value.faults)
    assert "did you mean “pleasant”?" in told
    assert "“strength” is 4" in told
    assert "the word “glad” is here twice" in told


def test_the_guide_for_authors_is_right_and_names_every_kind() -> None:
    guide = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = guide.split("```toml\n")[1].split("```")[0]
    made = Script.parse(example, "example.toml")
    assert made.situations == ("hour", "play", "far")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in guide] == []
    assert [key for key in (*KEEPS, *decks.KINDS, *situations.IDS) if key not in guide] == []
