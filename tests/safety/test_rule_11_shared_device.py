"""Rule 11: on a device that others use. Titles and icons tell nothing, it locks after half an hour,
and signing out leaves nothing behind."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings

from nearer.practices import shelf
from tests.safety.every_page import Page, pages
from tests.trust import house as houses
from tests.trust.house import CANARIES, House, body

TITLE = re.compile(r"<title>(.*?)</title>", re.S)
TELLING = {"love", "sex", "fight", "danger", "violence", "hurt", "afraid", "pause", "closeness"}


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def telling(page: Page) -> str:
    """The title, if it tells who somebody is with or what they do."""
    found = TITLE.search(page.text)
    title = unescape(found[1]).strip() if found else ""
    if not title.startswith("Nearer · ") or len(title) > 40:
        return f"{page.name}: {title}"
    names = [word for word, _ in CANARIES.values()] + ["Ann", "Ben", "Cleo"]
    names += [script.title for script in shelf.all()]
    tail = title.removeprefix("Nearer · ")
    words = set(re.findall(r"[a-z]+", tail.lower()))
    bad = any(name in tail for name in names) or words & TELLING
    return f"{page.name}: {title}" if bad else ""


def test_no_title_tells_what_is_open(house: House) -> None:
    assert [told for page in pages(house) if (told := telling(page))] == []


@pytest.mark.parametrize("title", ["Us two", "Nearer · With Ben", "Nearer · A fight", ""])
def test_a_telling_title_would_be_noticed(title: str) -> None:
    assert telling(Page("bond", "member", f"<html><title>{title}</title>"))


def test_it_locks_after_half_an_hour() -> None:
    assert settings.IDLE_MINUTES == 30


def test_signing_out_leaves_nothing_behind(house: House) -> None:
    ann = house.client("member")
    answer = ann.post("/sign-out/", secure=True)

    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert answer["Cache-Control"] == "no-store"
    page = body(ann.get("/sign-in/"))
    assert [word for word, _ in CANARIES.values() if word in page] == []
    assert "Ann" not in page
    assert "ann@example.org" not in page


def test_no_page_is_kept_by_the_browser(house: House) -> None:
    for name in ("today", "bond", "sitting", "journal", "help", "safety"):
        answer = house.client("member").get(house.path(name))
        assert answer["Cache-Control"] == "no-store", name
