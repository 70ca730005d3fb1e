"""A pause: asked for at once, seen by all, and nobody's taps told before all are in."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.keeps import pause
from tests.cast import Player, bind, enter, let_in, member, say, sit
from tests.trust.house import normal


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let time go by."""
    real = timezone.now

    def go(minutes: int) -> None:
        now = SimpleNamespace(now=lambda: real() + timedelta(minutes=minutes))
        monkeypatch.setattr(pause, "timezone", now)

    return go


def post(player: Player, name: str, bond: Bond, **form: str) -> Any:
    return player.client.post(reverse(name, args=[bond.pk]), form)


def seen(player: Player, bond: Bond) -> str:
    return str(player.client.get(reverse("bond_pause", args=[bond.pk])).content.decode())


def test_one_tap_begins_it_and_everybody_sees_who_and_until_when(
    ann: Player, ben: Player, bond: Bond
) -> None:
    assert post(ann, "bond_pause", bond).status_code == 302
    assert "You asked for a pause" in seen(ann, bond)
    text = seen(ben, bond)
    assert "Ann" in text
    assert "asked for a pause" in text
    assert "in 30 minutes" in text
    assert "data-when" in text


def test_every_page_of_the_bond_tells_of_it(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "Hm."})
    pages = [
        reverse(name, args=[bond.pk]) for name in ("bond", "ideas", "plans", "cards", "caring")
    ]
    pages += [reverse("bond_journal", args=[bond.pk]), reverse("sitting", args=[sitting.pk])]
    for url in pages:
        text = ben.client.get(url).content.decode()
        assert "We need a pause" in text, url
        assert "asked for a pause" not in text, url
    post(ann, "bond_pause", bond, length="20")
    for url in pages:
        text = ben.client.get(url).content.decode()
        assert "asked for a pause" in text, url
        assert "We need a pause" not in text, url


@pytest.mark.parametrize(
    ("length", "said"),
    [
        ("20", "in 20 minutes"),
        ("60", "in an hour"),
        ("90", "in an hour and a half"),
        ("tomorrow", "in 24 hours"),
    ],
)
def test_how_long_can_be_chosen(ann: Player, bond: Bond, length: str, said: str) -> None:
    post(ann, "bond_pause", bond, length=length)
    assert said in seen(ann, bond)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (54, "in 54 minutes"),
        (74, "in an hour"),
        (75, "in an hour and a half"),
        (105, "in an hour and a half"),
        (106, "in 2 hours"),
    ],
)
def test_the_wait_is_said_in_round_words(
    ann: Player, bond: Bond, later: Any, minutes: int, said: str
) -> None:
    post(ann, "bond_pause", bond, length="tomorrow")
    later(24 * 60 - minutes)
    found = pause.of(bond, ann.keyring)
    assert found is not None
    assert found.wait == said


def test_a_length_that_is_none_is_half_an_hour(ann: Player, bond: Bond) -> None:
    post(ann, "bond_pause", bond, length="for ever")
    assert "in 30 minutes" in seen(ann, bond)


def test_asking_again_changes_nothing_while_it_runs(ann: Player, ben: Player, bond: Bond) -> None:
    post(ann, "bond_pause", bond, length="60")
    post(ben, "bond_pause", bond, length="20")
    found = pause.of(bond, ben.keyring)
    assert found is not None
    assert not found.mine
    assert "in an hour" in seen(ben, bond)


def test_nobodys_tap_is_told_before_all_are_in(ann: Player, ben: Player, bond: Bond) -> None:
    post(ann, "bond_pause", bond)
    before = normal(ann.client.get(reverse("bond_pause", args=[bond.pk])))
    post(ben, "pause_calm", bond)
    assert normal(ann.client.get(reverse("bond_pause", args=[bond.pk]))) == before
    assert "You have said that you could go on" in seen(ben, bond)
    post(ann, "pause_calm", bond)
    for player in (ann, ben):
        assert "Coming back" in seen(player, bond)


def test_a_tap_can_be_taken_back(ann: Player, ben: Player, bond: Bond) -> None:
    post(ann, "bond_pause", bond)
    post(ben, "pause_calm", bond)
    post(ben, "pause_calm", bond, calm="no")
    post(ann, "pause_calm", bond)
    assert "Coming back" not in seen(ann, bond)


def test_a_companion_is_not_waited_for(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family")
    bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    post(ben, "bond_pause", family)
    for player in (ann, ben):
        post(player, "pause_calm", family)
    assert "Coming back" not in seen(ann, family)
    post(cleo, "pause_calm", family)
    assert "Coming back" in seen(ann, family)


def test_whoever_leaves_is_not_waited_for(ann: Player, ben: Player, cleo: Player) -> None:
    friends = bind(ann, ben, cleo, kind="friend")
    post(ann, "bond_pause", friends)
    for player in (ann, ben):
        post(player, "pause_calm", friends)
    bonds.leave(bond=friends, member=member(friends, cleo), person=cleo.person)
    assert "Coming back" in seen(ann, friends)


def test_whoever_comes_later_knows_nothing_of_it(ann: Player, ben: Player, bond: Bond) -> None:
    post(ann, "bond_pause", bond)
    dan = enter("Dan")
    let_in(bond, ann, dan)
    assert pause.of(bond, dan.keyring) is None
    for player in (ann, ben):
        post(player, "pause_calm", bond)
    assert "Coming back" in seen(ann, bond)


def test_coming_back_is_offered_when_the_time_has_come(
    ann: Player, ben: Player, bond: Bond, later: Any
) -> None:
    post(ann, "bond_pause", bond)
    assert "Just go on" not in seen(ben, bond)
    later(31)
    assert "Just go on" in seen(ben, bond)


def test_everybody_ends_only_their_own_waiting(
    ann: Player, ben: Player, bond: Bond, later: Any
) -> None:
    post(ann, "bond_pause", bond)
    post(ben, "pause_back", bond)
    assert pause.of(bond, ben.keyring) is not None
    later(31)
    post(ben, "pause_back", bond)
    assert pause.of(bond, ben.keyring) is None
    assert pause.of(bond, ann.keyring) is not None


def test_whoever_asked_may_come_back_later_once(
    ann: Player, ben: Player, bond: Bond, later: Any
) -> None:
    post(ann, "bond_pause", bond)
    assert "I need a little longer" not in seen(ben, bond)
    post(ben, "pause_longer", bond, length="60")
    assert "in 30 minutes" in seen(ann, bond)
    assert "I need a little longer" in seen(ann, bond)
    later(31)
    post(ann, "pause_longer", bond, length="20")
    assert "in 20 minutes" in seen(ben, bond)
    assert "I need a little longer" not in seen(ann, bond)
    post(ann, "pause_longer", bond, length="60")
    assert "in 20 minutes" in seen(ben, bond)


def test_a_little_longer_calls_back_whoever_had_gone_on(
    ann: Player, ben: Player, bond: Bond, later: Any
) -> None:
    post(ann, "bond_pause", bond)
    later(31)
    post(ben, "pause_back", bond)
    assert "When do we come back?" in seen(ben, bond)
    post(ann, "pause_longer", bond, length="60")
    for player in (ann, ben):
        assert "in an hour" in seen(player, bond)
    assert "asked for a pause" in ben.client.get(reverse("bond", args=[bond.pk])).content.decode()
    later(92)
    post(ben, "pause_back", bond)
    assert pause.of(bond, ben.keyring) is None


def test_it_fades_by_itself(ann: Player, ben: Player, bond: Bond, later: Any) -> None:
    post(ann, "bond_pause", bond)
    later(30 + 12 * 60 + 1)
    assert pause.of(bond, ben.keyring) is None


def test_a_pause_after_a_pause_begins_anew(
    ann: Player, ben: Player, bond: Bond, later: Any
) -> None:
    post(ann, "bond_pause", bond)
    for name in ("pause_calm", "pause_back"):
        for player in (ann, ben):
            post(player, name, bond)
    later(40)
    post(ben, "bond_pause", bond)
    found = pause.of(bond, ann.keyring)
    assert found is not None
    assert not found.over
    assert not found.calm
    assert found.by == "Ben"


def test_another_bond_knows_nothing_of_it(ann: Player, ben: Player, bond: Bond) -> None:
    other = bind(ann, ben, kind="friend", name="Old friends")
    post(ann, "bond_pause", bond)
    assert pause.of(other, ben.keyring) is None
    assert pause.of(None, ben.keyring) is None


def test_a_stranger_is_turned_away(cleo: Player, bond: Bond) -> None:
    for name in ("bond_pause", "pause_calm", "pause_longer", "pause_back"):
        assert post(cleo, name, bond).status_code == 404


def test_there_is_something_to_calm_down_with(ann: Player, bond: Bond) -> None:
    post(ann, "bond_pause", bond)
    url = reverse("bond_pause", args=[bond.pk])
    first, second = (ann.client.get(f"{url}?calm={n}").context["calming"] for n in (0, 1))
    assert first
    assert second
    assert first != second
