"""What the server is told of somebody's reminders: when, never what for, and nothing left over."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from nearer.bonds.models import Bond
from nearer.keeps import promises
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.people.models import Person
from nearer.reminders.models import Notice
from nearer.rhythm import middleware
from tests.cast import PASSWORD, Player, bind, member
from tests.rhythm.scene import (
    NOON,
    at,
    comes_in,
    comes_round,
    lives_in,
    nothing_is_known,
    notices,
    rows,
    rule,
    utc,
)


def test_the_union_of_my_days_makes_one_rule(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, "Europe/Lisbon")
    at(monkeypatch, NOON, ann)
    assert rule(ann) is None
    comes_round(ann, bond, "check-in", choice_how="weekly", choice_day=["6"])
    comes_round(ann, None, "to-myself", choice_how="weekly", choice_day=["2", "6"])
    comes_round(ann, bond, "closeness", choice_how="monthly", choice_month="1")
    comes_round(ann, bond, "own", words_own="Tea", choice_how="weekly", choice_day=["1"],
                choice_tell="no")  # fmt: skip
    form = {"choice-time": "20:30", "choice-quiet": "on"}
    form |= {"choice-from": "20:00", "choice-until": "21:00"}
    ann.client.post("/rhythm/times/", form)

    found = rule(ann)
    assert found is not None
    assert (found.zone, found.minute, found.quiet) == ("Europe/Lisbon", 1230, (1200, 1260))
    assert found.weekdays == {2, 6}
    assert found.month_days == {1}
    for row in rows(ann):
        ann.client.post(f"/rhythm/{row.id}/remove/")
    assert rule(ann) is None
    assert nothing_is_known(ann)


def test_daily_is_every_weekday(ann: Player, bond: Bond) -> None:
    comes_round(ann, bond)

    found = rule(ann)
    assert found is not None
    assert found.weekdays == set(range(7))


def test_another_clock_moves_the_rule(ann: Player, bond: Bond) -> None:
    comes_round(ann, bond)
    ann.client.post("/you/clock/", {"zone": "Auckland"})

    found = rule(ann)
    assert found is not None
    assert found.zone == "Pacific/Auckland"


def test_every_other_week_is_asked_for_day_by_day(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, "Europe/Lisbon")
    at(monkeypatch, NOON, ann)
    comes_round(ann, bond, "check-in", choice_how="fortnight", choice_other=["0"])

    assert rule(ann) is None
    assert notices(ann)[:3] == [utc(4, 8), utc(18, 8), utc(1, 8, month=6)]
    ann.client.post(f"/rhythm/{rows(ann)[0].id}/remove/")
    assert nothing_is_known(ann)


def test_one_notice_a_day_is_enough(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann)
    here = stand(bond, ann.keyring)
    for number, day in enumerate((9, 9, 10)):
        id = uuid.UUID(int=number)
        promises.make(here=here, words="One", day=date(2026, 5, day), id=id)
    comes_in(ann)
    assert notices(ann) == [utc(9, 9), utc(10, 9)]

    comes_round(ann, bond)

    assert notices(ann) == []


def full(ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ann has one of each: a rule, a fortnight, a promise, a pause."""
    at(monkeypatch, NOON, ann)
    comes_round(ann, bond, "check-in", choice_how="weekly", choice_day=["6"])
    comes_round(ann, bond, "sharing", choice_how="fortnight", choice_other=["0"])
    here = stand(bond, ann.keyring)
    promises.make(here=here, words="One", day=date(2026, 5, 9), id=ann.id)
    ann.client.post(f"/bonds/{bond.pk}/pause/", {"length": "tomorrow"})
    assert rule(ann) is not None
    assert len(notices(ann)) > 4


def test_leaving_a_bond_leaves_nothing_due(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(ann, bond, monkeypatch)
    form = {"password_to_go_on": PASSWORD}
    assert ann.client.post(f"/bonds/{bond.pk}/leave/", form).status_code == 302
    assert not bond.members.present().filter(person=ann.id).exists()

    assert rule(ann) is None
    assert nothing_is_known(ann)


def test_muting_it_is_as_quiet_and_ends_by_itself(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(ann, bond, monkeypatch)
    ann.client.post(f"/bonds/{bond.pk}/mute/", {"choice-span": "week"})
    assert rule(ann) is None
    # Nobody has to come in for it: the Sundays and the Mondays from its last day on are asked for.
    assert notices(ann)[:4] == [utc(10, 9), utc(17, 9), utc(18, 9), utc(24, 9)]

    at(monkeypatch, NOON + timedelta(days=7), ann, ben)
    comes_in(ann)

    assert rule(ann) is not None
    assert notices(ann)[:2] == [utc(18, 9), utc(1, 9, month=6)]


def test_what_falls_on_days_after_a_mute_is_told_as_ever(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(ann, bond, monkeypatch)
    before = notices(ann)
    ann.client.post(f"/bonds/{bond.pk}/mute/", {"choice-span": "day"})

    # The fortnight, the promise and the pause are all of later days, and now the Sundays too.
    assert set(before) < set(notices(ann))
    assert utc(10, 9) in notices(ann)


def test_muted_until_i_say_nothing_is_due(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(ann, bond, monkeypatch)
    ann.client.post(f"/bonds/{bond.pk}/mute/", {"choice-span": "good"})

    assert rule(ann) is None
    assert nothing_is_known(ann)


def test_what_comes_round_elsewhere_goes_on(
    ann: Player, ben: Player, cleo: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = bind(ann, cleo, kind="friend", name="Cold water")
    full(ann, bond, monkeypatch)
    comes_round(ann, other, "own", words_own="Swim", choice_how="weekly", choice_day=["2"])
    ann.client.post(f"/bonds/{bond.pk}/mute/", {"choice-span": "good"})

    found = rule(ann)
    assert found is not None
    assert found.weekdays == {2}


def test_an_account_that_goes_takes_all_of_it_along(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nearer.rhythm.models import Feed

    full(ann, bond, monkeypatch)
    ann.client.post("/rhythm/feed/", {"do": "make"})
    Person.objects.filter(pk=ann.id).delete()

    assert not Feed.objects.exists()


def test_a_draft_kept_in_passing_asks_for_nothing(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, NOON, ann)
    here = stand(bond, ann.keyring)
    promises.make(here=here, words="One", day=date(2026, 5, 9), id=ann.id)
    form = {"place": "/journal/write/", "title": "x", "words-it": "y"}
    kept = ann.client.post("/drafts/", form, HTTP_SEC_FETCH_MODE="cors")
    assert kept.status_code == 204
    ann.client.get("/")

    assert notices(ann) == []


def test_what_hinders_it_is_logged_and_undoes_nothing(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(middleware, "keep_up", away)
    form = {"words-it": "Mend the lamp"}

    assert ann.client.post(f"/bonds/{bond.pk}/promises/", form).status_code == 302
    assert Keep.objects.count() == 1
    assert "Reminders could not be kept up" in caplog.text


def test_damage_to_the_page_of_it_does_not_undo_what_was_done(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nearer.keeps.models import Notebook

    full(ann, bond, monkeypatch)
    Notebook.objects.filter(author=ann.id).update(body=b"\x01" * 300)
    form = {"words-it": "Mend the lamp", "choice-day": "2026-05-10"}

    assert ann.client.post(f"/bonds/{bond.pk}/promises/", form).status_code == 302
    assert Keep.objects.count() == 2
    assert ann.client.get("/").status_code == 200
    assert ann.client.get("/rhythm/").status_code == 200


def test_no_row_leads_to_what_it_is_about(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    full(ann, bond, monkeypatch)
    known = {row.pk for row in Keep.objects.all()} | {ann.id, bond.pk, member(bond, ann).pk}

    assert not {row.pk for row in Notice.objects.all()} & known
    assert ann.id.hex not in str(list(Notice.objects.values())).replace("-", "")
