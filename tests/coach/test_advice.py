"""One note at a time, in the coach's words: a question or an observation, and never a verdict."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from coach import Note, advise, read_reply
from coach.replies import FLAGS, LANDED

SHARE = "I lost the job today. I feel so stupid, and I have not told anybody."


def note(reply: str, wish: str = "listen", bond: str = "partner", **more: bool) -> Note | None:
    return advise(read_reply(SHARE, reply, wish, use_model=False, **more), bond=bond)


@pytest.mark.parametrize(
    ("reply", "key", "underlined"),
    [
        ("I'm so sorry. You're overreacting.", "dismisses", ["You're overreacting."]),
        ("It's not my fault.", "defends", ["It's not my fault."]),
        ("You should see a lawyer. I'm so sorry.", "advises_first", ["You should see a lawyer."]),
        ("Don't worry, it'll be fine.", "reassures_early", ["Don't worry, it'll be fine."]),
        ("That reminds me of my trip.", "turns_away", ["That reminds me of my trip."]),
        ("Sorry to hear that.", "feeling_too_faint", ["Sorry to hear that."]),
    ],
)
def test_it_says_one_thing_about_the_words_it_underlines(
    reply: str, key: str, underlined: list[str]
) -> None:
    said = note(reply)
    assert said is not None
    assert said.key == key
    assert [reply[span.start : span.end] for span in said.spans] == underlined
    assert not said.landed


def test_advice_first_gets_softened_and_then_lands() -> None:
    first = note("You should see a lawyer.")
    assert first is not None
    assert first.key == "advises_first"
    then = note("Oh no, I'm so sorry, my heart sank. You should see a lawyer.")
    assert then is not None
    assert then.landed
    assert "my heart sank" in then.text
    assert note("You should see a lawyer.", wish="think-along") is None


def test_what_landed_is_named_with_the_writers_own_words() -> None:
    said = note("You felt so ashamed in there. What was it like to go home?")
    assert said is not None
    assert said.landed
    assert "“You felt so ashamed in there”" in said.text


@pytest.mark.parametrize("end", ["", ".", " for you.", " in there.", " all along."])
def test_only_a_question_is_called_one(end: str) -> None:
    said = note(f"Tell me what that was like{end}")
    assert said is not None
    assert said.landed
    assert "question" not in said.text
    asked = [note(f"What was that like, {name}?") for name in ("Ann", "Ben", "Cleo", "Dan", "Eve")]
    assert any(each and "is a question" in each.text for each in asked)


def test_words_in_braces_are_only_words() -> None:
    said = note("I'm so sorry about the {words} and {0}.")
    assert said is not None
    assert "{words} and {0}" in said.text


def test_the_same_text_meets_the_same_words_and_others_meet_others() -> None:
    assert note("You're overreacting.") == note("You're overreacting.")
    replies = [f"You're overreacting, {name}." for name in ("Ann", "Ben", "Cleo", "Dan", "Eve")]
    said = {each.text for reply in replies if (each := note(reply))}
    assert len(said) > 1


def test_it_speaks_otherwise_where_the_share_is_about_the_reader() -> None:
    plain, about = note("It's not my fault."), note("It's not my fault.", about_listener=True)
    assert plain is not None
    assert about is not None
    assert plain.key == about.key
    assert plain.text != about.text


def wordings(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    else:
        for each in entry.values() if isinstance(entry, dict) else entry:
            yield from wordings(each)


NOTES = tomllib.loads((files("coach") / "notes.toml").read_text("utf-8"))


def test_no_note_counts_the_lines_of_a_reply() -> None:
    assert "one line." not in " ".join(wordings(NOTES))


def test_there_are_words_for_everything_that_can_be_said() -> None:
    assert set(FLAGS) <= set(NOTES)
    assert set(LANDED) == set(NOTES["landed"])
    assert all(len(NOTES[name]["any"]) >= 2 for name in FLAGS)


@pytest.mark.parametrize("text", wordings(NOTES))
def test_the_voice_is_kept(text: str) -> None:
    assert "!" not in text
    assert len(text) <= 230
    lowered = text.lower()
    assert not re.search(r"\byou should\b|\byou must\b|\byou need to\b|\btry to\b", lowered)
    assert not re.search(r"\bscore|\bpoints?\b|\bwrong\b|\bbad\b|\bbetter\b|\bjourney\b|%", lowered)
    assert not re.search(r"\b(?:he|she|his|her)\b|\byour (?:partner|friend) is\b", lowered)
    assert text.count("?") <= 2


def test_what_stands_in_the_way_is_asked_or_observed_and_ends_in_an_opening() -> None:
    for name in FLAGS:
        for text in wordings(NOTES[name]):
            assert "?" in text or "may" in text
