"""Finding a day ahead in what somebody wrote: seldom wrong, and good enough to be of use."""

from __future__ import annotations

from datetime import date

import pytest

from nearer.keeps.finding import found_in
from tests.keeps.sentences import WITH, WITHOUT

TODAY = date(2026, 11, 22)


def test_it_finds_most_days_and_hardly_ever_one_that_is_none() -> None:
    right = wrong = missed = 0
    for text, day, time in WITH:
        found = [(one.day.isoformat(), one.time) for one in found_in(text, TODAY)]
        right += found[:1] == [(day, time)]
        wrong += len([one for one in found if one != (day, time)])
        missed += (day, time) not in found
        if found != [(day, time)]:
            print(f"{text!r}: {found} instead of {day} {time}")
    for text in WITHOUT:
        found = [(one.day.isoformat(), one.time) for one in found_in(text, TODAY)]
        wrong += len(found)
        if found:
            print(f"{text!r}: {found} instead of nothing")
    precision, recall = right / (right + wrong), right / len(WITH)
    print(f"precision {precision:.2f}, recall {recall:.2f} on {len(WITH) + len(WITHOUT)} sentences")
    assert precision >= 0.95
    assert recall >= 0.9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I have the dentist on Tuesday at three and I dread it.", "the dentist"),
        ("Dentist, Tuesday at three", "Dentist"),
        ("I was fine, but my exam is on 3 December. I dread it.", "my exam is"),
        ("Tomorrow at ten I see my boss, and then I come home.", "see my boss"),
    ],
)
def test_it_says_in_a_few_words_what_is_on(text: str, words: str) -> None:
    assert [one.words for one in found_in(text, TODAY)] == [words]


def test_it_says_where_in_the_text_it_stands() -> None:
    text = "First this. The scan is on Thursday at 9:15, they say."
    (found,) = found_in(text, TODAY)
    assert text[slice(*found.span)] == "on Thursday at 9:15"


def test_each_day_is_found_once_and_in_order() -> None:
    text = "The results come on Friday. The exam is tomorrow. On Friday I will know."
    assert [one.day.day for one in found_in(text, TODAY)] == [27, 23]


@pytest.mark.parametrize("weekday", range(7))
def test_a_day_of_the_week_is_always_ahead_and_within_a_week(weekday: int) -> None:
    now = date(2026, 11, 16 + weekday)
    (found,) = found_in("The scan is on Wednesday.", now)
    assert found.day.weekday() == 2
    assert 0 < (found.day - now).days <= 7


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("at 3", "15:00"),
        ("at three in the morning", "03:00"),
        ("at ten", "10:00"),
        ("at 8 in the evening", "20:00"),
        ("at noon", "12:00"),
        ("12.15", "12:15"),
        ("at 07:30", "07:30"),
        ("quarter past six", "18:15"),
        ("9pm", "21:00"),
        ("at 99", ""),
        ("25:00", ""),
    ],
)
def test_times_are_read_as_people_mean_them(said: str, time: str) -> None:
    (found,) = found_in(f"The call is tomorrow {said}.", TODAY)
    assert found.time == time


@pytest.mark.parametrize(
    "text", ["", "\0", "31 February", "on the 99th", "in 99 days", "x" * 20_000, "on Monday " * 500]
)
def test_it_takes_whatever_is_written(text: str) -> None:
    assert len(found_in(text, TODAY)) <= 1
