"""Plans: made, moved, taken into a calendar, and asked about afterwards."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from icalendar import Calendar

from nearer.bonds.models import Bond
from nearer.keeps import hooks, ideas, plan_views, plans
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.people.models import today
from nearer.practices import shelf
from tests.cast import Player, bind

WORDS = "Row to the island at last"


def make(player: Player, bond: Bond, **form: str) -> Any:
    return player.client.post(reverse("plans", args=[bond.pk]), {"words-plan": WORDS, **form})


def only(player: Player, bond: Bond) -> plans.Plan:
    (plan,) = plans.of(stand(bond, player.keyring))
    return plan


def url(name: str, bond: Bond, plan: plans.Plan) -> str:
    return reverse(name, args=[bond.pk, plan.id])


def in_days(days: int) -> str:
    return str((today() + timedelta(days=days)).isoformat())


def gone_by(bond: Bond, player: Player) -> plans.Plan:
    """A plan whose day was yesterday."""
    day: date = today() - timedelta(days=1)
    here = stand(bond, player.keyring)
    plans.make(here=here, id=uuid.uuid4(), words=WORDS, day=day, time="", where="")
    return only(player, bond)


def calendar(player: Player, bond: Bond, query: str = "") -> Any:
    response = player.client.get(url("plan_calendar", bond, only(player, bond)) + query)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    assert "attachment" in response["Content-Disposition"]
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    return event


def test_a_plan_is_seen_by_everybody_and_by_nobody_else(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    day = in_days(9)
    sent = make(ann, bond, **{"choice-day": day, "choice-time": "15:30", "words-where": "The quay"})
    assert sent.status_code == 302
    text = ben.client.get(reverse("plans", args=[bond.pk])).content.decode()
    assert WORDS in text
    assert "15:30" in text
    assert "The quay" in text
    assert cleo.client.get(url("plan", bond, only(ann, bond))).status_code == 404


def test_words_are_enough(ann: Player, bond: Bond) -> None:
    make(ann, bond)
    assert only(ann, bond).day is None
    assert "No day yet" in ann.client.get(reverse("plans", args=[bond.pk])).content.decode()


@pytest.mark.parametrize(
    "form",
    [
        {"words-plan": " "},
        {"choice-day": "2001-01-01"},
        {"choice-day": "soon"},
        {"choice-time": "15:30"},
        {"choice-day": in_days(2), "choice-time": "25:00"},
        {"words-where": "x" * 301},
    ],
)
def test_what_does_not_fit_comes_back_as_it_was(
    ann: Player, bond: Bond, form: dict[str, str]
) -> None:
    sent = make(ann, bond, **{"words-where": "The quay", **form})
    assert sent.status_code == 422
    assert form.get("words-where", "The quay") in sent.content.decode()
    assert not Keep.objects.exists()


def test_an_idea_is_ready_to_be_planned(ann: Player, bond: Bond) -> None:
    idea = ideas.table(stand(bond, ann.keyring)).everything[0].idea
    page = ann.client.get(reverse("plans", args=[bond.pk]) + f"?idea={idea.id}")
    assert page.context["typed"]["words_plan"] == idea.do


def test_an_idea_leaves_the_plan_alone_that_was_begun_without_it(ann: Player, bond: Bond) -> None:
    home = reverse("plans", args=[bond.pk])
    idea = ideas.table(stand(bond, ann.keyring)).everything[0].idea
    begun = {"title": "Something to keep", "place": home, "words-plan": WORDS}
    text = ann.client.get(f"{home}?idea={idea.id}").content.decode()
    (place,) = re.findall(r'name="place" value="([^"]*)"', text)
    apart = {**begun, "place": place, "words-plan": "The idea, and lunch"}
    for draft in (begun, apart):
        kept = ann.client.post("/drafts/", draft, headers={"Sec-Fetch-Mode": "cors"})
        assert kept.status_code == 204
    page = ann.client.get(f"{home}?idea={idea.id}")
    assert page.context["typed"]["words_plan"] == "The idea, and lunch"
    assert f'name="place" value="{apart["place"]}"' in page.content.decode()

    wrong = ann.client.post(home, {**apart, "choice-day": "soon"})
    assert f'name="place" value="{apart["place"]}"' in wrong.content.decode()
    assert ann.client.post(home, apart).status_code == 302
    assert ann.client.get(home).context["typed"]["words_plan"] == WORDS
    page = ann.client.get(f"{home}?idea={idea.id}")
    assert page.context["typed"]["words_plan"] == idea.do


def test_a_calendar_says_only_with_whom(ann: Player, bond: Bond) -> None:
    day = in_days(9)
    make(ann, bond, **{"choice-day": day, "choice-time": "15:30", "words-where": "The quay"})
    event = calendar(ann, bond)
    assert str(event["summary"]) == "Something with Ben"
    assert "location" not in event
    assert event["dtstart"].dt.isoformat() == f"{day}T15:30:00"
    assert event["dtstart"].dt.tzinfo is None
    text = event.to_ical().decode()
    assert str(only(ann, bond).id) not in text
    assert str(bond.pk) not in text


def test_a_calendar_says_more_only_if_one_asks_for_it(ann: Player, bond: Bond) -> None:
    make(ann, bond, **{"choice-day": in_days(9), "words-where": "The quay"})
    event = calendar(ann, bond, "?words=yes")
    assert str(event["summary"]) == WORDS
    assert str(event["location"]) == "The quay"
    assert event["dtstart"].dt == today() + timedelta(days=9)


def test_two_files_of_one_plan_are_not_alike(ann: Player, bond: Bond) -> None:
    make(ann, bond, **{"choice-day": in_days(9)})
    assert calendar(ann, bond)["uid"] != calendar(ann, bond)["uid"]


def test_words_cannot_break_out_of_a_calendar(ann: Player, bond: Bond) -> None:
    words = "A walk\r\nEND:VEVENT\r\nBEGIN:VALARM;x,y\\"
    make(ann, bond, **{"words-plan": words, "choice-day": in_days(9)})
    event = calendar(ann, bond, "?words=yes")
    assert event.subcomponents == []
    assert "END:VEVENT" in str(event["summary"])


def test_a_plan_without_a_day_has_no_calendar_file(ann: Player, bond: Bond) -> None:
    make(ann, bond)
    assert ann.client.get(url("plan_calendar", bond, only(ann, bond))).status_code == 404


def test_anybody_moves_it_and_only_its_author_rewords_it(
    ann: Player, ben: Player, bond: Bond
) -> None:
    make(ann, bond, **{"choice-day": in_days(2)})
    form = {"words-plan": "Something else", "choice-day": in_days(5)}
    assert ben.client.post(url("plan", bond, only(ann, bond)), form).status_code == 302
    assert only(ann, bond).words == WORDS
    assert only(ann, bond).day == today() + timedelta(days=5)
    ann.client.post(url("plan", bond, only(ann, bond)), form)
    assert only(ben, bond).words == "Something else"


def test_afterwards_it_asks_each_what_it_was_like(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nearer.keeps.plan_views.leads_to", lambda *_: "good-news")
    plan = gone_by(bond, ann)
    title = shelf.get("good-news").wording("title", bond="partner")
    for player in (ann, ben):
        assert "How was it?" in player.client.get(reverse("plans", args=[bond.pk])).content.decode()
        text = player.client.get(url("plan", bond, plan)).content.decode()
        assert f"/practices/good-news/?bond={bond.pk}" in text
        assert title in text


def test_afterwards_it_asks_by_name_what_it_was_like_for_the_others(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nearer.keeps.plan_views.leads_to", lambda *_: "good-news")
    plan = gone_by(bond, ann)
    for player, other in ((ann, "Ben"), (ben, "Ann")):
        text = player.client.get(url("plan", bond, plan)).content.decode()
        assert f"and what for <bdi>{other}</bdi>?" in text


@pytest.mark.parametrize(
    ("state", "said"), [("done", "You did it."), ("dropped", "You let it go.")]
)
def test_anybody_says_what_became_of_it(
    ann: Player, ben: Player, bond: Bond, state: str, said: str
) -> None:
    plan = gone_by(bond, ann)
    day = plan.day
    ben.client.post(url("plan_became", bond, plan), {"state": state})
    assert said in ann.client.get(url("plan", bond, plan)).content.decode()
    assert only(ann, bond).day == day
    assert Keep.objects.get().comes_up is None
    ann.client.post(url("plan_became", bond, plan), {"state": "open"})
    assert only(ben, bond).open
    assert only(ben, bond).day == day


@pytest.mark.parametrize("state", ["done", "open"])
def test_a_move_made_meanwhile_stays_when_it_is_said_what_became_of_it(
    ann: Player, ben: Player, bond: Bond, state: str
) -> None:
    make(ann, bond, **{"choice-day": in_days(2)})
    read = Keep.objects.get()
    form = {"words-plan": WORDS, "choice-day": in_days(5)}
    ann.client.post(url("plan", bond, only(ann, bond)), form)
    plans.say_what_became(here=stand(bond, ben.keyring), row=read, state=state)
    assert only(ann, bond).day == today() + timedelta(days=5)


def test_whoever_moves_it_leaves_the_place_as_its_author_just_changed_it(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(ann, bond, **{"choice-day": in_days(2), "words-where": "The quay"})
    where = url("plan", bond, only(ann, bond))
    read = plan_views._plan_of(stand(bond, ben.keyring), only(ann, bond).id)
    form = {"words-plan": WORDS, "choice-day": in_days(2), "words-where": "The bridge"}
    ann.client.post(where, form)
    monkeypatch.setattr(plan_views, "_plan_of", lambda *_: read)
    form = {"choice-day": in_days(5), "words-where": "Nowhere"}
    assert ben.client.post(where, form).status_code == 302
    assert only(ann, bond).where == "The bridge"
    assert only(ann, bond).day == today() + timedelta(days=5)


def test_a_state_that_is_none_changes_nothing(ann: Player, bond: Bond) -> None:
    plan = gone_by(bond, ann)
    ann.client.post(url("plan_became", bond, plan), {"state": "failed"})
    assert only(ann, bond).open


def test_only_its_author_deletes_it(ann: Player, ben: Player, bond: Bond) -> None:
    make(ann, bond)
    plan = only(ann, bond)
    assert ben.client.post(url("delete_plan", bond, plan)).status_code == 404
    assert ann.client.post(url("delete_plan", bond, plan)).status_code == 302
    text = ben.client.get(reverse("plans", args=[bond.pk])).content.decode()
    assert plan.words not in text
    assert "was removed by its author." in text


def test_what_was_planned_in_a_sitting_is_here(ann: Player, ben: Player, bond: Bond) -> None:
    here = stand(bond, ann.keyring)
    hooks.keep(
        kind="plan",
        entry_id=uuid.uuid4(),
        bond=bond,
        space=bond.pk,
        by=here.me,
        words=WORDS,
        keyring=ann.keyring,
        day=today(),
    )
    plan = only(ben, bond)
    assert (plan.words, plan.day, plan.state) == (WORDS, today(), "open")


def test_a_plan_of_one_bond_is_not_found_in_another(ann: Player, ben: Player, bond: Bond) -> None:
    other = bind(ann, ben, kind="friend", name="Old friends")
    make(ann, bond)
    assert ann.client.get(url("plan", other, only(ann, bond))).status_code == 404
    assert plans.of(stand(other, ann.keyring)) == []
