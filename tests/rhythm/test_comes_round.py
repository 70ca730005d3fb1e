"""What comes round: let it, change it, end it; on Today when its day comes, and over afterwards."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.rhythm import page
from nearer.sittings import marking
from nearer.sittings.models import Sitting
from tests.cast import Player, bind, look, say, sit
from tests.rhythm.scene import at, comes_round, lives_in, rows, today

SUNDAY = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)


def test_a_daily_share_stands_on_today_until_i_have_begun_one(ann: Player, bond: Bond) -> None:
    comes_round(ann, bond)
    assert "It comes round today Something that matters Us two Begin" in today(ann)

    sit(ann, bond)

    assert "It comes round today" not in today(ann)


def test_what_the_other_tells_me_is_not_my_share(ann: Player, ben: Player, bond: Bond) -> None:
    comes_round(ben, bond)
    shared = sit(ann, bond)
    say(ann, shared, "share", {"words": "Something"})

    assert "It comes round today" in today(ben)


def test_what_all_answer_is_done_by_whoever_answered(ann: Player, ben: Player, bond: Bond) -> None:
    comes_round(ben, bond, "shelf", choice_practice="rose-thorn-bud")
    assert "It comes round today" in today(ben)
    told = sit(ann, bond, "rose-thorn-bud")
    first = next(iter(told_open(ben, told)))
    say(ben, told, first, {"words": "The bus came."})

    assert "It comes round today" not in today(ben)


def test_what_the_other_answers_the_next_day_is_not_my_share(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SUNDAY, ann, ben)
    comes_round(ann, bond)
    shared = sit(ann, bond)
    say(ann, shared, "share", {"words": "Something"})
    say(ann, shared, "feelings", {}, move="skip")
    say(ann, shared, "wish", {"choices": "listen"})
    say(ann, shared, "beforehand", {}, move="skip")
    assert "It comes round today" not in today(ann)

    at(monkeypatch, SUNDAY + timedelta(days=1), ann, ben)
    say(ben, shared, "ready", {"when": "now"})

    assert "It comes round today" in today(ann)


def test_what_all_answer_is_done_on_the_day_of_my_own_answer(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SUNDAY, ann, ben)
    for player in (ann, ben):
        comes_round(player, bond, "shelf", choice_practice="rose-thorn-bud")
    told = sit(ann, bond, "rose-thorn-bud")
    first = next(iter(told_open(ben, told)))
    say(ben, told, first, {"words": "The bus came."})
    assert "It comes round today" not in today(ben)

    at(monkeypatch, SUNDAY + timedelta(days=1), ann, ben)
    assert "It comes round today" in today(ann)
    say(ann, told, first, {"words": "The sun came."})

    assert "It comes round today" not in today(ann)
    assert "It comes round today" in today(ben)


def test_alone_all_that_is_added_is_mine(ann: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, SUNDAY, ann)
    comes_round(ann, None, "to-myself")
    lines = sit(ann, None, "to-myself")

    at(monkeypatch, SUNDAY + timedelta(days=1), ann)
    assert "It comes round today" in today(ann)
    say(ann, lines, next(iter(told_open(ann, lines))), {"words": "Rain."})

    assert "It comes round today" not in today(ann)


@pytest.mark.parametrize("people", [1, 2, 6])
def test_a_card_has_room_for_when_each_of_them_answered(people: int) -> None:
    cast = [str(uuid.UUID(int=number)) for number in range(people)]
    moment = (SUNDAY + timedelta(microseconds=1)).isoformat()
    asked = {
        "kind": "receipt",
        "thread": cast[0],
        "of_all": False,
        # A name of forty letters that take two bytes each.
        "calls": ("Ж" * 40).ljust(marking.LINE),
        "taken_back_by": cast[0],
        "put_off": {"when": "at", "day": "tomorrow", "time": "21:00"},
    }
    card = {
        "title": "T" * 40,
        "slug": "s" * 40,
        "way": "together",
        "kind": "partner",
        "cast": cast,
        "begun_by": cast[0],
        "begun": moment,
        "waits": dict.fromkeys(cast, asked),
        "over": False,
        "fades": False,
        "taken_up": cast,
        "at": moment,
        "answered": dict.fromkeys(cast, moment),
    }
    size = len(json.dumps(marking.as_long_as_any(card), ensure_ascii=False).encode())

    assert size == marking.CARD_BYTES + marking.MEMBER_BYTES * people


def told_open(player: Player, sitting: Sitting) -> list[str]:
    opened = look(player, sitting)
    return [s.step.id for p in opened.state.open_for(opened.company.me) for s in p.slots]


def test_not_today_is_all_that_comes_of_it(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SUNDAY, ann)
    comes_round(ann, bond)
    row = rows(ann)[0]
    assert ann.client.post(f"/rhythm/{row.id}/not-today/").status_code == 302
    assert "It comes round today" not in today(ann)

    at(monkeypatch, SUNDAY + timedelta(days=1), ann)

    said = today(ann)
    assert "It comes round today" in said
    assert not any(word in said.lower() for word in ("missed", "overdue", "streak", "yesterday"))


def test_a_day_that_went_by_leaves_nothing(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SUNDAY, ann)
    comes_round(ann, bond, "check-in", choice_how="weekly", choice_day=["6"])
    assert "It comes round today" in today(ann)
    before = page.read(ann.keyring)

    for days in range(1, 7):
        at(monkeypatch, SUNDAY + timedelta(days=days), ann)
        assert "It comes round today" not in today(ann)

    assert page.read(ann.keyring) == before
    at(monkeypatch, SUNDAY + timedelta(days=7), ann)
    assert "It comes round today" in today(ann)


def test_the_day_is_mine_wherever_the_other_is(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, "Pacific/Auckland")
    lives_in(ben, "Europe/Lisbon")
    at(monkeypatch, datetime(2026, 5, 3, 13, 0, tzinfo=UTC), ann, ben)
    for player in (ann, ben):
        comes_round(player, bond, "check-in", choice_how="weekly", choice_day=["6"])

    assert "It comes round today" not in today(ann)
    assert "It comes round today" in today(ben)


def test_mine_is_mine_and_nobody_sees_it(ann: Player, ben: Player, bond: Bond) -> None:
    comes_round(ann, bond, "own", words_own="Ask about the kxallotment")

    assert "kxallotment" in today(ann)
    for path in ("/", "/rhythm/", f"/bonds/{bond.pk}/", "/you/"):
        assert "kxallotment" not in ben.client.get(path).content.decode()
    row = rows(ann)[0]
    assert ben.client.get(f"/rhythm/{row.id}/").status_code == 404
    ben.client.post(f"/rhythm/{row.id}/remove/")
    ben.client.post(f"/rhythm/{row.id}/not-today/")
    assert rows(ann) == (row,)
    assert "kxallotment" in today(ann)


def test_it_is_changed_and_ended(ann: Player, bond: Bond) -> None:
    comes_round(ann, bond)
    row = rows(ann)[0]
    page_of = ann.client.get(f"/rhythm/{row.id}/").content.decode()
    assert 'value="sharing" checked' in page_of
    assert 'value="daily" checked' in page_of
    form = {"choice-what": "closeness", "choice-how": "monthly", "choice-month": "31"}
    assert ann.client.post(f"/rhythm/{row.id}/", form).status_code == 302

    changed = rows(ann)[0]
    assert (changed.id, changed.what, changed.every.month_day) == (row.id, "closeness", 31)
    assert not changed.tell
    assert "on the last day" in ann.client.get("/rhythm/").content.decode()
    ann.client.post(f"/rhythm/{row.id}/remove/")
    assert rows(ann) == ()


def test_every_other_week_keeps_its_weeks_whatever_else_is_changed(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SUNDAY, ann)
    form: dict[str, Any] = {"choice-how": "fortnight", "choice-other": ["6"], "choice-tell": "no"}
    comes_round(ann, bond, "check-in", **form)
    row = rows(ann)[0]

    at(monkeypatch, SUNDAY + timedelta(days=2), ann)
    form |= {"choice-what": "check-in", "choice-tell": "yes"}
    assert ann.client.post(f"/rhythm/{row.id}/", form).status_code == 302

    assert rows(ann) == (replace(row, tell=True),)
    for weeks, comes in ((1, False), (2, True), (3, False)):
        at(monkeypatch, SUNDAY + timedelta(weeks=weeks), ann)
        assert ("It comes round today" in today(ann)) is comes


def test_a_form_sent_twice_counts_once(ann: Player, bond: Bond) -> None:
    for _ in range(2):
        comes_round(ann, bond, form="7f0f4a55-31ab-4a5b-9f0f-0e0f12345678")

    assert len(rows(ann)) == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"choice_how": "weekly"}, "On which days?"),
        ({"choice_how": "fortnight", "choice_other": ["9"]}, "On which day?"),
        ({"choice_how": "monthly", "choice_month": "32"}, "On which day of the month?"),
        ({"choice_how": "monthly", "choice_month": "²"}, "On which day of the month?"),
        ({"choice_how": "hourly"}, "How often?"),
        ({"what": "tightrope"}, "What shall come round?"),
        ({"what": "shelf", "choice_practice": "tightrope"}, "Which practice?"),
        ({"what": "own", "words_own": "  "}, "In a few words"),
        ({"what": "own", "words_own": "x" * 301}, "a little long"),
    ],
)
def test_what_cannot_be_taken_is_said_kindly_and_kept(
    form: dict[str, object], says: str, ann: Player, bond: Bond
) -> None:
    answer = comes_round(ann, bond, **{"what": "own", "words_own": "Tea", **form}, status=422)  # type: ignore[arg-type]

    assert says in answer.content.decode()
    if "words_own" not in form:
        assert 'value="Tea"' in answer.content.decode()
    assert rows(ann) == ()


def test_there_is_room_for_much_and_not_for_anything(ann: Player, bond: Bond) -> None:
    for number in range(page.MOST):
        comes_round(ann, bond, "own", words_own=f"Number {number}")

    comes_round(ann, bond, "own", words_own="One more", status=422)
    assert len(rows(ann)) == page.MOST


def test_alone_there_is_something_too(ann: Player) -> None:
    assert "A few lines to myself" in ann.client.get("/rhythm/add/").content.decode()
    comes_round(ann, None, "to-myself")

    assert "For you alone" in today(ann)


def test_with_several_bonds_one_says_where_first(ann: Player, ben: Player, cleo: Player) -> None:
    bind(ann, ben)
    bind(ann, cleo, kind="friend", name="Cold water")
    asked = ann.client.get("/rhythm/add/").content.decode()

    assert "With whom?" in asked
    assert "Cold water" in asked
    assert "For me alone" in asked


def test_the_closeness_check_is_done_once_looked_at(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, SUNDAY, ann)
    comes_round(ann, bond, "closeness", choice_how="monthly", choice_month=3)
    assert "A look at how close you feel" in today(ann)
    ann.client.post(f"/closeness/{bond.pk}/now/", {"rating-known": "4"})

    assert "A look at how close you feel" not in today(ann)
