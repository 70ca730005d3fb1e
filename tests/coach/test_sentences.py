"""Sentences are found in prose and in text messages, and no character gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.sentences import LONGEST, split


def texts(text: str) -> list[str]:
    return [span.text for span in split(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I'm tired. You know why.", ["I'm tired.", "You know why."]),
        ("wait what?! no way", ["wait what?!", "no way"]),
        ("ok?i thought so", ["ok?", "i thought so"]),
        ("idk... maybe", ["idk... maybe"]),
        (
            "i really dont know what to say... it just hurts",
            ["i really dont know what to say...", "it just hurts"],
        ),
        ("Dr. Okafor rang at 3.30 p.m. about Mum.", ["Dr. Okafor rang at 3.30 p.m. about Mum."]),
        ("Mr. and Mrs. Hale came. We ate.", ["Mr. and Mrs. Hale came.", "We ate."]),
        ('You said "seconds, really?" in front of Mama.', None),
        ('"Are you ok?" She was.', ['"Are you ok?"', "She was."]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("so happy 😭😭 cant believe it", ["so happy 😭😭", "cant believe it"]),
        ("That hurt. 😭", ["That hurt. 😭"]),
        ("I went home.Then I cried.", ["I went home.", "Then I cried."]),
        ("No. I won't.", ["No.", "I won't."]),
        ("I cried. J. K. came.", ["I cried.", "J. K. came."]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_it_finds_the_sentences(text: str, sentences: list[str] | None) -> None:
    assert texts(text) == (sentences if sentences is not None else [text])


def test_a_line_wrapped_by_hand_is_one_sentence() -> None:
    text = "I stood there for a very long time and nobody in the whole room\nlooked up at me."
    assert texts(text) == [text]


def test_a_run_without_a_full_stop_is_cut_at_its_joints() -> None:
    text = "i was at work and then she called and i didnt pick up because the boss was there " * 12
    found = split(text)
    assert len(found) > 2
    assert all(len(span.text) <= LONGEST for span in found)
    assert all(not span.text.startswith(",") for span in found)


@given(st.text(max_size=400) | st.text(alphabet="ab .!?\n\"'…😭,A", max_size=400))
def test_no_character_is_lost_and_every_span_points_into_the_text(text: str) -> None:
    found = split(text)
    at = 0
    for span in found:
        assert text[at : span.start].strip() == ""
        assert text[span.start : span.end] == span.text != ""
        assert span.start < span.end
        at = span.end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("piece", ["a", ". ", "\n", "😭 ", "!?", " ", "a b, ", "e.g. ", '"', "…"])
def test_a_hundred_thousand_characters_are_no_more_work_than_their_length(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    assert "".join(texts(text)).replace(" ", "").replace("\n", "") == text.replace(" ", "").replace(
        "\n", ""
    )


def test_a_repr_holds_no_words() -> None:
    assert "secret" not in repr(split("My secret."))
