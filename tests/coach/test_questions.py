"""Closed and leading questions get a hint of an open form; open ones are told so."""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from coach import Note, Sign, advise, questions, read_question


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What was it like?", "open"),
        ("how are you holding up", "open"),
        ("Can you tell me what happened?", "open"),
        ("And then what?", "open"),
        ("When you've slept, what was it like?", "open"),
        ("Tell me about the drive home.", "open"),
        ("Did you like it?", "closed"),
        ("Are you angry or sad?", "closed"),
        ("How many people came?", "closed"),
        ("What time did he leave?", "closed"),
        ("Don't you think he meant well?", "leading"),
        ("Why do you always do that?", "leading"),
        ("Have you tried calling her?", "leading"),
        ("You're angry, right?", "leading"),
        ("What makes you so sure?", "leading"),
        ("Do you really think so?", "leading"),
        ("How could you do that?", "leading"),
        ("What about Sunday, isn't that enough?", "leading"),
        ("What makes you so happy about it?", "open"),
        ("What makes you so proud?", "open"),
        ("What did you really want to say to her?", "open"),
        ("What did you actually feel?", "open"),
        ("How are you really?", "open"),
        ("How could you tell that he meant it?", "open"),
        ("When did it begin to hurt?", "open"),
        ("When was it last different?", "open"),
        ("When is it lightest?", "open"),
        ("Where were you when you read it?", "open"),
        ("Where were you last night?", "closed"),
        ("When does it start?", "closed"),
        ("When did you get home?", "closed"),
        ("Tell me about your day", "open"),
        ("Tell me everything.", "open"),
        ("Tell me what that was like for you", "open"),
        ("Tell me, what was it like?", "open"),
        ("Would you tell me how it was?", "open"),
        ("Would you tell me, when you are ready, what happened?", "open"),
        ("Can you tell me when it began to hurt?", "open"),
        ("Can you share what that was like?", "open"),
        ("Say more about that.", "open"),
        ("I'd love to hear about it.", "open"),
        ("Would you say you are happy?", "closed"),
        ("Would you say what he did was fair?", "closed"),
        ("Would you show me your phone?", "closed"),
        ("Say, did you call the plumber?", "closed"),
        ("Can you tell me where the keys are?", "closed"),
        ("Can you tell me you love me?", "closed"),
        ("Could you tell me what time you come home?", "closed"),
        ("Tell me what the time is.", "closed"),
        ("Can you tell me what makes you so sure?", "leading"),
        ("Tell me why you always do that.", "leading"),
        ("Say sorry to your mother.", "none"),
        ("Tell me you love me.", "none"),
        ("Tell me when you get home.", "none"),
        ("I want to hear you say sorry.", "none"),
        ("I like cheese.", "none"),
        ("", "none"),
        ("¿Cómo estás hoy?", "none"),
    ],
)
def test_it_tells_the_kinds_apart(text: str, kind: str) -> None:
    reading = read_question(text)
    assert reading.kind == kind
    assert bool(reading.hint) == (kind in ("closed", "leading"))


def test_it_reads_the_question_among_other_words_and_underlines_it() -> None:
    text = "I thought about you. Did you sleep? Love, K."
    reading = read_question(text)
    assert reading.span is not None
    assert text[reading.span.start : reading.span.end] == "Did you sleep?"
    note = advise(reading)
    assert note is not None
    assert note.key == "closed"
    assert note.spans == (reading.span,)
    assert reading.hint in note.text


def test_an_open_question_is_what_landed() -> None:
    note = advise(read_question("What was it like for you?"))
    assert note is not None
    assert note.landed


def test_nothing_is_said_where_nothing_is_asked() -> None:
    assert advise(read_question("I like cheese.")) is None


@pytest.mark.parametrize(
    ("text", "asked_for"),
    [
        ("Did you sleep?", "yes or no"),
        ("And were you angry?", "yes or no"),
        ("Who told you?", "fact"),
        ("Where did she sit?", "fact"),
        ("How old were you?", "fact"),
        ("Are you angry or sad?", ""),
        ("When you got home, did you sleep?", ""),
        ("Can you tell me where the keys are?", "fact"),
        ("Say, did you call the plumber?", "yes or no"),
        ("Can you tell me your name?", ""),
        ("Would you tell me?", "more"),
        ("Is there more?", "more"),
        ("Would you like to tell me about it?", "more"),
        ("When did it begin to hurt?", "felt"),
        ("What was it like?", ""),
    ],
)
def test_it_tells_what_is_asked_for(text: str, asked_for: str) -> None:
    reading = read_question(text)
    assert reading.asked_for == asked_for
    assert asked_for in ("", *questions.ASKED_FOR)


def said(text: str) -> Note | None:
    return advise(read_question(text, use_model=False))


@pytest.mark.parametrize("name", ["Ann", "Ben", "Cleo", "Dan", "Eve", "Fay"])
def test_yes_or_no_is_spoken_of_only_where_it_would_answer(name: str) -> None:
    for text in (f"Who told {name}?", f"Where does {name} live?", f"Is {name} angry or sad?"):
        note = said(text)
        assert note is not None
        assert note.key == "closed"
        assert "Yes or no" not in note.text
    for text in (f"Was {name} there?", f"Is {name} angry or sad?"):
        note = said(text)
        assert note is not None
        assert "One fact" not in note.text


def test_a_question_that_holds_a_door_open_is_left_alone() -> None:
    assert said("Is there more?") is None


@pytest.mark.parametrize(
    "text",
    [
        "Why should I not kill myself tonight?",
        "He hit me again last night. What should I do?",
        "Ich weiß nicht weiter, ich kann das nicht. I want to kill myself.",
    ],
)
def test_danger_in_a_question_brings_help_and_nothing_else(text: str) -> None:
    for use_model in (True, False):
        reading = read_question(text, use_model=use_model)
        assert reading.danger
        assert advise(reading) == said(text)
    note = said(text)
    assert note is not None
    assert (note.key, note.spans, note.landed) == ("help", (), False)


def test_an_ordinary_question_brings_no_help() -> None:
    assert read_question("Did you hit the ball?").danger == ()
    assert read_question("").danger == ()


def test_danger_is_looked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def heard(text: str, *, use_model: bool) -> tuple[Sign, ...]:
        asked.append(text)
        return ()

    monkeypatch.setattr(questions, "signs", heard)
    for text in ("I thought about you. Did you sleep?", "", "¿Cómo estás hoy?"):
        read_question(text)
        assert asked.pop() == text
        assert not asked


def steps() -> Iterator[dict[str, Any]]:
    """The steps at which the coach reads a question."""
    for path in (files("nearer") / "practices" / "catalogue").iterdir():
        for step in tomllib.loads(path.read_text("utf-8"))["step"]:
            if step.get("coach", {}).get("reads") == "question":
                yield step


def quoted() -> set[str]:
    """The questions in quotation marks in their hints, and the openings that are whole."""
    found = set()
    for step in steps():
        texts = [*step.values(), *step.get("together", {}).values()]
        for text in filter(lambda each: isinstance(each, str), texts):
            found |= set(re.findall(r"“([^”]*\?)”", text))
        found |= {start for start in step.get("starts", ()) if start.endswith("?")}
    return found


# The hints say of these that others are better.
WARNED_OF = {
    "Do you not see that I was tired?", "Is it because of my job?", "Were you angry?",
    "How old were you?",
}  # fmt: skip


def test_our_own_examples_are_open_and_those_that_we_warn_of_are_not() -> None:
    every = quoted()
    assert len(every) >= 12
    assert every >= WARNED_OF
    for text in every:
        note = said(text)
        complains = note is not None and not note.landed
        assert complains == (text in WARNED_OF), text


def test_our_own_openings_lead_to_no_complaint() -> None:
    openings = {start for step in steps() for start in step.get("starts", ())}
    assert openings
    for start in openings:
        text = start if start.endswith("?") else f"{start} it was over?"
        note = said(text)
        assert note is None or note.landed, text
