"""Closed and leading questions get a hint of an open form; open ones are told so."""

import pytest

from coach import advise, read_question


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
