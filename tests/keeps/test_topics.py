"""What somebody puts aside for the next check-in, and the page from which all drawers open."""

from __future__ import annotations

import re

import pytest

from nearer.bonds.models import Bond
from nearer.keeps import hooks
from nearer.keeps.models import Keep
from tests.cast import Player, bind
from tests.keeps.pages import get, post


@pytest.fixture
def home(bond: Bond) -> str:
    return f"/bonds/{bond.pk}/topics/"


def test_it_waits_for_the_check_in_and_nobody_else_sees_it(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    for words in ("the holidays", "your brother"):
        post(ann, home, {"words-it": words})
    assert "They wait for the check-in the holidays your brother" in get(ann, home)
    assert "holidays" not in get(ben, home)
    assert hooks.topics(bond.pk, ann.keyring) == ["the holidays", "your brother"]
    assert hooks.topics(bond.pk, ben.keyring) == []
    assert {(row.space, row.bond_id is None) for row in Keep.objects.all()} == {(ann.id, True)}


def test_once_brought_it_is_gone(ann: Player, ben: Player, bond: Bond, home: str) -> None:
    post(ann, home, {"words-it": "the holidays"})
    post(ann, home, {"words-it": "your brother"})
    hooks.topics_used(bond.pk, "The holidays\n", ann.keyring)
    assert "holidays" not in get(ann, home)
    assert "your brother" in get(ann, home)


@pytest.mark.parametrize(
    ("brought", "waits"),
    [
        ("Plans for the holidays", ["Money for the holidays"]),
        ("Money for the holiday", ["Plans for the holidays"]),
        ("plans for the holiday", ["Money for the holidays"]),
        ("Plans for the holidays\nMoney for the holidays", []),
        ("Plan for the holidays\nMoney, for the holidays", []),
        ("your brother", ["Money for the holidays", "Plans for the holidays"]),
    ],
)
def test_one_that_is_held_back_waits_on_though_another_like_it_is_brought(
    ann: Player, bond: Bond, home: str, brought: str, waits: list[str]
) -> None:
    for words in ("Money for the holidays", "Plans for the holidays"):
        post(ann, home, {"words-it": words})
    hooks.topics_used(bond.pk, brought, ann.keyring)
    assert hooks.topics(bond.pk, ann.keyring) == waits


def test_one_of_several_lines_is_brought_with_all_of_them(
    ann: Player, bond: Bond, home: str
) -> None:
    for words in ("Your mother\nHer birthday", "Her birthdays"):
        post(ann, home, {"words-it": words})
    hooks.topics_used(bond.pk, "Your mother\nHer birthday", ann.keyring)
    assert hooks.topics(bond.pk, ann.keyring) == ["Her birthdays"]


def test_another_bond_has_its_own(ann: Player, ben: Player, bond: Bond, home: str) -> None:
    other = bind(ann, ben, kind="friend", name="Other")
    post(ann, home, {"words-it": "the holidays"})
    assert "holidays" not in get(ann, f"/bonds/{other.pk}/topics/")
    path = f"/bonds/{other.pk}/topics/{Keep.objects.get().pk}/"
    assert ann.client.get(path).status_code == 404


def test_it_can_be_put_in_other_words_and_taken_out(
    ann: Player, ben: Player, bond: Bond, home: str
) -> None:
    post(ann, home, {"words-it": " "}, status=422)
    post(ann, home, {"words-it": "the holidays"})
    id = Keep.objects.get().pk
    post(ben, f"{home}{id}/", {"words-it": "no"}, status=404)
    post(ann, f"{home}{id}/", {"words-it": "summer"})
    assert hooks.topics(bond.pk, ann.keyring) == ["summer"]
    post(ben, f"/bonds/{bond.pk}/keeps/{id}/delete/", status=404)
    post(ann, f"/bonds/{bond.pk}/keeps/{id}/delete/")
    assert not Keep.objects.exists()


def test_the_bonds_page_leads_there_and_to_all_that_is_kept(ann: Player, bond: Bond) -> None:
    page = ann.client.get(f"/bonds/{bond.pk}/").content.decode()
    assert f'href="/bonds/{bond.pk}/topics/"' in page
    assert f'href="/bonds/{bond.pk}/keeps/"' in page


def test_every_drawer_opens_from_one_page(ann: Player, bond: Bond) -> None:
    page = ann.client.get(f"/bonds/{bond.pk}/keeps/").content.decode()
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    links = re.findall(r'href="(/bonds/[^"]+)"', main)
    assert len(links) >= 5
    for link in links:
        assert ann.client.get(link).status_code == 200
