"""Ways of caring: mine until I show them, side by side, and nobody ranked."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.keeps import caring
from nearer.keeps.caring_views import _field
from nearer.keeps.here import stand
from nearer.practices import caring as catalogue
from tests.cast import Player, bind, member
from tests.trust.house import normal

WAY = catalogue.all().ways[1]


def mark(player: Player, bond: Bond, way: Any = WAY, level: str = "3", many: int = 2) -> Any:
    sentences = (*way.receive[:many], *way.give[:1])
    form = {_field(sentence): level for sentence in sentences}
    return player.client.post(reverse("way_of_caring", args=[bond.pk, way.id]), form)


def show(player: Player, bond: Bond, **form: Any) -> Any:
    return player.client.post(reverse("show_caring", args=[bond.pk]), {"show": "yes", **form})


def page(player: Player, bond: Bond) -> str:
    return normal(player.client.get(reverse("caring", args=[bond.pk])))


def test_what_i_mark_is_mine_until_i_show_it(ann: Player, ben: Player, bond: Bond) -> None:
    before = page(ben, bond)
    assert mark(ann, bond).status_code == 302
    assert WAY.receive[0] in page(ann, bond)
    assert page(ben, bond) == before
    show(ann, bond)
    shown = page(ben, bond)
    assert WAY.receive[0] in shown
    assert "Very much" in shown
    show(ann, bond, show="no")
    assert page(ben, bond) == before


def test_what_i_change_later_is_mine_again_until_i_show_it(
    ann: Player, ben: Player, bond: Bond
) -> None:
    mark(ann, bond)
    show(ann, bond)
    before = page(ben, bond)
    mark(ann, bond, level="1")
    assert page(ben, bond) == before
    assert "yours alone" in page(ann, bond)
    show(ann, bond)
    assert page(ben, bond) != before


def test_marks_of_one_way_leave_those_of_another(ann: Player, bond: Bond) -> None:
    mark(ann, bond)
    mark(ann, bond, catalogue.all().ways[2])
    mark(ann, bond, level="0")
    marks = caring.mine(stand(bond, ann.keyring))
    assert len(marks) == 3
    assert set(marks) <= {*catalogue.all().ways[2].receive, *catalogue.all().ways[2].give}


def test_in_a_family_one_says_who_may_see_it(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family")
    bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    mark(ann, family)
    before = page(cleo, family)
    show(ann, family, **{"with": [str(member(family, ben).pk)]})
    assert WAY.receive[0] in page(ben, family)
    assert page(cleo, family) == before
    assert "Dot" in page(ann, family)


def test_marks_for_one_bond_are_not_those_for_another(ann: Player, ben: Player, bond: Bond) -> None:
    other = bind(ann, ben, kind="friend", name="Old friends")
    mark(ann, bond)
    assert caring.mine(stand(other, ann.keyring)) == {}


def test_ideas_begin_with_what_was_shown_and_are_of_several_kinds(
    ann: Player, ben: Player, bond: Bond
) -> None:
    here = stand(bond, ben.keyring)
    plain = caring.ideas_for(here, here.others[0], None)
    assert len(plain) == len(set(plain)) == 5
    mark(ann, bond)
    show(ann, bond)
    theirs = caring.shown(here)[str(member(bond, ann).pk)]
    ideas = caring.ideas_for(here, here.others[0], theirs)
    kinds = [
        way.id for idea in ideas for way in catalogue.all().ways if idea in way.ideas_for("partner")
    ]
    assert kinds[:2] == [WAY.id, WAY.id]
    assert len(set(kinds)) >= 4
    assert "Beginning with what" in page(ben, bond)


def test_it_says_what_is_known_and_names_no_type(ann: Player, bond: Bond) -> None:
    mark(ann, bond)
    text = page(ann, bond)
    assert catalogue.all().source in text
    for word in ("love language", "your type", "score", "%"):
        assert word not in text.split("<main", 1)[1].split("</main", 1)[0].lower()


@pytest.mark.parametrize("level", ["0", "4", "-1", "x", ""])
def test_a_level_that_is_none_marks_nothing(ann: Player, bond: Bond, level: str) -> None:
    mark(ann, bond, level=level)
    assert caring.mine(stand(bond, ann.keyring)) == {}


def test_nobody_sees_what_was_never_marked(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    show(ann, bond)
    assert "Side by side" not in page(ben, bond)
    assert cleo.client.get(reverse("caring", args=[bond.pk])).status_code == 404
    assert ann.client.get(reverse("way_of_caring", args=[bond.pk, "none"])).status_code == 404
