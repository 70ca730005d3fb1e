"""Link and code, three days, five tries, one person; and what leaving takes away at once."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

import seal
from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Invitation, Member
from nearer.people.models import Person
from nearer.sittings.models import Sitting
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.models import Epoch, SealedKey
from tests.cast import Player, bind, enter, member, say, sit
from tests.trust import tables
from tests.trust.house import body, normal

AGENTS = [
    "WhatsApp/2.23.20.0",
    "facebookexternalhit/1.1",
    "Twitterbot/1.0",
    "Slackbot-LinkExpanding 1.0",
    "TelegramBot (like TwitterBot)",
    "Discordbot/2.0",
    "LinkedInBot/1.0",
    "SkypeUriPreview Preview/0.5",
    "Mozilla/5.0 (compatible; Googlebot/2.1)",
    "Iframely/1.3.1",
]
SESSIONS = {"vault_signedin": {"last_used"}}


@pytest.fixture
def invited(ann: Player, bond: Bond) -> tuple[Invitation, str]:
    made = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    return made, str(made.code.open(ann.keyring))


def path(invitation: Invitation) -> str:
    return f"/invitations/{invitation.pk}/"


def wrong_codes(right: str) -> Iterator[str]:
    while True:
        code = seal.short_code()
        if code != right:
            yield code


def accept(cleo: Player, invitation: Invitation, code: str) -> int:
    return cleo.client.post(path(invitation), {"code": code, "name": "Cleo"}).status_code


def answered(invitation: Invitation) -> bool:
    return Invitation.objects.filter(pk=invitation.pk).exclude(newcomer=None).exists()


def let_in(ann: Player, bond: Bond, invitation: Invitation) -> None:
    ann.client.post(f"/bonds/{bond.pk}/invite/{invitation.pk}/let-in/")


def test_looking_does_not_spend_it(cleo: Player, invited: tuple[Invitation, str]) -> None:
    invitation, code = invited
    before = tables.fingerprint(but=SESSIONS)
    for agent in AGENTS:
        for method in ("get", "head", "options"):
            getattr(Client(), method)(path(invitation), headers={"User-Agent": agent})
            getattr(cleo.client, method)(path(invitation), headers={"User-Agent": agent})

    assert tables.fingerprint(but=SESSIONS) == before
    assert accept(cleo, invitation, code) == 302
    assert answered(invitation)


def test_the_link_alone_shows_nothing_of_who_invites(
    cleo: Player, invited: tuple[Invitation, str]
) -> None:
    for client in (Client(), cleo.client):
        text = body(client.get(path(invited[0])))
        for word in ("Ann", "Ben", "Us two", "partner", invited[1]):
            assert word not in text


def test_an_invitation_that_never_was_looks_like_one_that_is_over(
    ann: Player, bond: Bond, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    invitation, _ = invited
    Invitation.objects.filter(pk=invitation.pk).update(expires=timezone.now())

    over = cleo.client.get(path(invitation))

    assert normal(over) == normal(cleo.client.get(f"/invitations/{uuid.uuid4()}/"))


def test_five_wrong_codes_burn_it(cleo: Player, invited: tuple[Invitation, str]) -> None:
    invitation, code = invited
    for _, wrong in zip(range(5), wrong_codes(code), strict=False):
        assert accept(cleo, invitation, wrong) != 302

    accept(cleo, invitation, code)

    assert not answered(invitation)
    assert Invitation.objects.get(pk=invitation.pk).wrong == 5


def test_four_wrong_codes_do_not(cleo: Player, invited: tuple[Invitation, str]) -> None:
    invitation, code = invited
    for _, wrong in zip(range(4), wrong_codes(code), strict=False):
        accept(cleo, invitation, wrong)

    accept(cleo, invitation, code)

    assert answered(invitation)


def test_the_five_tries_are_shared_by_all_who_try(
    ben: Player, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    invitation, code = invited
    tried = wrong_codes(code)
    for one in (cleo, ben, cleo, ben, cleo):
        one.client.post(path(invitation), {"code": next(tried)})

    accept(cleo, invitation, code)

    assert not answered(invitation)


def test_nonsense_counts_as_a_wrong_code(cleo: Player, invited: tuple[Invitation, str]) -> None:
    for nonsense in ("?", "x" * 59, "🙂🙂", "AAAA", "0000-0000-0000"):
        cleo.client.post(path(invited[0]), {"code": nonsense})

    assert Invitation.objects.get(pk=invited[0].pk).wrong == 5


@pytest.mark.parametrize(("hours", "open"), [(71.9, True), (72.1, False), (1000, False)])
def test_it_is_good_for_seventy_two_hours(
    cleo: Player, invited: tuple[Invitation, str], hours: float, open: bool
) -> None:
    invitation, code = invited
    later = timezone.now() + timedelta(hours=hours)
    with mock.patch("django.utils.timezone.now", return_value=later):
        token = signed_in.open_device(keyring=cleo.keyring, label="A browser")
        client = Client()
        client.cookies.update(cleo.client.cookies)
        client.cookies[signed_in.COOKIE] = base64.urlsafe_b64encode(token).decode()
        client.post(path(invitation), {"code": code, "name": "Cleo"})

    assert answered(invitation) == open


def test_it_is_for_one_person(
    ann: Player, bond: Bond, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    dan = enter("Dan")
    invitation, code = invited
    accept(cleo, invitation, code)

    for _ in range(2):
        accept(dan, invitation, code)
    let_in(ann, bond, invitation)
    accept(dan, invitation, code)

    assert set(bond.members.present().values_list("person", flat=True)) >= {cleo.id}
    assert not bond.members.filter(person=dan.id).exists()
    assert not Invitation.objects.filter(pk=invitation.pk).exists()


def test_nobody_is_in_before_a_member_says_so(
    bond: Bond, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    accept(cleo, *invited)

    assert cleo.client.get(f"/bonds/{bond.pk}/").status_code == 404
    assert not SealedKey.objects.filter(holder=cleo.id, epoch__space=bond.pk).exists()


def test_a_swapped_public_key_is_said_and_not_let_in(
    ann: Player, bond: Bond, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    accept(cleo, *invited)
    Person.objects.filter(pk=cleo.id).update(public_key=seal.PrivateKey.generate().public)
    before = tables.fingerprint(but=SESSIONS)

    let_in(ann, bond, invited[0])
    page = ann.client.get(f"/bonds/{bond.pk}/invite/{invited[0].pk}/")

    assert tables.fingerprint(but=SESSIONS) == before
    assert "does not fit" in body(page)


def test_a_newcomer_reads_nothing_written_before(
    ann: Player, ben: Player, bond: Bond, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "kxbefore"})
    accept(cleo, *invited)
    before = {epoch.number for epoch in Epoch.objects.filter(space=bond.pk)}

    let_in(ann, bond, invited[0])

    assert cleo.client.get(f"/sittings/{sitting.pk}/").status_code == 404
    page = cleo.client.get(f"/bonds/{bond.pk}/")
    assert page.status_code == 200
    assert str(sitting.pk) not in body(page)
    ring = Keyring(cleo.id, cleo.keyring._private)
    for number in before:
        with pytest.raises(NoKey):
            ring.key(bond.pk, number)
    for row in Sitting.objects.get(pk=sitting.pk).entries.all():
        with pytest.raises(NoKey):
            row.body.open(ring)
    # And reads what is written from now on.
    assert bond.members.get(person=ann.id).name(ring) == "Ann"


def test_what_goes_on_without_a_newcomer_stays_without_their_key(
    ann: Player, ben: Player, bond: Bond, cleo: Player, invited: tuple[Invitation, str]
) -> None:
    """They have no seat in what was begun before, so they must not be able to open the rest."""
    sitting = sit(ann, bond, "rose-thorn-bud")
    for step in ("rose", "thorn", "bud"):
        say(ann, sitting, step, {"words": f"{step} before"})
    accept(cleo, *invited)
    let_in(ann, bond, invited[0])

    for step in ("rose", "thorn", "bud"):
        say(ben, sitting, step, {"words": f"{step} after"})
    say(ann, sitting, "warm-word", {"words": "later still"})

    rings = {one.name: Keyring(one.id, one.keyring._private) for one in (ann, ben, cleo)}
    row = Sitting.objects.get(pk=sitting.pk)
    for entry in row.entries.all():
        with pytest.raises(NoKey):
            entry.body.open(rings["Cleo"])
        assert entry.body.open(rings["Ann"])
        assert entry.body.open(rings["Ben"])
    with pytest.raises(NoKey):
        row.card.open(rings["Cleo"])
    assert "later still" in body(ben.client.get(f"/sittings/{sitting.pk}/"))
    assert "bud before" in body(ben.client.get(f"/sittings/{sitting.pk}/"))
    # What is begun now is hers as well.
    fresh = sit(ann, bond, "rose-thorn-bud")
    assert Sitting.objects.get(pk=fresh.pk).card.open(rings["Cleo"])


@pytest.fixture
def trio(ann: Player, ben: Player, cleo: Player) -> Bond:
    return bind(ann, ben, cleo, kind="family", name="Kitchen table")


def test_whoever_leaves_is_out_at_the_very_next_request(
    ann: Player, ben: Player, cleo: Player, trio: Bond
) -> None:
    sitting = sit(ann, trio, "rose-thorn-bud")
    invitation = bonds.invite(bond=trio, inviter=member(trio, ann), keyring=ann.keyring)
    base = f"/bonds/{trio.pk}/"
    pages = [base, *(base + one for one in ("name/", "invite/", "companions/", "leave/"))]
    pages += [f"{base}invite/{invitation.pk}/", f"/sittings/{sitting.pk}/"]
    pages += [f"/begin/sharing/?bond={trio.pk}&way=apart"]
    assert {cleo.client.get(one).status_code for one in pages} == {200}

    cleo.client.post(base + "leave/")

    assert {cleo.client.get(one).status_code for one in pages} == {404}
    posts = [base + "name/", base + "companions/", base + "invite/", base + "leave/"]
    posts += [f"/sittings/{sitting.pk}/add/", f"/sittings/{sitting.pk}/stop/"]
    posts += [f"{base}invite/{invitation.pk}/{one}/" for one in ("withdraw", "let-in")]
    assert {cleo.client.post(one, {"name": "x"}).status_code for one in posts} == {404}
    assert {ann.client.get(one).status_code for one in pages} == {200}
    for page in ("/", "/bonds/"):
        assert "Kitchen table" not in body(cleo.client.get(page))


def test_what_is_written_next_is_not_sealed_to_whoever_left(
    ann: Player, ben: Player, cleo: Player, trio: Bond
) -> None:
    before = Epoch.objects.filter(space=trio.pk).latest("number").number
    keys = Keyring(cleo.id, cleo.keyring._private)
    keys.gather([trio.pk])
    cleo.client.post(f"/bonds/{trio.pk}/leave/")

    ben.client.post(f"/bonds/{trio.pk}/companions/", {"name": "kxlater"})

    after = Epoch.objects.filter(space=trio.pk).latest("number")
    assert after.number > before
    assert set(after.roster) == {str(ann.id), str(ben.id)}
    assert set(after.keys.values_list("holder", flat=True)) == {ann.id, ben.id}
    made = Member.objects.get(bond=trio, person=None)
    assert made.name(Keyring(ann.id, ann.keyring._private)) == "kxlater"
    with pytest.raises(NoKey):
        made.name_sealed.open(keys)


def test_a_circle_begins_anew_as_well(ann: Player, ben: Player, cleo: Player, trio: Bond) -> None:
    circle = sit(ann, trio, "rose-thorn-bud")
    bonds.invite(bond=trio, inviter=member(trio, ann), keyring=ann.keyring)
    small = sit(ann, trio, "sharing", cast=[member(trio, ann), member(trio, cleo)])
    assert small.space not in {trio.pk, ann.id}

    cleo.client.post(f"/bonds/{trio.pk}/leave/")

    assert not SealedKey.objects.filter(holder=cleo.id).exclude(epoch__space=cleo.id).exists()
    assert Sitting.objects.filter(pk=circle.pk).exists()


def test_leaving_needs_nobody_else(ann: Player, ben: Player, bond: Bond) -> None:
    Person.objects.filter(pk=ben.id).update(kdf="out of order", public_key=bytes(32))
    signed_in.close_all(person=ben.id)

    answer = ann.client.post(f"/bonds/{bond.pk}/leave/")

    assert answer.status_code == 302
    assert not Bond.objects.of(ann.person).exists()


def test_the_last_one_to_leave_takes_the_keys_along(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond)
    ann.client.post(f"/bonds/{bond.pk}/leave/")
    ben.client.post(f"/bonds/{bond.pk}/leave/")

    assert not Bond.objects.filter(pk=bond.pk).exists()
    assert not Sitting.objects.filter(pk=sitting.pk).exists()
    assert not Epoch.objects.filter(space=bond.pk).exists()


def test_invitations_of_whoever_leaves_open_nothing(
    ann: Player, cleo: Player, bond: Bond, invited: tuple[Invitation, str]
) -> None:
    ann.client.post(f"/bonds/{bond.pk}/leave/")

    accept(cleo, *invited)

    assert not answered(invited[0])
    assert not SealedKey.objects.filter(holder=cleo.id, epoch__space=bond.pk).exists()
