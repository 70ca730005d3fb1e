"""What is kept cannot be turned against whoever wrote it: nobody else changes, moves
or signs it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nearer.bonds.models import Bond
from nearer.keeps import keeping
from nearer.keeps.models import Keep
from nearer.parting.ending import end_account
from nearer.people.models import today
from nearer.sittings.leaving import leave_bond
from tests.cast import Player, bind, member
from tests.keeps.pages import get, id_of, post
from tests.sittings.carding import HEAD, ROLES, begin, send
from tests.trust.house import body

SOON = (today() + timedelta(days=3)).isoformat()
SAID = (
    HEAD
    + ROLES
    + """
[[step]]
id = "moment"
kind = "write"
who = "all"
shown = "together"
keep = "journal"
ask = "Which moment?"
"""
)


def rows(bond: Bond, player: Player) -> dict[str, keeping.Kept]:
    """Everything kept in a bond, by its words."""
    found = keeping.opened(Keep.objects.filter(bond=bond), player.keyring)
    return {one.words: one for one in found}


@pytest.mark.parametrize("kind", ["appreciation", "promise", "date", "little"])
def test_words_of_somebody_who_left_are_nobody_elses_to_change(
    ann: Player, ben: Player, bond: Bond, kind: str
) -> None:
    """Not even where they were written on the phone of the one who stays."""
    row = keeping.keep(
        drawer=kind, bond=bond, by=id_of(ann, bond), words="As said", keyring=ben.keyring
    )
    leave_bond(
        bond=Bond.objects.get(pk=bond.pk),
        member=member(bond, ann),
        person=ann.person,
        keyring=ann.keyring,
    )
    page = {"appreciation": "jar", "promise": "promises", "date": "dates"}.get(
        kind, "little-things"
    )
    form = {"words-it": "Never said", "choice-day": SOON, "choice-about": id_of(ben, bond)}
    at = f"/bonds/{bond.pk}/{page}/{row.pk}/" + ("words/" if kind == "promise" else "")
    assert ben.client.post(at, form).status_code == 404
    assert ben.client.post(f"/bonds/{bond.pk}/keeps/{row.pk}/delete/").status_code == 404
    assert rows(bond, ben).keys() == {"As said"}


def test_words_that_a_sitting_put_into_the_journal_are_their_writers_to_take_out(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, SAID, ben)
    send(ann, sitting, words__moment="The rain")
    send(ben, sitting, words__moment="The bus")
    found = rows(bond, ann)
    for player, own, other in ((ann, "The rain", "The bus"), (ben, "The bus", "The rain")):
        assert player.client.get(f"/journal/{found[other].id}/").status_code == 404
        post(player, f"/journal/{found[other].id}/delete/", status=404)
        post(player, f"/journal/{found[own].id}/", {"words-journal": own + "."})
        post(player, f"/journal/{found[own].id}/delete/")
    for row in Keep.objects.all():
        assert row.body.open(ben.keyring)["words"] == ""
    assert get(ben, f"/bonds/{bond.pk}/journal/").count("was removed by its author.") == 2


def test_a_promise_written_in_the_name_of_another_says_on_whose_phone(
    ann: Player, ben: Player, bond: Bond
) -> None:
    for player, words in ((ann, "I never go out."), (ben, "I call.")):
        keeping.keep(
            drawer="promise", bond=bond, by=id_of(ben, bond), words=words, keyring=player.keyring
        )
    found = rows(bond, ben)
    for page in ("", f"{found['I never go out.'].id}/"):
        assert "on the phone of Ann" in get(ben, f"/bonds/{bond.pk}/promises/{page}")
        assert "on your phone" in get(ann, f"/bonds/{bond.pk}/promises/{page}")
    assert "phone" not in get(ben, f"/bonds/{bond.pk}/promises/{found['I call.'].id}/")


def left(player: Player, bond: Bond) -> None:
    leave_bond(
        bond=Bond.objects.get(pk=bond.pk),
        member=member(bond, player),
        person=player.person,
        keyring=player.keyring,
    )


def on_the_phone_of(player: Player, bond: Bond, named: str) -> dict[str, str]:
    """As a row says it that another made visible; once it named the account alone."""
    place = {"phone": id_of(player, bond)} if named == "by the place" else {}
    return {"device": str(player.id), **place}


def promised(
    writer: Player, bond: Bond, words: str, seen_by: Player, more: dict[str, str] | None = None
) -> None:
    """A promise of the writer's, made visible by another, or by themselves."""
    keeping.keep(
        drawer="promise",
        bond=bond,
        by=id_of(writer, bond),
        words=words,
        keyring=seen_by.keyring,
        more=more,
    )


def signed_copy(player: Player, bond: Bond, words: str) -> str:
    """The file of a copy that somebody keeps, and deletes again."""
    keep = rows(bond, player)[words].id
    kept = post(player, f"/bonds/{bond.pk}/keeps/{keep}/copy/")["Location"]
    file = body(player.client.get(f"{kept}words.txt"))
    post(player, f"{kept}delete/")
    return file


@pytest.mark.parametrize("visible_by", ["ann", "cleo"])
@pytest.mark.parametrize("named", ["by the place", "by the account"])
def test_it_is_still_said_after_the_one_with_the_phone_has_left(
    ann: Player, ben: Player, cleo: Player, visible_by: str, named: str
) -> None:
    bond = bind(ann, ben, cleo, kind="family", name="All of us")
    now = {"ann": ann, "cleo": cleo}[visible_by]
    more = on_the_phone_of(ann, bond, named)
    promised(ben, bond, "I never go out.", now, more if now is cleo else None)
    assert "Written on the phone of: Ann\n" in signed_copy(ann, bond, "I never go out.")
    left(ann, bond)
    page = f"/bonds/{bond.pk}/promises/"
    assert "on the phone of Ann" in get(cleo, page)
    assert "Written on the phone of: Ann\n" in signed_copy(cleo, bond, "I never go out.")
    end_account(person=ann.person, keyring=ann.keyring, erase=False)
    assert "on the phone of somebody who left" in get(ben, page)
    assert "phone of: somebody who left\n" in signed_copy(cleo, bond, "I never go out.")


@pytest.mark.parametrize("named", ["by the place", "by the account"])
def test_what_somebody_wrote_on_their_own_phone_stays_their_own_after_they_left(
    ann: Player, ben: Player, bond: Bond, named: str
) -> None:
    """Though another's coming made it visible."""
    more = on_the_phone_of(ann, bond, named)
    promised(ann, bond, "I call.", ben, more)
    promised(ann, bond, "I write.", ann)
    left(ann, bond)
    assert "phone" not in get(ben, f"/bonds/{bond.pk}/promises/")
    end_account(person=ann.person, keyring=ann.keyring, erase=False)
    assert "phone" not in get(ben, f"/bonds/{bond.pk}/promises/")
    assert "phone" not in signed_copy(ben, bond, "I call.").split("> ")[0]


def test_of_words_in_the_name_of_somebody_who_left_it_is_said_too(
    ann: Player, ben: Player, bond: Bond
) -> None:
    keeping.keep(
        drawer="promise", bond=bond, by=id_of(ann, bond), words="I stay.", keyring=ben.keyring
    )
    left(ann, bond)
    assert "on your phone" in get(ben, f"/bonds/{bond.pk}/promises/")


def test_whether_another_is_calm_is_not_looked_up_and_taken_back(
    ann: Player, ben: Player, bond: Bond
) -> None:
    pause = f"/bonds/{bond.pk}/pause/"
    post(ann, pause, {"length": "30"})
    post(ann, pause + "calm/")
    post(ben, pause + "calm/")
    post(ben, pause + "calm/", {"calm": "no"})
    for player in (ann, ben):
        assert "Coming back" in get(player, pause)


def test_whoever_puts_in_a_date_of_somebody_else_is_named(
    ann: Player, ben: Player, bond: Bond
) -> None:
    whose = id_of(ben, bond)
    form = {"words-it": "the hearing", "choice-day": SOON, "choice-whose": whose}
    post(ann, f"/bonds/{bond.pk}/dates/", form)
    assert "Ann put it in" in get(ben, f"/bonds/{bond.pk}/dates/")
    assert "you put it in" in get(ann, f"/bonds/{bond.pk}/dates/")


def test_whoever_moves_a_plan_leaves_its_words_alone(ann: Player, ben: Player, bond: Bond) -> None:
    form = {"words-plan": "A walk", "choice-day": SOON, "words-where": "The quay"}
    post(ann, f"/bonds/{bond.pk}/plans/", form)
    plan = f"/bonds/{bond.pk}/plans/{Keep.objects.get().pk}/"
    assert "words-where" not in ben.client.get(plan).content.decode()
    later = (today() + timedelta(days=9)).isoformat()
    forged = {"words-plan": "A quarrel", "choice-day": later, "words-where": "The cellar"}
    post(ben, plan, forged)
    body = rows(bond, ann)["A walk"].body
    assert (body["where"], body["day"]) == ("The quay", later)


@pytest.mark.parametrize("day", ["9999-12-31", "2999-01-01"])
def test_no_day_is_so_far_off_that_a_page_breaks(
    ann: Player, ben: Player, bond: Bond, day: str
) -> None:
    for page, words in (("promises", "words-it"), ("dates", "words-it"), ("plans", "words-plan")):
        form = {words: "Some day", "choice-day": day, "choice-time": ""}
        post(ann, f"/bonds/{bond.pk}/{page}/", form, status=422)
    for time in ("", "23:30"):
        keep = keeping.keep(
            drawer="plan",
            bond=bond,
            by=id_of(ann, bond),
            words="Some day",
            keyring=ann.keyring,
            comes_up=today().replace(year=9999, month=12, day=31),
            more={"time": time},
        )
        file = ben.client.get(f"/bonds/{bond.pk}/plans/{keep.pk}/calendar.ics")
        assert b"BEGIN:VEVENT" in file.content
