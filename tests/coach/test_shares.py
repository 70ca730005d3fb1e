"""What the rules alone read in a share, and what is said about it."""

import pytest

from coach import Note, advise, read_share


def note(text: str) -> Note | None:
    return advise(read_share(text, use_model=False))


@pytest.mark.parametrize(
    "text",
    ["I'm fine.", "fine", "nothing", "its nothing, honestly", "im grand. just tired. dont worry",
     "All good here. Same old.", "whatever, doesn't matter"],
)  # fmt: skip
def test_a_reflex_answer_is_invited_one_notch_deeper(text: str) -> None:
    reading = read_share(text, use_model=False)
    assert reading.disclosure == "mask"
    said = advise(reading)
    assert said is not None
    assert said.key == "mask"


def test_never_two_notches() -> None:
    assert note("I'm fine. Work was long, the bus was late and then I made soup for two.") is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("You never listen to me.", "blame"),
        ("you don't care about anyone but yourself", "blame"),
        ("You are so selfish, you left me with all of it again.", "blame"),
        ("You are such an idiot.", "contempt"),
        ("oh bravo, father of the year", "contempt"),
        ("You disgust me.", "contempt"),
    ],
)
def test_blame_gets_help_with_the_words_underlined(text: str, key: str) -> None:
    said = note(text)
    assert said is not None
    assert said.key == key
    assert said.spans
    assert (
        "what you felt" in said.text
        or "did you feel" in said.text
        or "it did to you" in (said.text)
        or "what did it do to you" in said.text
    )


@pytest.mark.parametrize(
    "text",
    [
        "You always make me laugh, and I needed it today.",
        "She never listens to me and I feel small.",
        "You never know what a day brings.",
        "I'm such an idiot, I left the keys in the door.",
    ],
)
def test_it_does_not_call_everything_blame(text: str) -> None:
    said = note(text)
    assert said is None or said.key not in ("blame", "contempt")


def test_facts_without_a_feeling_get_one_question() -> None:
    said = note("Had the meeting, then the bus, then dinner.")
    assert said is not None
    assert said.key == "fact"
    assert said.text.count("?") == 1


def test_a_feeling_said_as_ones_own_is_easy_to_hear() -> None:
    said = note("When you looked at your phone, I felt so small. I'd like ten minutes of you.")
    assert said is not None
    assert said.landed


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("I'm so angry I could scream.", "anger"),
        ("I felt ashamed in front of them all.", "shame"),
        ("im so proud of him!!", "pride"),
        ("I'm exhausted.", "exhaustion"),
        ("I feel lonely in this flat.", "loneliness"),
    ],
)
def test_it_finds_the_feeling_that_is_named(text: str, emotion: str) -> None:
    reading = read_share(text, use_model=False)
    assert emotion in reading.emotions
    assert reading.disclosure == "feeling"
    assert reading.intensity >= 2


def test_a_feeling_denied_is_not_a_feeling_named() -> None:
    assert "anger" not in read_share("I'm not angry with you.", use_model=False).emotions


def test_it_knows_whether_somebody_asks_for_ideas() -> None:
    assert read_share("What should I do about her?", use_model=False).asks_advice
    assert not read_share("I don't know what to say, it hurts.", use_model=False).asks_advice


def test_good_news_is_known() -> None:
    assert read_share("I passed!! I'm so happy and so proud.", use_model=False).glad
    assert not read_share("I'm so sad.", use_model=False).glad


def test_a_feeling_told_in_images_is_not_asked_for_a_feeling() -> None:
    said = note("Set two places again without thinking. Put one back before the rice was done, and "
                "then I washed them both.")  # fmt: skip
    assert said is None
