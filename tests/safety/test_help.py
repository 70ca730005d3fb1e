"""The help page, its numbers, and the notes somebody takes along."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from nearer.growing.models import OwnPage
from nearer.safety.lines import all_countries
from nearer.sittings.models import Draft
from tests.cast import Player
from tests.trust import tables

pytestmark = pytest.mark.django_db

WORDS = "On Tuesday he took my keys. What can I do about the flat?"


def text_of(client: Client, path: str) -> str:
    page = str(client.get(path).content, "utf-8").split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_danger_now_comes_before_everything_else(client: Client) -> None:
    for path in ("/help/", "/help/?country=us"):
        assert text_of(client, path).index("In danger now") < 60

    assert "ring 911" in text_of(client, "/help/?country=us")


@pytest.mark.parametrize("one", all_countries(), ids=lambda one: one.code)
def test_each_country_shows_all_of_its_numbers_and_where_they_are_from(
    client: Client, one: object
) -> None:
    page = text_of(client, f"/help/?country={one.code}")  # type: ignore[attr-defined]

    for line in one.lines:  # type: ignore[attr-defined]
        assert line.name in page
        assert line.number in page
        assert line.unchecked in page
    assert "findahelpline.com" in page
    assert "Nobody has tried them for this page" in page


@pytest.mark.parametrize("said", ["other", "xx", "../etc", "%00", "de&country=xx"])
def test_an_unknown_country_gets_a_directory_and_no_guess(client: Client, said: str) -> None:
    page = text_of(client, f"/help/?country={said}")

    assert "we do not guess" in page
    assert "findahelpline.com" in page
    assert "emergency number of the place where you are" in page
    assert "tel:" not in str(client.get(f"/help/?country={said}").content)


def test_whoever_chooses_no_country_is_told_nothing_about_it(client: Client) -> None:
    assert text_of(client, "/help/?country=") == text_of(client, "/help/")


def test_the_country_is_kept_nowhere(ann: Player) -> None:
    but = {"vault_signedin": {"last_used"}}
    before = tables.fingerprint(but=but)

    ann.client.get("/help/?country=nz")

    assert tables.fingerprint(but=but) == before
    assert "Women’s Refuge" not in text_of(ann.client, "/help/")


def test_signed_in_or_not_it_tells_the_same(client: Client, ann: Player) -> None:
    signed_in = text_of(ann.client, "/help/?country=gb")

    assert set(text_of(client, "/help/?country=gb").split()) - set(signed_in.split()) <= {
        "You,", "Where", "you", "are", "signed", "in.",
    }  # fmt: skip


def test_notes_are_kept_changed_and_deleted(ann: Player) -> None:
    kept = ann.client.post("/help/notes/", {"words-notes": WORDS}, follow=True)
    assert "Kept, for your eyes only" in str(kept.content, "utf-8")
    assert WORDS in text_of(ann.client, "/help/notes/")

    ann.client.post("/help/notes/", {"words-notes": "Less."})
    assert WORDS not in text_of(ann.client, "/help/notes/")
    assert OwnPage.objects.of(ann.id).count() == 1

    ann.client.post("/help/notes/delete/")
    assert "Less." not in text_of(ann.client, "/help/notes/")
    assert not OwnPage.objects.exists()


def test_notes_belong_to_one_person(ann: Player, ben: Player) -> None:
    ann.client.post("/help/notes/", {"words-notes": WORDS})

    assert WORDS not in text_of(ben.client, "/help/notes/")
    ben.client.post("/help/notes/delete/")
    assert WORDS in text_of(ann.client, "/help/notes/")


def test_a_draft_of_the_notes_waits_and_goes_with_them(ann: Player) -> None:
    draft = {"place": "/help/notes/", "title": "Something for yourself", "words-notes": WORDS}
    assert ann.client.post("/drafts/", draft).status_code < 400
    assert WORDS in text_of(ann.client, "/help/notes/")

    ann.client.post("/help/notes/", {"words-notes": WORDS})
    assert not Draft.objects.exists()


def test_nothing_written_is_not_kept(ann: Player) -> None:
    assert ann.client.post("/help/notes/", {"words-notes": "  "}).status_code == 422
    assert not OwnPage.objects.exists()


def test_the_database_does_not_tell_notes_for_help_from_other_pages(ann: Player) -> None:
    """Whoever runs the server may be the one somebody needs help against."""
    ann.client.post("/help/notes/", {"words-notes": "x"})
    ann.client.post("/in-the-way/fear/", {"choice-sounds": ["none"]})
    names = {name for name in tables.names() if "note" in name or "help" in name}

    assert {name for name in names if not name.startswith("keeps_")} == set()
    row = tables.rows("growing_ownpage")[0]
    assert WORDS not in repr(row)
    assert "notes" not in repr(row)
