"""The jar: put in now, met again later."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest

from nearer.bonds.actions import add_companion
from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.keeps import hooks, jar
from nearer.keeps.models import Keep
from nearer.keeps.today import EVERY, for_today
from tests.cast import Player, bind
from tests.keeps.pages import get, id_of, post, there

SLIPS = ["soup", "shoes", "song", "stairs", "sun"]


def fill(player: Player, bond: Bond, slips: Iterable[str] = SLIPS, to: str = "") -> None:
    here = there(player, bond)
    for words in slips:
        jar.put_in(here=here, words=words, to=to, id=uuid.uuid4())


def drawn(player: Player, bond: Bond) -> set[str]:
    here = there(player, bond)
    return {slip.words for _ in range(40) if (slip := jar.draw(here))}


def test_what_comes_out_was_put_in_by_another_and_is_not_among_the_latest(
    ann: Player, ben: Player, bond: Bond
) -> None:
    fill(ann, bond)
    assert drawn(ben, bond) == {"soup", "shoes"}
    assert drawn(ann, bond) == set()


def test_a_few_are_too_few(ann: Player, ben: Player, bond: Bond) -> None:
    fill(ann, bond, SLIPS[:3])
    page = get(ben, f"/bonds/{bond.pk}/jar/?draw")
    assert "needs a little longer" in page
    assert "soup" not in page


def test_drawn_again_it_is_another(ann: Player, ben: Player, bond: Bond) -> None:
    fill(ann, bond)
    here = there(ben, bond)
    first = jar.draw(here)
    assert first is not None
    others = {jar.draw(here, str(first.id)) for _ in range(20)}
    assert {one.words for one in others if one} == {"soup", "shoes"} - {first.words}


def test_the_page_shows_one_on_a_button_and_mine_in_a_list(
    ann: Player, ben: Player, bond: Bond
) -> None:
    path = f"/bonds/{bond.pk}/jar/"
    for words in SLIPS:
        post(ann, path, {"words-it": words})
    page = get(ben, path)
    assert not any(words in page for words in SLIPS)
    page = get(ben, path + "?draw")
    assert "soup" in page or "shoes" in page
    assert "Another one" in get(ben, path + "?draw=nonsense")
    mine = get(ann, path)
    assert all(words in mine for words in SLIPS)


def test_for_one_it_is_sealed_for_two(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family")
    fill(ann, family, to=id_of(ben, family))
    assert drawn(ben, family) == {"soup", "shoes"}
    assert drawn(cleo, family) == set()
    assert not Keep.objects.openable(cleo.keyring)


def test_for_a_companion_it_comes_up_for_nobody_else(ann: Player, ben: Player) -> None:
    family = bind(ann, ben, kind="family")
    dot = add_companion(bond=family, name="Dot", keyring=ann.keyring)
    fill(ann, family, to=str(dot.pk))
    assert drawn(ben, family) == set()
    assert "For Dot" in get(ann, f"/bonds/{family.pk}/jar/")


def test_a_stranger_is_nobody_to_put_in_something_for(ann: Player, ben: Player, bond: Bond) -> None:
    form = {"words-it": "soup", "choice-to": str(uuid.uuid4())}
    assert "soup" in post(ann, f"/bonds/{bond.pk}/jar/", form, status=422).content.decode()


def test_what_was_said_in_a_sitting_lies_in_it_too(ann: Player, ben: Player, bond: Bond) -> None:
    for words in SLIPS:
        hooks.keep(
            kind="appreciation",
            entry_id=uuid.uuid4(),
            bond=bond,
            space=bond.id,
            by=id_of(ann, bond),
            words=words,
            keyring=ann.keyring,
        )
    assert drawn(ben, bond) == {"soup", "shoes"}


def test_mine_can_be_put_in_other_words_and_taken_out(ann: Player, ben: Player, bond: Bond) -> None:
    fill(ann, bond, ["soup"])
    id = Keep.objects.get().pk
    path = f"/bonds/{bond.pk}/jar/{id}/"
    post(ben, path, {"words-it": "no"}, status=404)
    post(ann, path, {"words-it": " "}, status=422)
    post(ann, path, {"words-it": "your soup"})
    assert "your soup" in get(ann, f"/bonds/{bond.pk}/jar/")
    post(ann, f"/bonds/{bond.pk}/keeps/{id}/delete/")
    assert not Keep.objects.exists()


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 11, 2), "this month"),
        (date(2026, 3, 30), "in March"),
        (date(2025, 11, 30), "in November 2025"),
    ],
)
def test_when_it_was_is_said_as_one_says_it(on: date, words: str) -> None:
    assert jar.when(on, date(2026, 11, 22)) == words


def slips(player: Player, days: int, *, waits: bool = False) -> list[str]:
    bonds = bonds_shown(Bond.objects.of(player.person), player.keyring)
    found = []
    for number in range(days):
        day = date(2026, 12, 1) + timedelta(days=number)
        slip = for_today(bonds, player.keyring, day, anything_waits=waits).slip
        found.append(slip.words if slip else "")
    return found


def test_now_and_then_one_comes_back_on_the_first_page(
    ann: Player, ben: Player, bond: Bond
) -> None:
    fill(ann, bond)
    month = slips(ben, 30)
    days = [number for number, words in enumerate(month) if words]
    assert len(days) == 10
    assert {b - a for a, b in pairwise(days)} == {EVERY["jar"]}
    assert {words for words in month if words} == {"soup", "shoes"}
    assert slips(ben, 30) == month


def test_never_when_something_waits(ann: Player, ben: Player, bond: Bond) -> None:
    fill(ann, bond)
    assert slips(ben, 6, waits=True) == [""] * 6


def test_it_is_drawn_with_month_and_name(ann: Player, ben: Player, bond: Bond) -> None:
    fill(ann, bond)
    page = get(ben, f"/bonds/{bond.pk}/jar/?draw")
    assert "Ann this month" in page
