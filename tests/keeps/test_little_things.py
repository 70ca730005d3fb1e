"""The little things: written down, asked again, and only oneself learns how that went."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from itertools import pairwise

import pytest

from nearer.bonds.actions import add_companion, leave
from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.keeps import hooks, little
from nearer.keeps.models import Keep, Notebook
from nearer.keeps.today import EVERY, for_today
from nearer.people.models import today
from tests.cast import Player, bind, member
from tests.keeps.pages import get, id_of, post, there


@pytest.fixture
def home(bond: Bond) -> str:
    return f"/bonds/{bond.pk}/little-things/"


def soup(player: Player, bond: Bond, words: str = "Lentil") -> Keep:
    here = there(player, bond)
    return little.add(here=here, about=here.me, asked="Which soup?", words=words, id=uuid.uuid4())


def test_we_see_what_we_know_of_each_other_by_person(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    for player, words in ((ann, "left-handed"), (ben, "hates figs")):
        post(player, home, {"choice-about": id_of(player, bond), "words-it": words})
    post(ann, home, {"choice-about": id_of(ben, bond), "words-it": "hums when sad"})
    assert "You left-handed" in get(ann, home)
    assert "Ben hums when sad hates figs" in get(ann, home)
    assert "Ann left-handed" in get(ben, home)
    assert "You hums when sad hates figs" in get(ben, home)


def test_the_other_is_asked_without_the_answer_in_the_list(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    soup(ann, bond)
    page = get(ben, home)
    assert "Do you still know? About Ann Which soup? Show me Lentil" in page
    assert page.count("Lentil") == 1
    assert "Show me" not in get(ann, home)


@pytest.mark.parametrize(("knew", "days"), [("yes", 30), ("no", 7)])
def test_it_comes_again_in_a_month_or_a_week(
    ann: Player, ben: Player, bond: Bond, home: str, knew: str, days: int
) -> None:
    kept = soup(ann, bond)
    post(ben, f"{home}{kept.pk}/again/", {"knew": knew})
    assert "Show me" not in get(ben, home)
    rows = there(ben, bond).drawer(little.DRAWER)
    again = little.again(ben.keyring)
    me = id_of(ben, bond)
    assert little.first_due(rows, me, again, today() + timedelta(days=days - 1)) is None
    assert little.first_due(rows, me, again, today() + timedelta(days=days)) is not None


def test_nobody_else_learns_how_it_went(ann: Player, ben: Player, bond: Bond, home: str) -> None:
    kept = soup(ann, bond)
    before = get(ann, home)
    post(ben, f"{home}{kept.pk}/again/", {"knew": "no"})
    assert get(ann, home) == before
    assert Notebook.objects.get().space == ben.id


def test_what_i_wrote_about_another_is_not_asked_the_same_week(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    form = {"choice-about": id_of(ben, bond), "words-asked": "Which tea?", "words-it": "Green"}
    post(ann, home, form)
    assert "Show me" not in get(ann, home)
    rows, me = there(ann, bond).drawer(little.DRAWER), id_of(ann, bond)
    assert little.first_due(rows, me, {}, today() + timedelta(days=7)) is not None


def test_nobody_is_asked_about_themselves_or_without_a_question(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    form = {"choice-about": id_of(ben, bond), "words-asked": "Which tea?", "words-it": "Green"}
    post(ann, home, form)
    post(ann, home, {"choice-about": id_of(ann, bond), "words-it": "left-handed"})
    assert "Show me" not in get(ben, home)


def test_what_was_said_in_a_sitting_is_about_whoever_said_it(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    hooks.keep(
        kind="little",
        entry_id=uuid.uuid4(),
        bond=bond,
        space=bond.id,
        by=id_of(ann, bond),
        words="The sea",
        keyring=ann.keyring,
        asked="What calms you?",
    )
    assert "About Ann What calms you? Show me The sea" in get(ben, home)


def test_nobody_is_asked_about_somebody_who_has_left(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    home = f"/bonds/{family.pk}/little-things/"
    soup(cleo, family, "Leek")
    leave(bond=family, member=member(family, cleo), person=cleo.person)
    page = get(ben, home)
    assert "Leek" in page
    assert "Show me" not in page
    soup(ann, family)
    assert "About Ann Which soup? Show me" in get(ben, home)
    shown = bonds_shown(Bond.objects.of(ben.person), ben.keyring)
    week = [date(2030, 1, 1) + timedelta(days=number) for number in range(7)]
    asked = [for_today(shown, ben.keyring, day, anything_waits=False).question for day in week]
    assert [one.about for one in asked if one is not None] == ["Ann"]


def test_a_companion_can_be_known_too(ann: Player, ben: Player) -> None:
    family = bind(ann, ben, kind="family")
    dot = add_companion(bond=family, name="Dot", keyring=ann.keyring)
    home = f"/bonds/{family.pk}/little-things/"
    post(ann, home, {"choice-about": str(dot.pk), "words-it": "is called Bean at school"})
    assert "Dot is called Bean at school" in get(ben, home)


@pytest.mark.parametrize(
    "form",
    [
        {"words-it": "left-handed"},
        {"words-it": "left-handed", "choice-about": str(uuid.uuid4())},
        {"words-it": "left-handed", "choice-about": "me", "words-asked": "x" * 301},
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    ann: Player, bond: Bond, home: str, form: dict[str, str]
) -> None:
    if form.get("choice-about") == "me":
        form = form | {"choice-about": id_of(ann, bond)}
    assert "left-handed" in post(ann, home, form, status=422).content.decode()
    assert not Keep.objects.exists()


def test_mine_can_be_put_right_and_taken_out(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    kept = soup(ann, bond)
    form = {"choice-about": id_of(ann, bond), "words-asked": "Which soup?", "words-it": "Leek"}
    post(ben, f"{home}{kept.pk}/", form, status=404)
    post(ann, f"{home}{kept.pk}/", form)
    assert "Leek" in get(ben, home)
    post(ben, f"/bonds/{bond.pk}/keeps/{kept.pk}/delete/", status=404)
    post(ann, f"/bonds/{bond.pk}/keeps/{kept.pk}/delete/")
    assert "Leek" not in get(ben, home)


def test_once_a_week_the_first_page_asks(ann: Player, ben: Player, bond: Bond) -> None:
    soup(ann, bond)
    bonds = bonds_shown(Bond.objects.of(ben.person), ben.keyring)
    days = []
    for number in range(28):
        day = date(2030, 1, 1) + timedelta(days=number)
        question = for_today(bonds, ben.keyring, day, anything_waits=False).question
        if question is not None:
            days.append(number)
            assert (question.about, question.asked) == ("Ann", "Which soup?")
        assert not for_today(bonds, ben.keyring, day, anything_waits=True).question
    assert len(days) == 4
    assert {b - a for a, b in pairwise(days)} == {EVERY["little"]}
