"""Everything that ties somebody to others, on one page, and one step out of all of it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Invitation, Member
from nearer.keeps import hooks, topics
from nearer.keeps.here import stand
from nearer.reminders import browsers, channels
from nearer.rhythm import page as rhythm
from nearer.rhythm.every import DAILY, Every
from nearer.rhythm.models import Feed
from nearer.safety import cutting
from nearer.sittings.leaving import leave_bond
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, bind, device, enter, look, member, say, say_yes, sit
from tests.reminders.receiver import Browser
from tests.trust import tables

PAST = "password_to_go_on"


def cut(player: Player, password: str = PASSWORD) -> Any:
    return player.client.post("/safety/cut/", {PAST: password})


def page(player: Player, path: str) -> str:
    return str(player.client.get(path, follow=True).content, "utf-8")


def test_it_shows_every_bond_and_every_device(ann: Player, bond: Bond, cleo: Player) -> None:
    bind(ann, cleo, kind="friend", name="Cleo and me")
    device(ann.keyring)

    shown = page(ann, "/safety/")

    assert "Us two" in shown
    assert "Cleo and me" in shown
    assert shown.count("A browser") >= 2
    assert f"/bonds/{bond.pk}/leave/" in shown


def test_one_step_leaves_every_bond_and_ends_every_device(
    ann: Player, ben: Player, bond: Bond, cleo: Player
) -> None:
    other = bind(cleo, ann, kind="friend", name="Cleo and me")
    device(ann.keyring)
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "Something"})

    answer = cut(ann)

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?out")
    assert "storage" in answer["Clear-Site-Data"]
    assert not Member.objects.present().filter(person=ann.person).exists()
    assert not SignedIn.objects.filter(person=ann.id).exists()
    assert ann.client.get("/safety/").status_code == 302
    assert SignedIn.objects.filter(person__in=[ben.id, cleo.id]).count() == 2
    assert {one.pk for one in Bond.objects.all()} == {bond.pk, other.pk}


def test_a_bond_of_ones_own_is_erased_with_it(ann: Player) -> None:
    alone = bind(ann, kind="friend", name="Nobody came")

    cut(ann)

    assert not Bond.objects.filter(pk=alone.pk).exists()


def test_an_answered_invitation_cannot_be_accepted_afterwards(ann: Player, ben: Player) -> None:
    bond = bind(ben, kind="friend", name="Ben’s")
    open_one = bonds.invite(bond=bond, inviter=member(bond, ben), keyring=ben.keyring)
    say_yes(ann, open_one, ben)

    cut(ann)

    assert not Invitation.objects.filter(newcomer=ann.person).exists()


def test_notices_and_the_calendar_stop_with_it(ann: Player, bond: Bond) -> None:
    endpoint = Browser().subscription("https://fcm.googleapis.com/x")
    browsers.add_push(person=ann.id, subscription=endpoint, label="Her phone")
    token = Feed.objects.renew(ann.person)
    shown = page(ann, "/safety/")
    assert "Her phone" in shown
    assert "End it" in shown

    cut(ann)

    assert channels.ways(person=ann.id) == []
    assert Feed.objects.at(token) is None


def test_ones_own_account_and_pages_stay(ann: Player, bond: Bond) -> None:
    alone = sit(ann, None, "to-myself")
    say(ann, alone, "inside", {"words": "For me."})

    cut(ann)

    assert look(ann, alone).state is not None
    assert ann.person.settled


def test_what_was_put_aside_for_a_bond_goes_with_it(ann: Player, bond: Bond) -> None:
    topics.put_aside(here=stand(bond, ann.keyring), words="The attic", id=uuid.uuid4())
    comes = rhythm.Comes(uuid.uuid4(), rhythm.OWN, bond.pk, "", "Ask Ben", Every(DAILY), True)
    rhythm.put(comes, ann.keyring)

    cut(ann)

    assert hooks.topics(bond.pk, ann.keyring) == []
    assert rhythm.read(ann.keyring).comes == ()


def test_a_wrong_password_cuts_nothing(ann: Player, bond: Bond) -> None:
    but = {"vault_signedin": {"last_used"}, "people_budget": {"id", "mark", "hour", "count"}}
    before = tables.fingerprint(but=but)

    answer = cut(ann, "not the right one at all")

    assert answer.status_code == 422
    changed = [name for name, held in tables.fingerprint(but=but).items() if held != before[name]]
    assert set(changed) <= {"people_budget"}


def test_looking_cuts_nothing(ann: Player, bond: Bond) -> None:
    assert ann.client.get("/safety/cut/").status_code == 405
    page(ann, "/safety/")
    assert Member.objects.present().filter(person=ann.person).exists()


def test_it_works_though_the_other_has_no_account_left_to_ask(
    ann: Player, ben: Player, bond: Bond
) -> None:
    SignedIn.objects.filter(person=ben.id).delete()

    assert cut(ann).status_code == 302
    assert not Member.objects.present().filter(person=ann.person).exists()


def test_one_damaged_bond_does_not_hold_the_others(
    ann: Player, ben: Player, bond: Bond, cleo: Player
) -> None:
    other = bind(cleo, ann, kind="friend", name="Cleo and me")
    device(ann.keyring)

    def leave(**told: Any) -> None:
        if told["bond"].pk == bond.pk:
            raise RuntimeError("damaged")
        leave_bond(**told)

    held = cutting.cut_everything(person=ann.person, keyring=ann.keyring, leave=leave)

    assert held == [bond.pk]
    assert not other.members.present().filter(person=ann.person).exists()
    assert not SignedIn.objects.filter(person=ann.id).exists()


def test_sent_twice_it_has_one_effect(ann: Player, bond: Bond) -> None:
    assert cut(ann).status_code == 302
    assert cut(ann).status_code in {302, 401}
    assert bond.members.filter(person=ann.person).count() == 1


def test_what_ben_sees_does_not_tell_how_she_went(db: None) -> None:
    seen = []
    for number, how in enumerate(("leave", "cut")):
        ann, ben = enter(f"Ann{number}"), enter(f"Ben{number}")
        bond = bind(ann, ben)
        before = plain(page(ben, f"/bonds/{bond.pk}/"), number)
        if how == "leave":
            ann.client.post(f"/bonds/{bond.pk}/leave/", {PAST: PASSWORD})
        else:
            cut(ann)
        after = plain(page(ben, f"/bonds/{bond.pk}/") + page(ben, "/bonds/"), number)
        assert before not in after
        seen.append(after)

    assert seen[0] == seen[1]


def plain(text: str, number: int) -> str:
    """A page without ids, tokens and the numbers of these two houses."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", text)
    return text.replace(f"Ann{number}", "Ann").replace(f"Ben{number}", "Ben")
