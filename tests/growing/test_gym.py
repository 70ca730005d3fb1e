"""The listening gym: something to answer, what landed, and one good answer."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from fsrs import Rating
from hypothesis import given
from hypothesis import strategies as st

from nearer.growing.exercises import SKILLS, all_exercises
from nearer.growing.models import Gym
from nearer.growing.reading import read
from nearer.growing.schedule import Practised
from tests.cast import Player

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_there_is_enough_to_practise_in_every_skill_and_bond() -> None:
    exercises = all_exercises()
    assert len(exercises) >= 150
    assert len({one.id for one in exercises}) == len(exercises)
    assert set(Counter(one.skill for one in exercises)) == set(SKILLS)
    assert min(Counter(one.skill for one in exercises).values()) >= 12
    assert min(Counter(one.bond for one in exercises).values()) >= 50


@pytest.mark.parametrize("exercise", all_exercises(), ids=lambda one: one.id)
def test_every_exercise_is_whole(exercise: object) -> None:
    words = vars(exercise)
    for part in ("share", "good", "why", "trap", "origin"):
        assert words[part].strip()
    # Outside quotation marks it is we who speak.
    assert "!" not in re.sub("“[^”]*”", "", words["why"] + words["trap"])


def test_each_wish_is_told_beside_the_share(ann: Player) -> None:
    by_wish = {one.wish: one for one in all_exercises() if one.wish}
    assert "just-know" in by_wish
    for wish, exercise in by_wish.items():
        page = ann.client.get(f"/gym/{exercise.id}/").content.decode()
        assert page.count("Wishes ") == 1, wish
    page = ann.client.get(f"/gym/{by_wish['just-know'].id}/").content.decode()
    assert "Wishes you <b>to know it, and no more</b>" in page


def test_no_two_shares_are_nearly_the_same() -> None:
    def grams(text: str) -> set[str]:
        plain = " ".join(text.lower().split())
        return {plain[i : i + 4] for i in range(len(plain) - 3)}

    shares = [(one.id, grams(one.share)) for one in all_exercises()]
    near = [
        (a, b)
        for n, (a, first) in enumerate(shares)
        for b, second in shares[:n]
        if len(first & second) > 0.3 * len(first | second)
    ]
    assert near == []


def test_the_skills_take_turns_at_first() -> None:
    practised, seen = Practised(), []
    for _ in SKILLS:
        exercise = practised.next(7)
        seen.append(exercise.skill)
        practised = practised.after(exercise, Rating.Good, NOW)
    assert set(seen) == set(SKILLS)


def test_what_did_not_go_well_comes_back_first() -> None:
    practised = Practised()
    for _ in SKILLS:
        exercise = practised.next(3)
        rating = Rating.Again if exercise.skill == "quiet" else Rating.Easy
        practised = practised.after(exercise, rating, NOW)
    assert practised.next(3).skill == "quiet"


def test_an_exercise_is_not_repeated_while_others_of_its_skill_are_new() -> None:
    practised, done = Practised(), []
    for step in range(40):
        exercise = practised.next(11)
        done.append(exercise.id)
        practised = practised.after(exercise, Rating.Good, NOW + timedelta(days=step))
    assert len(set(done)) == len(done)


@given(st.lists(st.sampled_from([*Rating, None]), max_size=30), st.integers(0, 2**128))
def test_any_history_leads_to_a_next_exercise(ratings: list[Rating | None], seed: int) -> None:
    practised = Practised()
    for day, rating in enumerate(ratings):
        practised = practised.after(practised.next(seed), rating, NOW + timedelta(days=day))
    assert practised.next(seed) in all_exercises()


def test_a_reply_is_read_and_nothing_of_it_is_kept(ann: Player, ben: Player) -> None:
    words = "You're overreacting, just get over it."
    first = ann.client.get("/gym/").content.decode()
    assert "What do you say?" in first
    page = ann.client.post("/gym/partner-01/", {"reply": words}).content.decode()
    assert "One good answer, among many" in page
    assert "overreacting" in page
    body = Gym.objects.get().body.open(ann.keyring)
    assert body["done"] == ["partner-01"]
    assert "overreacting" not in str(body)
    assert not Gym.objects.filter(author=ben.id).exists()


def test_a_good_answer_goes_better_than_a_bad_one() -> None:
    exercise = next(one for one in all_exercises() if one.skill == "staying")
    bad = read(exercise, "You're overreacting. Others have it worse.")
    good = read(exercise, exercise.good)
    assert bad.rating in {Rating.Again, Rating.Hard}
    assert good.rating == Rating.Good


def test_a_share_that_we_invented_is_no_reason_for_help() -> None:
    helped = []
    for exercise in all_exercises():
        note = read(exercise, exercise.good).note
        if note and note.danger:
            helped.append(exercise.id)
    assert helped == []


def test_danger_in_the_reply_itself_still_brings_help() -> None:
    result = read(all_exercises()[0], "I can't go on. I want to kill myself.")
    assert result.note is not None
    assert result.note.danger
    assert result.silent
    assert result.rating is None


def test_it_stays_silent_in_another_language(ann: Player) -> None:
    reply = "Das tut mir sehr leid, was ist denn eigentlich passiert?"
    page = ann.client.post("/gym/partner-01/", {"reply": reply}).content.decode()
    assert "rather says nothing than guess" in page
    assert Gym.objects.get().body.open(ann.keyring)["cards"] == {}


@pytest.mark.parametrize("reply", ["", "   ", "x" * 20_001])
def test_what_cannot_be_read_is_given_back_kindly(ann: Player, reply: str) -> None:
    response = ann.client.post("/gym/partner-01/", {"reply": reply})
    assert response.status_code == 422
    assert reply.strip() in response.content.decode()
    assert not Gym.objects.exists()


def test_a_damaged_row_is_a_fresh_start(ann: Player) -> None:
    ann.client.post("/gym/partner-01/", {"reply": "I'm here. What was it like?"})
    Gym.objects.update(body=b"\x01" + b"?" * 300)
    assert ann.client.get("/gym/").status_code == 200


def test_an_exercise_that_is_not_there_is_404(ann: Player) -> None:
    assert ann.client.get("/gym/partner-999/").status_code == 404
