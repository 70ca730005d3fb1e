"""Rule 8: nobody changes or deletes the words of another, by any address and with any form; and
what its author changes or takes back leaves a trace that all can see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from nearer.growing.models import OwnPage
from nearer.keeps.models import Keep
from nearer.photos.models import Photo
from nearer.sittings.models import Draft, Entry
from tests.cast import PASSWORD, Player
from tests.trust import house as houses
from tests.trust.house import House, parameters
from tests.trust.visitor import forms_of

WORDS = "kxforged by another"
TYPED = ("it", "plan", "journal", "idea", "card", "share", "reflect", "inside", "notes", "learned")
GUESS: dict[str, Any] = {
    **{f"words-{name}": WORDS for name in TYPED},
    "choice-day": "2026-12-24", "choice-told": "", "name": WORDS, "do": "make", "state": "open",
    "answer": "fine", "knew": "yes", "calm": "yes", "favourite": "yes", "how": "all",
    "erase": "yes", "password_to_go_on": PASSWORD, "password_now": PASSWORD, "move": "answer",
}  # fmt: skip
WRITTEN = (Entry, Keep, Draft, OwnPage, Photo)


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def words_of(ann: Player) -> dict[tuple[str, Any], Any]:
    """Everything that Ann has written, opened with her keys."""
    found: dict[tuple[str, Any], Any] = {}
    for model in WRITTEN:
        for row in model.objects.filter(author=ann.id):
            body = row.body.open_or(ann.keyring, None)
            said = body.get("words") if isinstance(body, dict) and "words" in body else body
            found[model.__name__, row.pk] = str(said)
    return found


def forms(house: House, who: Player, names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each address with the forms that stand there, and with everything that might be one."""
    for name in names:
        path = house.path(name)
        yield path, GUESS
        page = who.client.get(path)
        if "html" in page.get("Content-Type", ""):
            for form in forms_of(page.content.decode()):
                if form.action and not form.action.startswith(("/exit", "/sign-out")):
                    yield form.action, {**form.filled(), **GUESS}


@pytest.mark.parametrize("role", ["other", "ben"])
def test_no_address_changes_what_another_wrote(house: House, role: str) -> None:
    ann = house.people["member"]
    who = house.ben if role == "ben" else house.people[role]
    before, sent = words_of(ann), 0
    assert len(before) > 10
    names = sorted(set(parameters()) - {"exit", "sign_out"})
    paths = {name: house.path(name) for name in names}
    for path, form in [(p, f) for p, f in forms(house, who, names)]:
        with transaction.atomic():
            who.client.post(path, form)
            after = words_of(ann)
            gone = {key: said for key, said in before.items() if after.get(key) != said}
            transaction.set_rollback(True)
        sent += 1
        assert gone == {}, path

    assert len(paths) > 100
    assert sent > 100


def test_the_author_does_change_them_so_the_comparison_has_eyes(house: House) -> None:
    ann = house.people["member"]
    before = words_of(ann)

    ann.client.post(house.path("promise_words"), {"words-it": "Otherwise"})

    assert words_of(ann) != before
