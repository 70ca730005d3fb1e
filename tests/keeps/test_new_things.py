"""New things: ticks that nobody else sees, and what everybody would do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.keeps import ideas
from nearer.keeps.here import stand
from nearer.practices import ideas as catalogue
from tests.cast import Player, bind, member
from tests.trust.house import normal


def page(player: Player, bond: Bond, query: str = "") -> Any:
    return player.client.get(reverse("ideas", args=[bond.pk]) + query)


def tick(player: Player, bond: Bond, idea: str, **ticks: str) -> Any:
    return player.client.post(reverse("tick_idea", args=[bond.pk, idea]), ticks)


def first_idea(bond: Bond, player: Player) -> str:
    return ideas.table(stand(bond, player.keyring)).everything[0].idea.id


def matches(player: Player, bond: Bond) -> list[str]:
    table = ideas.table(stand(bond, player.keyring))
    return [one.idea.id for one in table.matches]


def test_it_shows_twelve_that_fit_and_more_when_asked(ann: Player, bond: Bond) -> None:
    shown = page(ann, bond).content.decode()
    assert shown.count('class="idea"') == 12
    assert page(ann, bond, "?pages=2").content.decode().count('class="idea"') == 24
    family = {idea.id for idea in catalogue.all() if "partner" not in idea.bonds}
    everything = page(ann, bond, "?pages=999").content.decode()
    ids = set(re.findall(r'class="idea" id="([a-z0-9-]+)"', everything))
    assert len(ids) == len(catalogue.fitting("partner"))
    assert not ids & family


def test_what_is_asked_for_narrows_it(ann: Player, bond: Bond) -> None:
    query = "?cost=0&minutes=60&place=in&daring=1&pages=99"
    shown = page(ann, bond, query).content.decode()
    ids = re.findall(r'class="idea" id="([a-z0-9-]+)"', shown)
    fitting = catalogue.fitting("partner", cost=0, minutes=60, place="in", daring=1)
    assert sorted(ids) == sorted(idea.id for idea in fitting)


@pytest.mark.parametrize(
    "query", ["?cost=9&minutes=x&place=moon&daring=-1", "?pages=0", "?pages=x"]
)
def test_nonsense_in_the_address_is_as_nothing(ann: Player, bond: Bond, query: str) -> None:
    assert page(ann, bond, query).content.decode().count('class="idea"') == 12


def test_nothing_of_anothers_ticks_reaches_my_page_before_both_would(
    ann: Player, ben: Player, bond: Bond
) -> None:
    ids = [one.idea.id for one in ideas.table(stand(bond, ann.keyring)).everything]
    tick(ann, bond, ids[0], would="yes")
    before = {query: normal(page(ann, bond, query)) for query in ("", "?show=ticked", "?pages=9")}
    for id in ids[1:30]:
        tick(ben, bond, id, would="yes", new="yes")
    tick(ben, bond, ids[0], new="yes")
    after = {query: normal(page(ann, bond, query)) for query in before}
    assert after == before


def test_an_answer_to_my_tick_tells_nothing_of_anothers(
    ann: Player, ben: Player, bond: Bond
) -> None:
    one, two = (shown.idea.id for shown in ideas.table(stand(bond, ann.keyring)).everything[:2])

    def answered() -> str:
        url = reverse("tick_idea", args=[bond.pk, one])
        headers = {"HX-Request": "true"}
        return normal(ann.client.post(url, {"new": "yes"}, headers=headers))

    before = answered()
    tick(ben, bond, one, would="yes", new="yes")
    tick(ben, bond, two, would="yes")
    assert answered() == before


def test_what_both_would_do_shows_to_both_and_goes_when_one_would_not(
    ann: Player, ben: Player, bond: Bond
) -> None:
    idea = first_idea(bond, ann)
    tick(ann, bond, idea, would="yes")
    assert matches(ann, bond) == []
    tick(ben, bond, idea, would="yes")
    assert matches(ann, bond) == matches(ben, bond) == [idea]
    assert "Plan it" in page(ann, bond).content.decode()
    tick(ben, bond, idea, would="no")
    assert matches(ann, bond) == []


def test_what_is_new_to_all_comes_first(ann: Player, ben: Player, bond: Bond) -> None:
    ids = [one.idea.id for one in ideas.table(stand(bond, ann.keyring)).everything[:3]]
    for player in (ann, ben):
        for id in ids:
            tick(player, bond, id, would="yes")
    tick(ann, bond, ids[0], new="yes")
    for player in (ann, ben):
        tick(player, bond, ids[2], new="yes")
    assert matches(ann, bond) == [ids[2], ids[0], ids[1]]
    assert page(ann, bond).content.decode().count("New to both of you") == 1


def test_three_have_to_agree_and_a_companion_need_not(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    idea = first_idea(family, ann)
    for player in (ann, ben):
        tick(player, family, idea, would="yes")
    assert matches(ann, family) == []
    tick(cleo, family, idea, would="yes")
    assert matches(ben, family) == [idea]


def test_one_alone_matches_nothing(ann: Player) -> None:
    own = bind(ann, kind="friend")
    tick(ann, own, first_idea(own, ann), would="yes")
    assert matches(ann, own) == []


def test_whoever_left_is_no_longer_asked(ann: Player, ben: Player, cleo: Player) -> None:
    friends = bind(ann, ben, cleo, kind="friend")
    idea = first_idea(friends, ann)
    tick(ann, friends, idea, would="yes")
    tick(ben, friends, idea, would="yes")
    bonds.leave(bond=friends, member=member(friends, cleo), person=cleo.person)
    assert matches(ann, friends) == [idea]


def test_an_own_idea_is_everybodys_and_ticks_nothing(ann: Player, ben: Player, bond: Bond) -> None:
    form = {"words-idea": "Dance in the launderette.", "cost": "0", "minutes": "60", "place": "in"}
    sent = ann.client.post(reverse("add_idea", args=[bond.pk]), {**form, "daring": "2"})
    assert sent.status_code == 302
    shown = page(ben, bond).content.decode()
    assert "Dance in the launderette." in shown
    assert "Take it away" not in shown
    own = first_idea(bond, ben)
    assert matches(ann, bond) == []
    tick(ann, bond, own, would="yes")
    tick(ben, bond, own, would="yes")
    assert matches(ben, bond) == [own]
    assert ben.client.post(reverse("remove_idea", args=[bond.pk, own])).status_code == 404
    assert ann.client.post(reverse("remove_idea", args=[bond.pk, own])).status_code == 302
    assert "launderette" not in page(ben, bond).content.decode()


def test_an_idea_sent_twice_is_there_once(ann: Player, bond: Bond) -> None:
    form = {"form": "6f1f0f3e-7f0a-4a7e-9d53-0c7b3c3d2e11", "words-idea": "A kite."}
    for _ in range(2):
        ann.client.post(reverse("add_idea", args=[bond.pk]), form)
    assert page(ann, bond).content.decode().count("A kite.") == 1


def test_an_idea_begun_is_kept_as_a_draft_though_it_asks_for_a_place(
    ann: Player, bond: Bond
) -> None:
    url = reverse("add_idea", args=[bond.pk])
    # The form names its own address first, and then has a question that is called “place”, too.
    form = {"place": [url, "in"], "title": "Something to keep", "words-idea": "A kite."}
    kept = ann.client.post("/drafts/", form, headers={"Sec-Fetch-Mode": "cors"})
    assert kept.status_code == 204
    assert "A kite." in ann.client.get(url).content.decode()
    assert ann.client.post(url, form).status_code == 302
    assert "A kite." not in ann.client.get(url).content.decode()


def test_where_there_is_no_room_for_an_idea_it_says_so_and_keeps_what_was_typed(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ideas, "MOST_OWN", 1)
    url = reverse("add_idea", args=[bond.pk])
    assert ann.client.post(url, {"words-idea": "A kite."}).status_code == 302
    sent = ann.client.post(url, {"words-idea": "A raft.", "cost": "2"})
    assert sent.status_code == 422
    text = sent.content.decode()
    assert "A raft." in text
    assert '<option value="2" selected>An evening out' in text
    assert "no room for more. Take one away first." in text
    assert "A kite." in page(ann, bond).content.decode()


def test_an_idea_without_words_comes_back_with_what_was_chosen(ann: Player, bond: Bond) -> None:
    sent = ann.client.post(reverse("add_idea", args=[bond.pk]), {"words-idea": " ", "cost": "2"})
    assert sent.status_code == 422
    assert '<option value="2" selected>An evening out' in sent.content.decode()


def test_an_idea_that_is_none_is_404(ann: Player, cleo: Player, bond: Bond) -> None:
    assert tick(ann, bond, "no-such-idea", would="yes").status_code == 404
    assert tick(cleo, bond, first_idea(bond, ann), would="yes").status_code == 404
