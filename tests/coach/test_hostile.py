"""Any text at all is answered, and no more of it is read than was promised."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coach
from coach import sentences
from coach.labels import READ_AT_MOST, WISHES

HOSTILE = {
    "long": "I told her about it and she laughed at me. " * 2400,
    "one word": "a" * 100_000,
    "no spaces": "imsotired" * 12_000,
    "spaces": " " * 100_000,
    "full stops": "." * 100_000,
    "question marks": "what?" * 20_000,
    "emoji": "😭🔥" * 50_000,
    "right to left": "אני עייף מאוד היום " * 6000,
    "right to left marks": "I am \u202efine\u202c. " * 9000,
    "null bytes": "\x00" * 100_000,
    "null bytes inside": "I am\x00 so sad\x00. " * 7000,
    "code": "for (int i = 0; i < n; i++) { x[i] = y; }\n" * 2500,
    "lone surrogate": "I am sad \ud800 today",
    "combining": "I am sa" + "\u0301" * 90_000 + "d",
    "you you": "you " * 25_000,
    "he won't let me": "he won't let me " * 6500,
    "so so": "I'm so " * 14_000,
    "quotes": '"' * 100_000,
    "braces": "{words} {0} %s " * 6000,
    "empty": "",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_answered(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    split = sentences.split

    def counted(piece: str) -> tuple[coach.Span, ...]:
        looked_at.append(len(piece))
        return split(piece)

    for room in ("shares", "telling", "replies", "questions", "danger"):
        monkeypatch.setattr(f"coach.{room}.split", counted)
    shared = coach.read_share(text, use_model=False)
    replied = coach.read_reply(text, text, use_model=False)
    asked = coach.read_question(text)
    for reading in (shared, replied, asked):
        coach.advise(reading)
        assert reading.read <= READ_AT_MOST
    # Text of 100,000 characters costs what the first few thousand cost.
    assert max(looked_at, default=0) <= coach.danger.READ_AT_MOST
    assert sum(looked_at) <= 4 * coach.danger.READ_AT_MOST + 12 * READ_AT_MOST


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_answered_with_the_model_too(text: str) -> None:
    reading = coach.read_reply(text, text)
    assert len(reading.sentences) <= coach.replies.SENTENCES_AT_MOST
    coach.advise(reading)
    coach.advise(coach.read_share(text))


PIECES = st.sampled_from(
    ["I ", "you ", "feel ", "never ", "so ", "sorry", ". ", "? ", "\n", "don't ", "kill ", "me ",
     "😭", "{", "}", "should ", "fine", "what ", "was ", "it ", "like", '"', "\x00", "é", "u ", ","]
)  # fmt: skip
TEXTS = st.text(max_size=200) | st.lists(PIECES, max_size=40).map("".join)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(WISHES) | st.text(max_size=5), st.booleans())
def test_no_text_makes_it_raise(share: str, reply: str, wish: str, about: bool) -> None:
    readings = (
        coach.read_share(share, about_listener=about, use_model=False),
        coach.read_reply(share, reply, wish, about_listener=about, use_model=False),
        coach.read_question(reply),
    )
    for reading in readings:
        note = coach.advise(reading, bond="friend")
        assert note == coach.advise(reading, bond="friend")
        for span in note.spans if note else ():
            assert reading.text[span.start : span.end] == span.text


def test_another_language_meets_silence() -> None:
    reading = coach.read_reply(
        "Ich bin heute so müde und weiß nicht weiter.",
        "Du musst einfach mehr schlafen, dann wird das wieder.",
        use_model=False,
    )
    assert reading.silent == "language"
    assert coach.advise(reading) is None


def test_no_repr_holds_what_somebody_wrote() -> None:
    reading = coach.read_reply(
        "My secret hurts me.", "You should hide the secret.", use_model=False
    )
    assert "secret" not in repr(reading)
