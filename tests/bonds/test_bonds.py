"""Bonds: who may be in one, how one enters, and leaving alone and at once."""

from __future__ import annotations

from typing import Any

import pytest

import seal
from nearer.bonds import actions, invitations, returning
from nearer.bonds.models import Bond, Invitation, Member
from nearer.bonds.shown import in_words
from nearer.people.models import Person, today
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Entry, Seat, Sitting
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.models import Epoch
from tests.cast import Player, bind, enter, look, member, say, sit
from tests.trust import tables
from tests.trust.house import body


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


def two_invitations(ann: Player, cleo: Player) -> tuple[Bond, Invitation, Player]:
    """Dan comes in by the second; then Cleo answers the first. The bond, the first, and Dan."""
    bond, dan = bind(ann, kind="family"), enter("Dan")
    (first, code), (second, other) = invite(bond, ann), invite(bond, ann)
    invitations.accept(
        invitation=second, code=other, newcomer=dan.person, name="Dan", keyring=dan.keyring
    )
    invitations.let_in(invitation=second, keyring=ann.keyring)
    invitations.accept(
        invitation=first, code=code, newcomer=cleo.person, name="Cleo", keyring=cleo.keyring
    )
    return bond, first, dan


def test_whoever_came_in_meanwhile_can_let_in_the_next(ann: Player, cleo: Player) -> None:
    bond, first, dan = two_invitations(ann, cleo)
    page = f"/bonds/{bond.pk}/invite/{first.pk}/"
    assert "goes by the name of <bdi>Cleo</bdi>" in body(dan.client.get(page))
    assert dan.client.post(f"{page}let-in/").headers["Location"] == f"/bonds/{bond.pk}/"
    assert bond.members.present().filter(person=cleo.id).exists()


def test_a_code_that_opens_for_others_alone_is_left_to_them(
    ann: Player, cleo: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invitations, "_seal_codes", lambda *_: None)
    bond, first, dan = two_invitations(ann, cleo)
    page = f"/bonds/{bond.pk}/invite/{first.pk}/"
    for answer in (dan.client.get(page), dan.client.post(f"{page}let-in/")):
        assert answer.status_code == 200
        assert "Whoever made this code can see who it is" in body(answer)
        assert "Throw it away" not in body(answer)
    assert ann.client.post(f"{page}let-in/").status_code == 302
    assert bond.members.present().filter(person=cleo.id).exists()


def test_a_damaged_code_keeps_nobody_else_out(ann: Player, ben: Player) -> None:
    bond = bind(ann, kind="family")
    damaged, _ = invite(bond, ann)
    made, code = invite(bond, ann)
    tables.put("bonds_invitation", damaged.pk, "code", b"nonsense")
    invitations.accept(
        invitation=made, code=code, newcomer=ben.person, name="Ben", keyring=ben.keyring
    )
    invitations.let_in(invitation=made, keyring=ann.keyring)
    assert bond.members.present().filter(person=ben.id).exists()


def test_the_code_of_a_way_back_stays_with_those_who_were_there(
    ann: Player, ben: Player, cleo: Player
) -> None:
    bond = bind(ann, ben, kind="family")
    back = returning.mark(
        bond=bond, place=member(bond, ben), inviter=member(bond, ann), keyring=ann.keyring
    )
    made, code = invite(bond, ann)
    invitations.accept(
        invitation=made, code=code, newcomer=cleo.person, name="Cleo", keyring=cleo.keyring
    )
    invitations.let_in(invitation=made, keyring=ann.keyring)
    back.refresh_from_db()
    assert back.code.open(ann.keyring)
    with pytest.raises(NoKey):
        back.code.open(cleo.keyring)


def test_a_companion_who_goes_while_somebody_is_let_in_stays_away(
    ann: Player, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    bond = bind(ann, kind="family")
    dot = actions.add_companion(bond=bond, name="Dot", keyring=ann.keyring)
    made, code = invite(bond, ann)
    invitations.accept(
        invitation=made, code=code, newcomer=ben.person, name="Ben", keyring=ben.keyring
    )
    seal_it = Member.seal

    def meanwhile(row: Member, keyring: Keyring, **values: Any) -> None:
        if row.pk == dot.pk:
            Member.objects.filter(pk=dot.pk).update(left=today())
        seal_it(row, keyring, **values)

    monkeypatch.setattr(Member, "seal", meanwhile)
    invitations.let_in(invitation=made, keyring=ann.keyring)
    assert not bond.members.present().filter(pk=dot.pk).exists()


def test_what_changes_a_bond_waits_until_nobody_else_does(
    ann: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    bond = bind(ann, kind="family")
    dot = actions.add_companion(bond=bond, name="Dot", keyring=ann.keyring)
    waited: list[Bond] = []
    monkeypatch.setattr(actions, "lock", waited.append)
    actions.remove_companion(companion=dot)
    actions.rename_bond(bond=bond, name="Home", keyring=ann.keyring)
    assert waited == [bond, bond]


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


def with_dot(*players: Player) -> tuple[Bond, Member]:
    family = bind(*players, kind="family", name="Home")
    return family, actions.add_companion(bond=family, name="Dot", keyring=players[0].keyring)


def taken_out(player: Player, bond: Bond, dot: Member) -> None:
    path = f"/bonds/{bond.pk}/companions/{dot.pk}/remove/"
    assert player.client.post(path).status_code == 302


def told_about_the_day(player: Player, sitting: Sitting) -> None:
    me = look(player, sitting).company.me
    for step in ("rose", "thorn", "bud"):
        say(player, sitting, step, {"words": "the kite"}, by=me)


def test_what_is_written_after_a_companion_was_taken_out_stays(ann: Player, ben: Player) -> None:
    family, dot = with_dot(ann, ben)
    sitting = sit(ann, family, "rose-thorn-bud", way="together")
    told_about_the_day(ann, sitting)
    told_about_the_day(ben, sitting)
    taken_out(ann, family, dot)
    last = Entry.objects.filter(sitting=sitting).latest("seq")
    assert last.body.open(ben.keyring)["move"] == "leave"
    say(ann, sitting, "warm-word", {"words": "That kite"})
    for player in (ann, ben):
        opened = look(player, sitting)
        assert "That kite" in str(opened.state.visible(opened.company.me))
    asked = {slot.step.id for slot in opened.state.open_for(opened.company.me)[0].slots}
    assert asked == {"warm-word"}


def test_with_the_only_other_one_taken_out_a_sitting_is_over_everywhere(ann: Player) -> None:
    family, dot = with_dot(ann)
    sitting = sit(ann, family, "rose-thorn-bud", way="together")
    assert "face to face" in ann.client.get("/").content.decode()
    taken_out(ann, family, dot)
    assert "This one was stopped" in ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert Sitting.objects.get(pk=sitting.pk).card.open(ann.keyring)["over"]
    assert not Seat.objects.get(sitting=sitting).awaited
    assert "still open" not in ann.client.get(f"/bonds/{family.pk}/").content.decode()


def test_whoever_takes_a_companion_out_of_what_only_others_are_in_leaves_nothing_waiting(
    ann: Player, ben: Player
) -> None:
    family, dot = with_dot(ann, ben)
    sit(ben, family, "rose-thorn-bud", way="together", cast=[member(family, ben), dot])
    assert "face to face" in ben.client.get("/").content.decode()
    taken_out(ann, family, dot)
    assert "face to face" not in ben.client.get("/").content.decode()


def test_a_damaged_sitting_keeps_no_companion_in(ann: Player, ben: Player) -> None:
    family, dot = with_dot(ann, ben)
    damaged, whole = (sit(ann, family, "rose-thorn-bud", way="together") for _ in range(2))
    Sitting.objects.filter(pk=damaged.pk).update(card=b"\x01" + b"?" * 300)
    taken_out(ann, family, dot)
    assert not family.members.present().filter(pk=dot.pk).exists()
    assert Entry.objects.filter(sitting=whole).count() == 2


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
