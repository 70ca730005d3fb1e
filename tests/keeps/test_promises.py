"""Promises: made by one, kept, changed together, or missed and owned."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from nearer.bonds.actions import add_companion, leave
from nearer.bonds.models import Bond
from nearer.keeps import hooks, promises
from nearer.keeps.models import Keep
from nearer.people.models import today
from tests.cast import Player, bind, member
from tests.keeps.pages import get, id_of, keep_of, post, there

SOON = (today() + timedelta(days=3)).isoformat()
LATER = (today() + timedelta(days=9)).isoformat()


@pytest.fixture
def home(bond: Bond) -> str:
    return f"/bonds/{bond.pk}/promises/"


@pytest.fixture
def promise(ann: Player, home: str) -> str:
    post(ann, home, {"words-it": "I call before I come late.", "choice-day": SOON})
    return f"{home}{Keep.objects.get().pk}/"


def answer(player: Player, promise: str, said: str) -> None:
    """Answer the proposal that the page shows."""
    page = player.client.get(promise).content.decode()
    (proposal,) = re.findall(r'name="proposal" value="([^"]+)"', page)[:1] or [""]
    post(player, promise + "answer/", {"answer": said, "proposal": proposal})


def test_both_see_what_one_promised(ann: Player, ben: Player, home: str, promise: str) -> None:
    assert "I call before I come late." in get(ann, home)
    assert "I call before I come late. Ann · by" in get(ben, home)
    assert "Ann promised" in get(ben, promise)


def test_a_form_sent_twice_promises_once(ann: Player, home: str) -> None:
    form = {"words-it": "I call.", "form": str(uuid.uuid4())}
    post(ann, home, form)
    post(ann, home, form)
    assert Keep.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"words-it": " "}, "A few words are enough"),
        ({"words-it": "x" * 20_001}, "there is room for 20,000"),
        ({"words-it": "I call.", "choice-day": "2001-01-01"}, "gone by"),
        ({"words-it": "I call.", "choice-day": "soon"}, "Something like"),
        ({"words-it": "I call.", "choice-day": "2026-02-31"}, "Something like"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_typed_is_lost(
    ann: Player, home: str, form: dict[str, str], said: str
) -> None:
    answer = post(ann, home, form, status=422).content.decode()
    assert said in answer
    assert form["words-it"] in answer
    assert not Keep.objects.exists()


def test_only_the_one_who_promised_says_how_it_went(ann: Player, ben: Player, promise: str) -> None:
    page = get(ben, promise)
    assert "How it went is for Ann to say." in page
    assert "Missed" not in page
    for deed in ("kept/", "missed/", "change/", "words/"):
        post(ben, promise + deed, {"words-it": "x"}, status=404)
    post(ben, promise.replace("promises", "keeps") + "delete/", status=404)


def test_kept_it_moves_to_the_earlier_ones(
    ann: Player, ben: Player, home: str, promise: str
) -> None:
    post(ann, promise + "kept/")
    page = get(ben, home)
    assert "Earlier ones I call before I come late. Ann · kept" in page
    assert "· Kept" in get(ben, promise)


def test_missed_and_owned_with_a_new_day_it_goes_on(
    ann: Player, ben: Player, home: str, promise: str
) -> None:
    post(ann, promise + "missed/", {"words-it": ""}, status=422)
    post(ann, promise + "missed/", {"words-it": "I did not call.", "choice-day": LATER})
    page = get(ben, promise)
    assert "Missed, and owned; a new day" in page
    assert "I did not call." in page
    assert "Earlier ones" not in get(ben, home)
    assert Keep.objects.get().comes_up.isoformat() == LATER  # type: ignore[union-attr]


def test_missed_without_a_new_day_it_rests(
    ann: Player, ben: Player, home: str, promise: str
) -> None:
    post(ann, promise + "missed/", {"words-it": "I did not call."})
    assert "put to rest" in get(ben, home)
    assert "Give it a new day" in get(ann, promise)
    assert Keep.objects.get().comes_up is None


def test_a_change_holds_once_the_other_finds_it_fine(
    ann: Player, ben: Player, promise: str
) -> None:
    post(ann, promise + "change/", {"words-it": "I write before.", "choice-day": LATER})
    assert "I call before I come late. Ann asks for a change I write before." in get(ben, promise)
    assert "Ann asks for a change to a promise" in get(ben, "/")
    assert "asks for a change" not in get(ann, "/")
    answer(ben, promise, "fine")
    page = get(ann, promise)
    assert re.search(r"I write before\. Kept", page)
    assert re.search(r"Changed together\. Before, by .* it said: I call before I come late\.", page)
    assert Keep.objects.get().comes_up.isoformat() == LATER  # type: ignore[union-attr]


def test_nobody_agrees_to_their_own_change(ann: Player, ben: Player, promise: str) -> None:
    post(ann, promise + "change/", {"words-it": "I write before."})
    answer(ann, promise, "fine")
    answer(ann, promise, "talk")
    assert "Until then it stands as it was." in get(ann, promise)


def test_one_may_rather_talk_and_it_stands_as_it_was(
    ann: Player, ben: Player, promise: str
) -> None:
    post(ann, promise + "change/", {"words-it": "I write before."})
    answer(ben, promise, "talk")
    page = get(ann, promise)
    assert "Ben would like to talk about a change before it is made" in page
    assert "I write before." not in page


def test_a_proposal_can_be_taken_back_by_whoever_made_it(
    ann: Player, ben: Player, promise: str
) -> None:
    post(ann, promise + "change/", {"words-it": "I write before."})
    answer(ben, promise, "never-mind")
    assert "I write before." in get(ben, promise)
    answer(ann, promise, "never-mind")
    assert "I write before." not in get(ben, promise)


def test_nobody_agrees_to_what_they_have_not_read(ann: Player, ben: Player, promise: str) -> None:
    post(ann, promise + "change/", {"words-it": "I write before."})
    read = re.findall(r'name="proposal" value="([^"]+)"', ben.client.get(promise).content.decode())
    post(ann, promise + "change/", {"words-it": "I come when I come."})
    for said in ("fine", "talk"):
        post(ben, promise + "answer/", {"answer": said, "proposal": read[0]})
        post(ben, promise + "answer/", {"answer": said})
    page = get(ben, promise)
    assert "I call before I come late. Ann asks for a change I come when I come." in page
    assert "Until then it stands as it was." in page


def test_among_several_nobody_is_shown_who_has_agreed(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    home = f"/bonds/{family.pk}/promises/"
    post(ann, home, {"words-it": "I cook on Sundays."})
    promise = f"{home}{Keep.objects.get().pk}/"
    post(ann, promise + "change/", {"words-it": "I cook on Mondays."})
    before = get(cleo, promise), get(ann, promise)
    answer(ben, promise, "fine")
    assert (get(cleo, promise), get(ann, promise)) == before
    assert "You said that this is fine." in get(ben, promise)
    answer(cleo, promise, "fine")
    assert "Changed together" in get(ben, promise)


@pytest.fixture
def left_over(ann: Player, ben: Player, cleo: Player) -> str:
    """Ann asked for a change, Cleo finds it fine, and Ben left before he had answered."""
    family = bind(ann, ben, cleo, kind="family")
    home = f"/bonds/{family.pk}/promises/"
    post(ann, home, {"words-it": "I cook on Sundays."})
    promise = f"{home}{Keep.objects.get().pk}/"
    post(ann, promise + "change/", {"words-it": "I cook on Mondays."})
    answer(cleo, promise, "fine")
    for player in (ann, cleo):
        answer(player, promise, "holds")
        assert "There is nobody left to wait for." not in get(player, promise)
    assert "Changed together" not in get(ann, promise)
    leave(bond=family, member=member(family, ben), person=ben.person)
    return promise


@pytest.mark.parametrize("who", ["ann", "cleo"])
def test_a_change_can_still_hold_when_the_last_one_who_was_asked_has_left(
    ann: Player, cleo: Player, left_over: str, who: str
) -> None:
    for player in (ann, cleo):
        assert "There is nobody left to wait for. Make the change" in get(player, left_over)
    answer(ann if who == "ann" else cleo, left_over, "holds")
    for player in (ann, cleo):
        page = get(player, left_over)
        assert "Changed together. Before, it said: I cook on Sundays." in page
        assert "There is nobody left to wait for." not in page


def test_when_the_only_one_who_was_asked_has_left_it_can_hold_or_be_let_be(
    ann: Player, ben: Player, bond: Bond, promise: str
) -> None:
    post(ann, promise + "change/", {"words-it": "I write before."})
    leave(bond=bond, member=member(bond, ben), person=ben.person)
    assert "There is nobody left to wait for. Make the change Never mind" in get(ann, promise)
    answer(ann, promise, "never-mind")
    assert "I write before." not in get(ann, promise)
    post(ann, promise + "answer/", {"answer": "holds", "proposal": ""})
    assert "I call before I come late." in get(ann, promise)


def test_a_day_agreed_to_meanwhile_stays_when_it_is_reworded(
    ann: Player, ben: Player, bond: Bond, promise: str
) -> None:
    post(ann, promise + "change/", {"words-it": "I write before.", "choice-day": LATER})
    read = Keep.objects.get()
    answer(ben, promise, "fine")
    promises.reword(here=there(ann, bond), keep=read, words="I ring before.")
    assert str(Keep.objects.get().comes_up) == LATER


def test_a_day_agreed_to_meanwhile_stays_while_another_is_asked_for_or_let_be(
    ann: Player, ben: Player, bond: Bond, promise: str
) -> None:
    here, read = there(ann, bond), Keep.objects.get()
    post(ann, promise + "change/", {"words-it": "I write before.", "choice-day": LATER})
    answer(ben, promise, "fine")
    promises.propose(here=here, keep=read, words="I sing.", day=None)
    assert str(Keep.objects.get().comes_up) == LATER
    proposal = Keep.objects.get().body.open(ann.keyring)["proposal"]["id"]
    promises.withdraw(here=here, keep=read, proposal_id=proposal, talk=False)
    assert str(Keep.objects.get().comes_up) == LATER


def test_the_history_has_the_day_that_stood_there_just_before(ann: Player) -> None:
    alone = bind(ann, kind="family")
    here = there(ann, alone)
    read = promises.make(here=here, words="I read to you.", day=today(), id=uuid.uuid4())
    promises.propose(here=here, keep=read, words="I sing.", day=today() + timedelta(days=9))
    promises.propose(here=here, keep=read, words="I dance.", day=None)
    (found,) = promises.all_of(here)[0]
    assert [one.day for one in found.history] == [today(), today() + timedelta(days=9)]


def test_with_nobody_to_ask_a_change_holds_at_once(ann: Player) -> None:
    alone = bind(ann, kind="family")
    add_companion(bond=alone, name="Dot", keyring=ann.keyring)
    home = f"/bonds/{alone.pk}/promises/"
    post(ann, home, {"words-it": "I read to you."})
    promise = f"{home}{Keep.objects.get().pk}/"
    post(ann, promise + "change/", {"words-it": "I sing to you."})
    assert "Changed together. Before, it said: I read to you." in get(ann, promise)


def test_other_words_leave_the_earlier_ones_on_the_page(
    ann: Player, ben: Player, promise: str
) -> None:
    post(ann, promise + "words/", {"words-it": "I ring before I come late."})
    page = get(ben, promise)
    assert "I ring before I come late." in page
    assert "Ann put it in other words. Before, it said: I call before I come late." in page


def test_what_was_taken_back_while_the_other_read_it_is_gone_and_no_fault(
    ann: Player, ben: Player, bond: Bond, promise: str
) -> None:
    here, read = there(ben, bond), Keep.objects.get()
    post(ann, promise + "change/", {"words-it": "I write before."})
    proposal = Keep.objects.get().body.open(ann.keyring)["proposal"]["id"]
    post(ann, promise.replace("promises", "keeps") + "delete/")
    with pytest.raises(Http404):
        promises.agree(here=here, keep=read, proposal_id=proposal)
    Keep.objects.all().delete()
    with pytest.raises(Http404):
        promises.agree(here=here, keep=read, proposal_id=proposal)


@pytest.mark.parametrize("how_it_went", ["", "kept/"])
def test_it_can_be_taken_back_at_any_time(
    ann: Player, ben: Player, home: str, promise: str, how_it_went: str
) -> None:
    if how_it_went:
        post(ann, promise + how_it_went)
    post(ann, promise.replace("promises", "keeps") + "delete/")
    assert ben.client.get(promise).status_code == 404
    page = get(ben, home)
    assert "I call before I come late." not in page
    assert "was removed by its author." in page


def test_on_its_day_the_one_who_promised_is_reminded_alone(
    ann: Player, ben: Player, home: str
) -> None:
    post(ann, home, {"words-it": "I call the bank.", "choice-day": today().isoformat()})
    assert "I call the bank. You promised it for today." in get(ann, "/")
    assert "I call the bank." not in get(ben, "/")


def test_what_ben_promised_on_anns_phone_is_bens(ann: Player, ben: Player, bond: Bond) -> None:
    hooks.keep(
        kind="promise",
        entry_id=uuid.uuid4(),
        bond=bond,
        space=bond.id,
        by=id_of(ben, bond),
        words="I listen first.",
        keyring=ann.keyring,
        asked="What will you do?",
    )
    promise = f"/bonds/{bond.pk}/promises/{Keep.objects.get().pk}/"
    post(ann, promise + "kept/", status=404)
    assert "What will you do?" in get(ben, promise)
    post(ben, promise + "kept/")


def test_a_companions_is_told_of_by_whose_phone_it_was(ann: Player, ben: Player) -> None:
    family = bind(ann, ben, kind="family")
    dot = add_companion(bond=family, name="Dot", keyring=ann.keyring)
    keep_of(dot, ann, "promise", "I feed the cat.")
    promise = f"/bonds/{family.pk}/promises/{Keep.objects.get().pk}/"
    post(ben, promise + "kept/", status=404)
    assert "Dot promised" in get(ann, promise)
    post(ann, promise + "kept/")


def test_nothing_counts_them(ann: Player, ben: Player, home: str, promise: str) -> None:
    for number in range(3):
        post(ann, home, {"words-it": f"I do it, {'again ' * number}"})
        one = Keep.objects.latest("number")
        deed = "missed/" if number % 2 else "kept/"
        post(ann, f"{home}{one.pk}/{deed}", {"words-it": "No."})
    for player in (ann, ben):
        page = re.sub(r"\b\d{1,2} [A-Z][a-z]+( 20\d\d)?", "", get(player, home))
        assert not re.search(r"\d|%|rate|streak|broken|failed|overdue", page, re.I)


def test_the_nearest_day_stands_first(ann: Player, bond: Bond, home: str) -> None:
    for words, day in (("open end", ""), ("later", LATER), ("soon", SOON)):
        post(ann, home, {"words-it": words, "choice-day": day})
    still, _ = promises.all_of(there(ann, bond))
    assert [one.words for one in still] == ["soon", "later", "open end"]


def test_what_is_typed_is_kept_as_a_draft_until_it_is_sent(
    ann: Player, ben: Player, home: str
) -> None:
    draft = {"place": home, "title": "Something to keep", "words-it": "I will, maybe"}
    assert ann.client.post("/drafts/", draft, headers={"Sec-Fetch-Mode": "cors"}).status_code == 204
    assert "I will, maybe" in ann.client.get(home).content.decode()
    assert "I will, maybe" not in ben.client.get(home).content.decode()
    post(ann, home, {**draft, "words-it": "I will."})
    assert "I will, maybe" not in ann.client.get(home).content.decode()
