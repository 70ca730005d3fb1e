"""Finding something to do: by situation, by a word, for somebody, and what is a favourite."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.bonds.shown import BondShown, MemberShown, bond_shown
from nearer.practices import shelf, situations
from nearer.practices.script import Script
from nearer.sittings import finding
from nearer.sittings.doors import DOORS, doors
from nearer.urls import urlpatterns
from tests.cast import Player, bind, member, say, sit
from tests.practices.scripts import toml, write
from tests.sittings.carding import PROMISES, begin, page_of, send


def page(player: Player, address: str) -> str:
    response = player.client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def titled(title: str, **head: Any) -> Script:
    return Script.parse(toml([write("a")], title=title, **head), f"{title.lower()}.toml")


def test_there_are_nine_ways_in_and_each_leads_to_something(ann: Player, bond: Bond) -> None:
    text = page(ann, "/practices/")
    for situation in situations.all():
        assert f'href="/practices/for/{situation.id}/"' in text
        there = page(ann, f"/practices/for/{situation.id}/")
        assert situation.title in there
        assert "row-link" in there, situation.id


def test_a_situation_that_is_none_is_not_there(ann: Player) -> None:
    assert ann.client.get("/practices/for/rainy-days/").status_code == 404


def test_a_situation_shows_what_fits_it_and_the_bond(ann: Player, bond: Bond) -> None:
    text = page(ann, f"/practices/for/fight/?bond={bond.pk}")
    assert "For you and <bdi>Ben</bdi>" in text or "For you and" in text
    assert f"/practices/about-you/?bond={bond.pk}" in text
    assert "/practices/good-news/" not in text


def test_the_bond_of_somebody_else_is_no_bond(cleo: Player, bond: Bond) -> None:
    text = page(cleo, f"/practices/?bond={bond.pk}")
    assert str(bond.pk) not in text
    assert "Us two" not in text


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ("good news", "good-news"),
        ("argument", "about-you"),
        ("arguement", "about-you"),
        ("quarel", "about-you"),
        ("ROSE", "rose-thorn-bud"),
        ("rose thron bud", "rose-thorn-bud"),
        ("jornal", "to-myself"),
        ("we had a fight", "about-you"),
        ("celebrate", "good-news"),
        ("celebr", "good-news"),
        ("photograph", "show-and-tell"),
        ("photos", "show-and-tell"),
        ("hugging", "hug"),
    ],
)
def test_a_word_finds_it_and_slips_are_forgiven(asked: str, slug: str) -> None:
    assert slug in [script.slug for script in finding.search(asked, shelf.all())][:6]


def test_the_title_comes_first() -> None:
    tea = titled("Tea", keywords=["walk"])
    walk = titled("Walk", keywords=["tea"])
    assert finding.search("tea", [walk, tea]) == [tea, walk]
    assert finding.search("Téas", [walk, tea])[0] == tea


@pytest.mark.parametrize("asked", ["xyzzy", "", "   ", "\x00", "?" * 500, "(((", "🫶"])
def test_what_is_not_there_is_not_found(ann: Player, asked: str) -> None:
    assert finding.search(asked, shelf.all()) == []
    assert "<h1>" in page(ann, f"/practices/?q={asked}")


def test_a_search_that_finds_nothing_says_so(ann: Player) -> None:
    assert "Nothing here goes by that word" in page(ann, "/practices/?q=xyzzy")
    assert "/practices/good-news/" in page(ann, "/practices/?q=good+nwes")
    assert 'value="&lt;b&gt;"' in page(ann, "/practices/?q=<b>")


def test_a_young_bond_is_offered_first_what_needs_little_trust() -> None:
    us = BondShown(
        uuid.uuid4(),
        "Us",
        "partner",
        tuple(MemberShown(uuid.uuid4(), n, False, n == "A", False) for n in "AB"),
    )
    young = [script.stage for script in finding.fitting(us, 0)]
    assert young == sorted(young)
    settled = finding.fitting(us, 20)
    assert {s.slug for s in settled} == {s.slug for s in finding.fitting(us, 0)}
    assert [finding.stage_of(n) for n in (0, 4, 5, 19, 20, 100)] == [1, 1, 2, 2, 3, 3]
    assert all("partner" in script.bonds for script in settled)


def test_nothing_is_offered_that_needs_more_people(ann: Player) -> None:
    alone = bind(ann, kind="friend", name="Only me")
    text = page(ann, f"/practices/?bond={alone.pk}")
    assert "So far it is only you" in text
    assert f"/practices/sharing/?bond={alone.pk}" not in text


def test_the_page_of_a_bond_shows_a_few_and_the_ways_in(ann: Player, bond: Bond) -> None:
    text = page(ann, f"/bonds/{bond.pk}/")
    shown = set(re.findall(rf"/practices/([a-z-]+)/\?bond={bond.pk}", text))
    assert len(shown) == 6
    assert "sharing" in shown
    for situation in situations.all():
        assert f"/practices/for/{situation.id}/?bond={bond.pk}" in text


def test_a_favourite_is_mine_alone_and_comes_first(ann: Player, ben: Player, bond: Bond) -> None:
    last = finding.fitting(us_of(bond, ann), 0)[-1].slug
    text = page(ann, f"/practices/{last}/")
    assert 'aria-pressed="false"' in text
    address = f"/practices/{last}/favourite/"
    for _ in range(2):
        there = ann.client.post(address, {"on": "yes", "bond": str(bond.pk)})
        assert there.headers["Location"] == f"/practices/{last}/?bond={bond.pk}"
    assert 'aria-pressed="true"' in page(ann, f"/practices/{last}/")
    assert "Your favourites" in page(ann, "/practices/")
    assert f"/practices/{last}/" in page(ann, f"/bonds/{bond.pk}/")
    assert "Your favourites" not in page(ben, "/practices/")
    ann.client.post(address, {"on": "no"})
    assert "Your favourites" not in page(ann, "/practices/")


def us_of(bond: Bond, player: Player) -> BondShown:
    return bond_shown(bond, list(bond.members.present()), player.keyring)


def test_a_favourite_that_is_none_is_not_there(ann: Player) -> None:
    assert ann.client.post("/practices/nowhere/favourite/", {"on": "yes"}).status_code == 404


def test_every_door_leads_somewhere() -> None:
    names = {pattern.name for pattern in urlpatterns}
    assert {door.url for door in DOORS} <= names
    assert all(set(door.situations) <= set(situations.IDS) for door in DOORS)
    assert "Listening gym" in [door["title"] for door in doors(asked="lisening")]
    assert doors(situation="fight") == [
        door for door in doors() if "fight" in by_title(door["title"])
    ]


def by_title(title: str) -> tuple[str, ...]:
    return next(door.situations for door in DOORS if door.title == title)


def test_a_practice_says_where_it_is_known_from_how_long_and_how(ann: Player, bond: Bond) -> None:
    text = page(ann, f"/practices/sharing/?bond={bond.pk}")
    assert "Known from: Reis and Shaver 1988" in text
    assert "About 15 minutes" in text
    assert "Each in their own time, or together on your own phones, or face to face" in text


def test_what_comes_next_keeps_the_bond_and_the_company(
    ann: Player, ben: Player, cleo: Player
) -> None:
    three = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = begin(ann, three, PROMISES, ben)
    for player in (ann, ben):
        send(player, sitting, words__topics="Nothing")
    for player in (ann, ben):
        send(player, sitting, rating__near="3")
    for player in (ann, ben):
        send(player, sitting, move="skip")
    text = page_of(ann, sitting).replace("&amp;", "&")
    him = member(three, ben).id
    follow = f"/practices/small-moment/?bond={three.pk}&with={him}"
    assert follow in text
    assert 'href="/practices/to-myself/"' in text
    assert "gone-since" not in text
    there = page(ann, follow)
    assert re.search(rf'value="{him}" checked', there)
    assert not re.search(rf'value="{member(three, cleo).id}" checked', there)


def test_nothing_is_offered_before_the_end(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "small-moment")
    assert "If you feel like going on" not in page_of(ann, sitting)
    say(ann, sitting, "what", {"choices": "low"})
    assert "If you feel like going on" not in page_of(ben, sitting)
