"""Questions left for one another: for one member, seen by the two alone, and so is the answer."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from nearer.practices import decks
from nearer.practices.decks import Card
from nearer.vault.keyring import Keyring

from . import keeping, notes
from .here import Here
from .journal import JOURNAL
from .keeping import Kept
from .models import Keep

PROMPT, ASIDE = "prompt", "prompts put aside"
FRESH = timedelta(days=3)
"""For so long a question is mentioned on Today; on the journal's page it stays."""
MOST_ASIDE = 300


@dataclass(frozen=True)
class Prompt:
    """A question that a member left for another. Both are members."""

    id: uuid.UUID
    words: str
    by: str
    to: str
    at: datetime
    kept: Kept


def _prompt(kept: Kept) -> Prompt:
    at = datetime.fromisoformat(kept.body["at"])
    return Prompt(kept.id, kept.words, kept.by, kept.body.get("to", ""), at, kept)


def _answer_id(prompt: Kept) -> uuid.UUID:
    # Drawn by chance and sealed: worked out of the question's id, it would tell whoever has a copy
    # of the database which row is a question, and which the answer to it.
    return uuid.UUID(prompt.body["answer"])


def open_in(here: Here) -> list[Prompt]:
    """Questions without an answer that I left, or that were left for me."""
    found = [_prompt(kept) for kept in here.drawer(PROMPT)]
    mine = [one for one in found if here.me in (one.by, one.to) and one.by in here.people]
    waiting = _waiting(mine, here.keyring)
    aside = _aside(here.keyring)
    return [one for one in waiting if one.by == here.me or str(one.id) not in aside]


def _waiting(found: list[Prompt], keyring: Keyring) -> list[Prompt]:
    """Those without an answer."""
    answers = Keep.objects.openable(keyring).filter(pk__in=[_answer_id(one.kept) for one in found])
    answered = set(answers.values_list("pk", flat=True)) if found else set()
    return [one for one in found if _answer_id(one.kept) not in answered]


def _aside(keyring: Keyring) -> set[str]:
    return set(notes.mine(keyring.person, ASIDE, keyring).get("ids", []))


def find(here: Here, id: uuid.UUID) -> tuple[Keep, Prompt] | None:
    """A question that is still open between me and another, as its row and opened."""
    prompt = next((one for one in open_in(here) if one.id == id), None)
    return (Keep.objects.get(pk=id), prompt) if prompt else None


def leave(*, here: Here, id: uuid.UUID, to: str, words: str) -> Keep:
    """Leave a question for one member. Nobody else of the bond holds the key to it."""
    more = {"to": to, "answer": str(uuid.uuid5(uuid.uuid4(), "answer"))}
    return here.keep(PROMPT, words, id=id, only=[here.people[to]], more=more)


def answer(*, here: Here, prompt: Prompt, words: str) -> None:
    """Answer into the bond's journal, for the two alone."""
    here.keep(
        JOURNAL,
        words,
        id=_answer_id(prompt.kept),
        only=[here.people[prompt.by]],
        more={"asked": prompt.words},
    )


def is_answered(*, here: Here, id: uuid.UUID, words: str) -> bool:
    """Whether I have answered a question in these very words: a form sent twice counts once."""
    asked = [one for one in here.drawer(PROMPT) if one.id == id]
    rows = Keep.objects.in_bond(here.bond, JOURNAL, here.keyring)
    found = keeping.opened(rows.filter(pk__in=[_answer_id(one) for one in asked]), here.keyring)
    return any(one.by == here.me and one.words == words for one in found)


def put_aside(*, here: Here, id: uuid.UUID) -> None:
    """Not this one. Only I know; whoever asked cannot tell it from no answer yet."""
    notes.tick(here.keyring.person, ASIDE, here.keyring, str(id), most=MOST_ASIDE)


def questions(kind: str) -> list[Card]:
    """Questions to leave for somebody in a bond of this kind."""
    return [card for deck in decks.of_kind("prompts", kind) for card in deck.cards]


def lately(
    opened: Iterable[tuple[uuid.UUID, Kept]], me: Mapping[uuid.UUID, str], keyring: Keyring
) -> list[tuple[uuid.UUID, Prompt]]:
    """Questions left for me within the last days, each with its bond, to be mentioned on Today.

    `opened`: this drawer of several bonds; `me`: who I am in each.
    """
    since = timezone.now() - FRESH
    found = [(bond, _prompt(kept)) for bond, kept in opened]
    mine = {one.id: bond for bond, one in found if one.to == me[bond] and one.at > since}
    if not mine:
        return []
    waiting = _waiting([one for _, one in found if one.id in mine], keyring)
    aside = _aside(keyring)
    return [(mine[one.id], one) for one in waiting if str(one.id) not in aside]
