"""What the rules alone read in a share, and what is said about it."""

from dataclasses import replace

import pytest

from coach import Note, ShareReading, advise, read_share
from coach.advice import SURE_BLAME, SURE_MASK


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
    "text",
    ["Fine, just tired. We lost the baby.", "Fine, we lost the baby.",
     "I'm fine. The biopsy came back positive.", "I'm fine but we lost the baby",
     "I'm fine\nThey let me go today", "Fine: he moved out", "fine,they let me go",
     "Fine. My mother died yesterday morning.", "My mother died yesterday. I'm fine.",
     "im fine lol mum died", "I'm fine😊 mum is in hospital", "Fine. 🙂 We lost the baby.",
     "I guess I'm okay. They found a lump."],
)  # fmt: skip
def test_no_news_is_taken_for_a_reflex_answer(text: str) -> None:
    for reading in (read_share(text, use_model=False), by_model(text, "mask", "neutral", 0.99)):
        said = advise(reading)
        assert said is None or said.key != "mask"


@pytest.mark.parametrize(
    "text",
    ["I'm fine. Thanks.", "Fine. Honestly.", "I'm fine, thanks! And you?", "All good 👍",
     "Nothing. How was your day?", "Not great not terrible"],
)  # fmt: skip
def test_what_tells_nothing_may_stand_beside_a_reflex_answer(text: str) -> None:
    said = advise(by_model(text, "mask", "neutral", 0.99))
    assert said is not None
    assert said.key == "mask"


def test_what_hurts_is_heard_behind_a_reflex_answer() -> None:
    said = note("Fine. You are such an idiot.")
    assert said is not None
    assert said.key == "contempt"


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


def by_model(text: str, disclosure: str, style: str, likely: float, **other: float) -> ShareReading:
    """What the rules see in a text, and what the model might make of it."""
    chances = {
        "disclosure": {"none": 0.0, "mask": 0.0, "fact": 0.0, "feeling": 0.0, disclosure: likely},
        "style": {"i-statement": 0.0, "neutral": 0.0, "criticism": 0.0, "contempt": 0.0, **other},
    }
    chances["style"][style] = likely
    reading = replace(read_share(text, use_model=False), danger=(), by_model=True)
    return replace(reading, disclosure=disclosure, style=style, chances=chances)


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("On Sunday you looked at your phone during lunch.", 0.71),
        ("You came home at nine on Tuesday and on Wednesday.", 0.73),
    ],
)
def test_plain_facts_are_no_blame_while_it_is_not_sure(text: str, likely: float) -> None:
    assert advise(by_model(text, "feeling", "criticism", likely)) is None
    sure = advise(by_model(text, "feeling", "criticism", SURE_BLAME))
    assert sure is not None
    assert sure.key == "blame"
    both = advise(by_model(text, "feeling", "contempt", likely, criticism=SURE_BLAME - likely))
    assert both is not None
    assert both.key == "contempt"


def test_words_of_blame_that_a_rule_found_need_not_be_as_sure() -> None:
    said = advise(by_model("You never listen to me.", "feeling", "criticism", 0.5))
    assert said is not None
    assert said.key == "blame"


def test_always_and_never_are_spoken_of_only_where_they_stand() -> None:
    people = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal")
    said = [note(f"You don't care about {name}, I told you.") for name in people]
    assert all(each and each.key == "blame" and "“Always”" not in each.text for each in said)
    said = [note(f"You never listen to {name}.") for name in people]
    assert any(each and "“Always”" in each.text for each in said)
    # What the writer never did is no blame, and the words stand elsewhere than what is underlined.
    said = [note(f"I never told {name}. You don't care about anyone.") for name in people]
    assert not any(each and "“Always”" in each.text for each in said)


@pytest.mark.parametrize(
    ("text", "likely"),
    [("Everything is left to me.", 0.80), ("Stop leaving me alone with everything.", 0.58)],
)
def test_what_is_short_is_no_reflex_while_it_is_not_sure(text: str, likely: float) -> None:
    assert advise(by_model(text, "mask", "neutral", likely)) is None
    sure = advise(by_model(text, "mask", "neutral", SURE_MASK))
    assert sure is not None
    assert sure.key == "mask"


def test_a_reflex_that_a_rule_found_need_not_be_as_sure() -> None:
    said = advise(by_model("I'm fine.", "mask", "neutral", 0.5))
    assert said is not None
    assert said.key == "mask"


def test_blame_is_not_hidden_by_an_unsure_reflex() -> None:
    reading = by_model("Stop leaving me with all of it.", "mask", "criticism", 0.84)
    said = advise(reading)
    assert said is not None
    assert said.key == "blame"


@pytest.mark.parametrize(
    "text",
    ["I would like us to eat at the table on Sundays.", "For now I only want you to know it."],
)
def test_a_wish_alone_is_not_praised_for_a_feeling(text: str) -> None:
    assert advise(by_model(text, "feeling", "i-statement", 0.99)) is None
    said = advise(by_model(f"I feel lonely. {text}", "feeling", "i-statement", 0.99))
    assert said is not None
    assert said.key == "easy"
