"""Forms and drafts: nothing typed is lost, nothing sent counts twice."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from nearer.bonds.models import Bond
from nearer.sittings import drafts
from nearer.sittings.models import Draft, Entry, Sitting
from tests.cast import Player, say, sit
from tests.sittings.pages import fields

LONG = "word " * 50_000


def begin_address(bond: Bond, practice: str = "sharing") -> str:
    return f"/begin/{practice}/?bond={bond.pk}&way=apart"


def share(client: Client, bond: Bond, **more: Any) -> Any:
    address = begin_address(bond)
    hidden = fields(client.get(address).content.decode())
    data = {**hidden, "words-share": "Hello", "choice-wish": "listen", **more}
    return client.post(address, data)


def test_a_share_begins_a_sitting(ann: Player, ben: Player, bond: Bond) -> None:
    response = share(ann.client, bond)
    sitting = Sitting.objects.get()
    assert response.headers["Location"] == f"/sittings/{sitting.pk}/#now"
    assert "would like to tell you" in ben.client.get("/").content.decode()


def test_the_same_form_twice_is_one_sitting(ann: Player, bond: Bond) -> None:
    address = begin_address(bond)
    hidden = fields(ann.client.get(address).content.decode())
    data = {**hidden, "words-share": "Hello", "choice-wish": "listen"}
    first = ann.client.post(address, data)
    second = ann.client.post(address, data)
    assert first.headers["Location"] == second.headers["Location"]
    assert Sitting.objects.count() == 1
    assert Entry.objects.count() == 5


def test_the_same_answer_twice_is_one_entry(ann: Player, ben: Player, bond: Bond) -> None:
    share(ann.client, bond)
    sitting = Sitting.objects.get()
    page = ben.client.get(f"/sittings/{sitting.pk}/").content.decode()
    data = {**fields(page), "ready": "now"}
    before = Entry.objects.count()
    for _ in range(2):
        answer = ben.client.post(f"/sittings/{sitting.pk}/add/", data)
        assert answer.status_code == 302
    assert Entry.objects.count() == before + 1


def test_what_is_missing_is_said_and_the_words_stay(ann: Player, bond: Bond) -> None:
    response = share(ann.client, bond, **{"choice-wish": [], "words-share": "Only this"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Only this" in page
    assert not Sitting.objects.exists()


def test_two_hundred_thousand_characters_come_back_with_kind_words(ann: Player, bond: Bond) -> None:
    response = share(ann.client, bond, **{"words-share": LONG})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Nothing is lost" in page
    assert LONG.strip() in page


@pytest.mark.parametrize(
    "words", ["🫶🏽 " * 30, "שלום, מה שלומך?", "a\u202eb\u2066c", "tab\tand\nline", "<b>&amp;</b>"]
)
def test_every_script_is_kept_as_it_was_typed(ann: Player, bond: Bond, words: str) -> None:
    share(ann.client, bond, **{"words-share": words})
    row = Entry.objects.get(seq=1)
    assert row.body.open(ann.keyring)["data"]["words"] == words


def test_control_characters_are_taken_out(ann: Player, bond: Bond) -> None:
    share(ann.client, bond, **{"words-share": "a\x00b\x07c"})
    assert Entry.objects.get(seq=1).body.open(ann.keyring)["data"]["words"] == "abc"


def test_a_step_that_moved_on_gives_the_words_back(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "small-moment")
    page = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    hidden = fields(page)
    say(ann, sitting, "what", {"choices": "low"})
    say(ann, sitting, "line", {"words": "first"})
    data = {**hidden, "choice-what": "low", "words-line": "second thoughts"}
    response = ann.client.post(f"/sittings/{sitting.pk}/add/", data)
    assert response.status_code == 409
    assert "second thoughts" in response.content.decode()


def test_a_draft_is_found_again_in_its_form(ann: Player, ben: Player, bond: Bond) -> None:
    address = begin_address(bond)
    hidden = fields(ann.client.get(address).content.decode())
    data = {
        **hidden,
        "words-share": "not yet for you",
        "feeling": ["afraid"],
        "strength-afraid": "3",
    }
    kept = ann.client.post("/drafts/", data, headers={"Sec-Fetch-Mode": "cors"})
    assert kept.status_code == 204
    page = ann.client.get(address).content.decode()
    assert "not yet for you" in page
    assert re.search(r'value="afraid" checked', page)
    assert "Go on writing" in ann.client.get("/").content.decode()
    assert "not yet for you" not in ben.client.get("/").content.decode()


def test_sending_forgets_the_draft(ann: Player, bond: Bond) -> None:
    address = begin_address(bond)
    hidden = fields(ann.client.get(address).content.decode())
    data = {**hidden, "words-share": "now it goes", "choice-wish": "listen"}
    ann.client.post("/drafts/", data)
    assert Draft.objects.count() == 1
    ann.client.post(address, data)
    assert not Draft.objects.exists()


def test_an_emptied_form_is_no_draft(ann: Player) -> None:
    drafts.keep(place="/x/", title="", fields={"words-a": ["something"]}, keyring=ann.keyring)
    drafts.keep(place="/x/", title="", fields={"words-a": ["  "]}, keyring=ann.keyring)
    assert not Draft.objects.exists()


def test_a_draft_leads_nowhere_else(ann: Player) -> None:
    for place in ("https://evil.example/", "//evil.example/", "relative"):
        response = ann.client.post("/drafts/", {"place": place, "words-a": "x"})
        assert response.status_code == 400
    assert not Draft.objects.exists()


def test_nobody_discards_the_draft_of_another(ann: Player, ben: Player) -> None:
    drafts.keep(place="/x/", title="", fields={"words-a": ["mine"]}, keyring=ann.keyring)
    row = Draft.objects.get()
    assert ben.client.post(f"/drafts/{row.pk}/discard/").status_code == 404
    assert ann.client.post(f"/drafts/{row.pk}/discard/").status_code == 302
    assert not Draft.objects.exists()


def test_the_form_of_another_person_takes_nothing(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    share(ann.client, bond)
    sitting = Sitting.objects.get()
    page = ben.client.get(f"/sittings/{sitting.pk}/").content.decode()
    data = {**fields(page), "ready": "now"}
    before = Entry.objects.count()
    assert cleo.client.post(f"/sittings/{sitting.pk}/add/", data).status_code == 404
    assert ann.client.post(f"/sittings/{sitting.pk}/add/", data).status_code == 409
    assert Entry.objects.count() == before


def test_a_form_id_of_nonsense_does_no_harm(ann: Player, bond: Bond) -> None:
    assert share(ann.client, bond, form="not an id").status_code == 302
    assert share(ann.client, bond, form=str(uuid.uuid4())).status_code == 302
    assert Sitting.objects.count() == 2
