"""Bonds: who may be in one, how one enters, and leaving alone and at once."""

from __future__ import annotations

import pytest

import seal
from nearer.bonds import actions, invitations
from nearer.bonds.models import Bond, Invitation, Member
from nearer.bonds.shown import in_words
from nearer.people.models import Person
from nearer.sittings.leaving import leave_bond
from nearer.vault.keyring import NoKey
from nearer.vault.models import Epoch
from tests.cast import Player, bind, enter, look, member, say, sit


def invite(bond: Bond, inviter: Player) -> tuple[Invitation, str]:
    made = actions.invite(bond=bond, inviter=member(bond, inviter), keyring=inviter.keyring)
    return made, str(made.code.open(inviter.keyring))


def test_a_partner_bond_is_for_adults(db: None) -> None:
    young = enter("Young", adult=False)
    with pytest.raises(actions.NotPossible, match="18"):
        actions.begin(
            founder=young.person,
            kind="partner",
            name="Us",
            own_name="Young",
            keyring=young.keyring,
        )


def test_a_young_person_can_have_friends(db: None) -> None:
    young = enter("Young", adult=False)
    assert bind(young, kind="friend").kind(young.keyring) == "friend"


def test_a_young_person_is_not_let_into_a_partner_bond(ann: Player) -> None:
    young = enter("Young", adult=False)
    invitation, code = invite(bind(ann), ann)
    with pytest.raises(actions.NotPossible, match="18"):
        invitations.accept(
            invitation=invitation,
            code=code,
            newcomer=young.person,
            name="Young",
            keyring=young.keyring,
        )


def test_the_code_shows_who_invites_to_what(ann: Player) -> None:
    invitation, code = invite(bind(ann, kind="family", name="The Ashes"), ann)
    letter = invitations.read(invitation=invitation, code=code.lower().replace("-", " "))
    assert (letter.kind, letter.inviter, letter.bond) == ("family", "Ann", "The Ashes")


def test_five_wrong_codes_burn_an_invitation(ann: Player) -> None:
    invitation, code = invite(bind(ann), ann)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(invitations.WrongCode) as wrong:
            invitations.read(invitation=invitation, code="AAAA-AAAA-AAAA")
        assert wrong.value.left == left
    with pytest.raises(invitations.Gone):
        invitations.read(invitation=invitation, code=code)


def test_a_newcomer_sees_nothing_before_being_let_in(ann: Player, ben: Player) -> None:
    bond = bind(ann)
    invitation, code = invite(bond, ann)
    invitations.accept(
        invitation=invitation, code=code, newcomer=ben.person, name="Ben", keyring=ben.keyring
    )
    assert not Bond.objects.of(ben.person).exists()
    with pytest.raises(NoKey):
        bond.card.open(ben.keyring)
    assert ben.client.get(f"/bonds/{bond.pk}/").status_code == 404


def test_an_invitation_is_for_one(ann: Player, ben: Player, cleo: Player) -> None:
    invitation, code = invite(bind(ann), ann)
    yes = {"invitation": invitation, "code": code}
    invitations.accept(**yes, newcomer=ben.person, name="Ben", keyring=ben.keyring)  # type: ignore[arg-type]
    with pytest.raises(invitations.Gone):
        invitations.accept(**yes, newcomer=cleo.person, name="Cleo", keyring=cleo.keyring)  # type: ignore[arg-type]


def test_a_swapped_public_key_is_not_let_in(ann: Player, ben: Player, cleo: Player) -> None:
    bond = bind(ann)
    invitation, code = invite(bond, ann)
    invitations.accept(
        invitation=invitation, code=code, newcomer=ben.person, name="Ben", keyring=ben.keyring
    )
    Person.objects.filter(pk=ben.id).update(public_key=cleo.keyring.public)
    with pytest.raises(seal.Tampered):
        invitations.let_in(invitation=invitation, keyring=ann.keyring)
    assert Epoch.objects.filter(space=bond.id).count() == 1


def test_names_are_readable_for_a_newcomer(bond: Bond, ben: Player) -> None:
    assert bond.name(ben.keyring) == "Us two"
    names = {m.name(ben.keyring) for m in bond.members.present()}
    assert names == {"Ann", "Ben"}


def test_nobody_enters_twice(ann: Player, ben: Player, bond: Bond) -> None:
    invitation, code = invite(bond, ann)
    with pytest.raises(actions.NotPossible, match="already"):
        invitations.accept(
            invitation=invitation,
            code=code,
            newcomer=ben.person,
            name="Ben",
            keyring=ben.keyring,
        )


def test_a_bond_has_room_for_twelve(ann: Player) -> None:
    bond = bind(ann, kind="family")
    for number in range(11):
        actions.add_companion(bond=bond, name=f"Child {number}", keyring=ann.keyring)
    with pytest.raises(actions.NotPossible, match="twelve"):
        actions.add_companion(bond=bond, name="One more", keyring=ann.keyring)
    with pytest.raises(actions.NotPossible, match="twelve"):
        invite(bond, ann)


def test_leaving_needs_nobody_and_works_at_once(bond: Bond, ann: Player, ben: Player) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "for your eyes"})
    assert ben.client.post(f"/bonds/{bond.pk}/leave/").status_code == 302
    for path in (f"/bonds/{bond.pk}/", f"/sittings/{sitting.pk}/", f"/bonds/{bond.pk}/invite/"):
        assert ben.client.get(path).status_code == 404
    assert ann.client.get(f"/bonds/{bond.pk}/").status_code == 200


def test_a_sitting_ends_with_the_one_who_left(bond: Bond, ann: Player, ben: Player) -> None:
    sitting = sit(ann, bond)
    leave_bond(bond=bond, member=member(bond, ben), person=ben.person, keyring=ben.keyring)
    state = look(ann, sitting).state
    assert state.over
    assert state.why_over == "left"
    page = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert "Ben</bdi> stepped out" in page


def test_the_last_one_takes_the_bond_along(bond: Bond, ann: Player, ben: Player) -> None:
    sit(ann, bond)
    for player in (ann, ben):
        leave_bond(
            bond=bond,
            member=member(bond, player),
            person=player.person,
            keyring=player.keyring,
        )
    assert not Bond.objects.filter(pk=bond.pk).exists()
    assert not Member.objects.filter(bond=bond.pk).exists()
    assert not Epoch.objects.filter(space=bond.id).exists()


def test_whoever_left_may_come_back_and_begins_anew(bond: Bond, ann: Player, ben: Player) -> None:
    old = sit(ann, bond)
    leave_bond(bond=bond, member=member(bond, ben), person=ben.person, keyring=ben.keyring)
    invitation, code = invite(bond, ann)
    invitations.accept(
        invitation=invitation, code=code, newcomer=ben.person, name="Ben", keyring=ben.keyring
    )
    invitations.let_in(invitation=invitation, keyring=ann.keyring)
    assert ben.client.get(f"/bonds/{bond.pk}/").status_code == 200
    assert ben.client.get(f"/sittings/{old.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["Ann"], "Ann"), (["Ann", "Ben"], "Ann and Ben"), (list("ABC"), "A, B and C")],
)
def test_names_are_joined_as_one_says_them(names: list[str], words: str) -> None:
    assert in_words(names) == words
