"""The second voice weighs the words around what a rule has found, and never speaks alone."""

from pathlib import Path

import pytest

from coach import danger, danger_reader
from coach.danger import signs
from coach.labels import DANGERS


@pytest.fixture(scope="module")
def voice() -> danger_reader.Voice:
    found = danger_reader.voice()
    if found is None:
        pytest.skip("the second voice is not at hand")
    return found


def test_it_says_how_much_and_of_what_kind(voice: danger_reader.Voice) -> None:
    assert len(voice.scores("I want to die.")) == 1 + len(DANGERS)
    assert voice.scores("I want to die.")[0] > 0 > voice.scores("We had soup on the beach.")[0]
    assert voice.likeliest("He hit me again last night.", DANGERS) == "violence"


def test_it_never_speaks_where_no_rule_found_anything(
    voice: danger_reader.Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(danger_reader.Voice, "agrees", lambda *_, **__: True)
    assert signs("Lovely soup, thank you.") == ()


def test_a_soft_rule_is_not_enough_where_it_does_not_agree(
    voice: danger_reader.Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "I have picked the date and the house will be empty."
    assert [sign.kind for sign in signs(text)] == ["self"]
    monkeypatch.setattr(danger_reader.Voice, "agrees", lambda *_, **__: False)
    assert signs(text) == ()


def test_without_it_the_plain_rules_speak_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger, "voice", lambda: None)
    assert signs("I want to kill myself.")
    assert signs("I have picked the date and the house will be empty.") == ()
    assert signs("I want to kill myself.", second=False)


def test_without_its_table_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger_reader, "TABLE", tmp_path / "danger.npz")
    danger_reader.voice.cache_clear()
    assert danger_reader.voice() is None
    danger_reader.voice.cache_clear()


def test_what_is_long_over_is_left_alone() -> None:
    text = (
        "Ten years ago I wanted to die. I grow sweet peas now, and I wanted you to know I'm glad."
    )
    assert signs(text) == ()
