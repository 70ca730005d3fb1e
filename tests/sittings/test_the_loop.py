"""The loop through actions and pages: what each of the two may see, and when."""

from __future__ import annotations

import pytest

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.sittings import actions
from nearer.sittings.models import Entry, OwnPart, Seat, Sitting, Wording
from tests.cast import Player, bind, look, member, say, sit

SECRET = "I am afraid of the letter from the clinic"


def tell(ann: Player, bond: Bond, wish: str = "think-along") -> Sitting:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": SECRET})
    say(ann, sitting, "feelings", {"feelings": ["afraid:3"]})
    say(ann, sitting, "wish", {"choices": wish})
    say(ann, sitting, "beforehand", {}, move="skip")
    return sitting


def page(player: Player, sitting: Sitting) -> str:
    return str(player.client.get(f"/sittings/{sitting.pk}/").content.decode())


def test_the_listener_is_asked_before_anything_is_shown(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = tell(ann, bond)
    assert SECRET not in page(ben, sitting)
    assert "Is now a good time?" in page(ben, sitting)
    assert "would like to tell you something" in ben.client.get("/").content.decode()
    say(ben, sitting, "ready", {"when": "at", "day": "today", "time": "21:00"})
    assert SECRET not in page(ben, sitting)
    assert "21:00" in page(ann, sitting)
    assert "21:00" in ben.client.get("/").content.decode()
    say(ben, sitting, "ready", {"when": "now"})
    assert SECRET in page(ben, sitting)


def test_a_kept_receipt_is_sealed_to_its_author_alone(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = tell(ann, bond)
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "That letter frightens you."})
    say(ben, sitting, "question", {}, move="skip")
    marks = {"understood": "partly", "accepted": "not-yet", "cared": "fully"}
    say(ann, sitting, "receipt", {**marks, "helped": "sit nearer", "then": "keep"})
    assert "sit nearer" not in page(ben, sitting)
    assert "Accepted" not in page(ben, sitting)
    part = OwnPart.objects.get()
    assert part.space == ann.id
    assert part.body.open(ann.keyring)["helped"] == "sit nearer"
    assert "sit nearer" in page(ann, sitting)


def test_not_yet_opens_the_reply_again_with_what_would_have_helped(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = tell(ann, bond)
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "You got a letter."})
    say(ben, sitting, "question", {}, move="skip")
    marks = {"understood": "partly", "accepted": "fully", "cared": "not-yet"}
    say(ann, sitting, "receipt", {**marks, "helped": "say how afraid", "then": "show"})
    assert "say how afraid" in page(ben, sitting)
    assert "What did you hear?" in page(ben, sitting)
    say(ben, sitting, "reflect", {"words": "You are badly afraid."})
    say(ben, sitting, "question", {}, move="skip")
    say(ann, sitting, "receipt", {**dict.fromkeys(marks, "fully"), "then": "show"})
    assert "company in thinking" in page(ben, sitting)


def test_advice_is_not_asked_for_where_it_was_not_wished_for(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = tell(ann, bond, wish="listen")
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "You are badly afraid."})
    say(ben, sitting, "question", {}, move="skip")
    marks = dict.fromkeys(("understood", "accepted", "cared"), "fully")
    after = say(ann, sitting, "receipt", {**marks, "then": "show"})
    assert after.state.over
    assert not Seat.objects.filter(awaited=True).exists()


def test_a_circle_has_its_own_key(ann: Player, ben: Player, cleo: Player) -> None:
    bond = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = sit(ann, bond, cast=[member(bond, ben)])
    say(ann, sitting, "share", {"words": SECRET})
    assert sitting.space not in {bond.id, ann.id}
    assert cleo.client.get(f"/sittings/{sitting.pk}/").status_code == 404
    assert str(sitting.pk) not in cleo.client.get(f"/bonds/{bond.pk}/").content.decode()
    for row in Entry.objects.filter(sitting=sitting):
        with pytest.raises(Exception, match="No key"):
            row.body.open(cleo.keyring)
        row.body.open(ben.keyring)


def test_several_listeners_answer_each_by_themselves(
    ann: Player, ben: Player, cleo: Player
) -> None:
    bond = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = tell(ann, bond, wish="listen")
    for listener in (ben, cleo):
        say(listener, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "from Ben alone"})
    say(ben, sitting, "question", {}, move="skip")
    assert "from Ben alone" in page(ann, sitting)
    assert "from Ben alone" not in page(cleo, sitting)
    text = page(ann, sitting)
    assert "With <bdi>Ben</bdi>" in text
    assert "With <bdi>Cleo</bdi>" in text


def test_a_stranger_may_not_be_written_into_the_cast(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    other = bind(ann, cleo, kind="friend", name="Elsewhere")
    with pytest.raises(actions.MovedOn):
        sit(ann, bond, cast=[member(other, cleo)])


def test_an_unreadable_entry_is_told_and_breaks_nothing(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = tell(ann, bond)
    Entry.objects.filter(sitting=sitting, seq=2).update(body=b"\x01" + b"?" * 300)
    text = page(ann, sitting)
    assert SECRET in text
    assert "can’t be opened" in text or "can't be opened" in text or "&#x27;t be opened" in text


def test_a_damaged_wording_gives_a_page_that_says_so(ann: Player, bond: Bond) -> None:
    sitting = sit(ann, bond)
    Wording.objects.filter(sitting=sitting).update(script=b"\x01" + b"?" * 300)
    response = ann.client.get(f"/sittings/{sitting.pk}/")
    assert response.status_code == 200
    assert "opened" in response.content.decode()


def test_face_to_face_the_phone_is_passed_to_the_companion(ann: Player) -> None:
    family = bind(ann, kind="family", name="Home")
    dot = bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    sitting = sit(ann, family, "rose-thorn-bud", way="together")
    me = look(ann, sitting).company.me
    for step in ("rose", "thorn", "bud"):
        say(ann, sitting, step, {"words": "the kite"}, by=me)
    handed = page(ann, sitting)
    assert "Hand the phone to" in handed
    assert "Dot" in handed
    theirs = ann.client.get(f"/sittings/{sitting.pk}/?as={dot.id}").content.decode()
    assert "The phone is with <bdi>Dot</bdi>" in theirs
    assert "the kite" not in theirs


def test_whoever_holds_the_phone_steps_out_and_not_whose_it_is(ann: Player, ben: Player) -> None:
    family = bind(ann, ben, kind="family", name="Home")
    dot = bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    sitting = sit(ann, family, "rose-thorn-bud", way="together")
    path = f"/sittings/{sitting.pk}/"
    theirs = ann.client.get(f"{path}?as={dot.id}").content.decode()
    stop = theirs.split(f'action="{path}stop/"')[1].split("</form>")[0]
    assert f'name="as" value="{dot.id}"' in stop
    after = ann.client.post(f"{path}stop/", {"as": str(dot.id)}, follow=True)
    assert look(ann, sitting).state.left == {str(dot.id)}
    assert "Hand the phone to" in after.content.decode()
    ann.client.post(f"{path}stop/", {"as": look(ben, sitting).company.me})
    assert look(ann, sitting).company.me not in look(ann, sitting).state.left
    assert look(ann, sitting).state.over


def test_apart_nobody_steps_out_for_another(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = tell(ann, bond)
    ann.client.post(f"/sittings/{sitting.pk}/stop/", {"as": look(ben, sitting).company.me})
    assert look(ann, sitting).state.left == {look(ann, sitting).company.me}


def test_stepping_out_needs_no_reason(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = tell(ann, bond)
    ben.client.post(f"/sittings/{sitting.pk}/stop/")
    assert look(ann, sitting).state.over
    assert "That is allowed" in page(ann, sitting)


def test_one_can_put_it_aside_and_say_when_one_is_back(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = tell(ann, bond)
    say(ben, sitting, "ready", {"when": "now"})
    path = f"/sittings/{sitting.pk}/pause/"
    assert ben.client.post(path, {"day": "tomorrow", "time": "09:30"}).status_code == 302
    assert "has put this aside, until tomorrow at 09:30 by their clock" in page(ann, sitting)
    assert "You have put this aside, until tomorrow at 09:30" in page(ben, sitting)
    assert "by their clock" not in page(ben, sitting)
    assert "You said: tomorrow at 09:30." in ben.client.get("/").content.decode()
    say(ben, sitting, "reflect", {"words": "That letter frightens you."})
    assert "has put this aside" not in page(ann, sitting)
