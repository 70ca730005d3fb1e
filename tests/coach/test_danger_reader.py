"""Rules, network and the words around are weighed together; without the network rules decide."""

from pathlib import Path

import pytest

from coach import danger, danger_reader, heads
from coach.danger import HEARD_AT_MOST, signs
from coach.labels import DANGERS


@pytest.fixture(scope="module")
def voice() -> danger_reader.Voice:
    found = danger_reader.voice()
    if found is None:
        pytest.skip("the second voice is not at hand")
    return found


def test_it_says_how_much_and_of_what_kind(voice: danger_reader.Voice) -> None:
    assert len(voice.scores("I want to die.")) == 1 + len(DANGERS)
    soup = voice.scores("We had soup on the beach.")[0]
    assert voice.scores("I want to kill myself, I can't go on.")[0] > 0 > soup
    assert voice.likeliest("He hit me again last night.", DANGERS) == "violence"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heads, "danger", lambda _: {})


@pytest.mark.usefixtures("no_network")
def test_without_the_network_it_never_speaks_where_no_rule_found_anything() -> None:
    assert signs("Lovely soup, thank you.") == ()


@pytest.mark.usefixtures("no_network")
def test_without_the_network_a_soft_rule_needs_the_words(
    voice: danger_reader.Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "I have picked the date and the house will be empty."
    assert [sign.kind for sign in signs(text)] == ["self"]
    monkeypatch.setattr(danger_reader.Voice, "_score", lambda *_: -1.0)
    assert signs(text) == ()


def test_the_network_can_be_sure_where_no_rule_found_anything(voice: danger_reader.Voice) -> None:
    text = "The gulls were loud at the harbour today."
    assert signs(text) == ()
    (sign,) = signs(text, heard={text: (-9.0, 40.0, -9.0, -9.0)})
    assert (sign.kind, sign.explicit, sign.rule) == ("violence", False, "")


def test_in_another_language_the_network_is_not_asked(
    voice: danger_reader.Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(_: list[str]) -> dict[str, tuple[float, ...]]:
        raise AssertionError("asked")

    monkeypatch.setattr(heads, "danger", asked)
    assert signs("Je voudrais bien manger une pomme avec toi ce soir.") == ()


def test_a_doubtful_network_outvotes_no_plain_rule_that_the_words_agree_with() -> None:
    # In ordinary sentences it says about -7: so much doubt is not enough against such plain words.
    text = "I want to kill myself."
    assert signs(text, heard={text: (-3.0, -3.0, -3.0, -3.0)})
    assert signs(text, heard={text: (-7.0, -7.0, -7.0, -7.0)})
    assert not signs(text, heard={text: (-20.0, -20.0, -20.0, -20.0)})


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


@pytest.mark.usefixtures("voice")
def test_the_network_reads_each_different_sentence_once_and_not_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[list[str]] = []

    def danger(sentences: list[str]) -> dict[str, tuple[float, ...]]:
        asked.append(sentences)
        return {}

    monkeypatch.setattr(heads, "danger", danger)
    signs("I am sad. Are you? I am sad. Are you? " * 50)
    signs(" ".join(f"I am {n}." for n in range(2 * HEARD_AT_MOST)))
    assert asked == [["I am sad.", "Are you?"], [f"I am {n}." for n in range(HEARD_AT_MOST)]]


def test_what_the_network_no_longer_reads_is_read_by_the_rules() -> None:
    before = " ".join(f"I am {n}." for n in range(HEARD_AT_MOST))
    assert signs(f"{before} I want to kill myself.")
