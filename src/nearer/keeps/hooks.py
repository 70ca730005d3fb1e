"""What sittings ask of the keeps: cards used, answers remembered, topics, favourites."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import seal
from nearer.bonds.models import Bond
from nearer.vault.keyring import Keyring

from . import keeping, notes
from .brought import brought
from .keeping import Kept
from .models import Keep

CARDS, OWN_CARDS = "cards used", "own cards"
LAST, FAVOURITES, PASSED, TOPIC = "last time", "favourites", "let pass", "topic"
MOST_PASSED = 200


def used_cards(space: uuid.UUID, keyring: Keyring) -> set[str]:
    """Ids of the cards that were drawn before in a bond, or by oneself."""
    pages = notes.everybodys(space, CARDS, keyring).values()
    return {card for page in pages for card in page.get("ids", [])}


def note_card(space: uuid.UUID, card: str, keyring: Keyring) -> None:
    """Remember that a card was drawn."""
    notes.tick(space, CARDS, keyring, card)


def own_cards(space: uuid.UUID, keyring: Keyring) -> list[dict[str, Any]]:
    """Cards that members wrote: [{id, text, depth}], everybody's."""
    pages = notes.everybodys(space, OWN_CARDS, keyring).values()
    return [card for page in pages for card in page.get("cards", [])]


def last_time(slug: str, bond: uuid.UUID | None, keyring: Keyring) -> dict[str, dict[str, Any]]:
    """My own answers of last time: step id -> {day: ISO 8601, data}."""
    return notes.mine(keyring.person, last_drawer(slug, bond), keyring)


def remember(
    slug: str,
    bond: uuid.UUID | None,
    step: str,
    data: Mapping[str, Any],
    day: date,
    keyring: Keyring,
) -> None:
    """Keep my own answer for next time, in my own vault."""
    answer = {"day": day.isoformat(), "data": dict(data)}
    place = last_drawer(slug, bond)
    notes.change(keyring.person, place, keyring, lambda page: {**page, step: answer})


def forget_answer(
    slug: str, bond: uuid.UUID | None, step: str, data: Mapping[str, Any], keyring: Keyring
) -> None:
    """What was remembered for next time goes where it is this answer."""

    def how(page: notes.Page) -> notes.Page | None:
        if page.get(step, {}).get("data") != dict(data):
            return page or None
        return {other: answer for other, answer in page.items() if other != step} or None

    notes.change(keyring.person, last_drawer(slug, bond), keyring, how)


def reword_answer(
    slug: str, bond: uuid.UUID | None, step: str, before: str, words: str, keyring: Keyring
) -> None:
    """What was remembered for next time changes with the answer."""

    def how(page: notes.Page) -> notes.Page | None:
        answer = page.get(step, {})
        if answer.get("data", {}).get("words") != before:
            return page or None
        return {**page, step: {**answer, "data": {**answer["data"], "words": words}}}

    notes.change(keyring.person, last_drawer(slug, bond), keyring, how)


def last_drawer(slug: str, bond: uuid.UUID | None) -> str:
    """Where my answers of last time lie in my vault."""
    return f"{LAST} {slug} {bond or ''}"


def topics(bond: uuid.UUID, keyring: Keyring) -> list[str]:
    """What I put aside for the next check-in of a bond, the oldest first. Mine alone."""
    return [kept.words for kept in topics_kept(bond, keyring)]


def topics_kept(bond: uuid.UUID, keyring: Keyring) -> list[Kept]:
    """The same, as they were kept."""
    rows = Keep.objects.own(topic_drawer(bond), keyring)
    return keeping.opened(rows, keyring)[::-1]


def topic_drawer(bond: uuid.UUID) -> str:
    """Where they lie in my vault."""
    return f"{TOPIC} {bond}"


def topics_used(bond: uuid.UUID, words: str, keyring: Keyring) -> None:
    """Those that were brought, in these words or nearly, are put away; the others go on waiting."""
    waiting = {topic.id: topic.words for topic in topics_kept(bond, keyring)}
    Keep.objects.filter(pk__in=brought(words, waiting), space=keyring.person).delete()


def keep(
    *,
    kind: str,
    entry_id: uuid.UUID,
    bond: Bond | None,
    space: uuid.UUID,
    by: str,
    words: str,
    keyring: Keyring,
    day: date | None = None,
    asked: str = "",
    device: uuid.UUID | None = None,
    only: Collection[uuid.UUID] | None = None,
) -> None:
    """Keep what somebody wrote in a sitting, once, for those who were in it.

    `device`: whose device it was written on, if not that of whoever makes it visible now. `only`:
    the people who may read it, where somebody stepped out before they could.
    """
    ids = kept_ids(entry_id, space, keyring)
    if Keep.objects.filter(pk__in=ids).exists():
        return
    more = {"asked": asked} if asked else {}
    if device is not None and device != keyring.person:
        more |= {"device": str(device), "phone": _place(bond, device)}
    keeping.keep(
        drawer=kind,
        id=ids[0],
        bond=bond,
        space=space,
        by=by,
        words=words,
        keyring=keyring,
        only=only,
        comes_up=day,
        more=more,
    )


def _place(bond: Bond | None, device: uuid.UUID) -> str:
    """Whose device it was, by their place in the bond: another account may come to it, or none."""
    member = bond.members.present().filter(person=device).first() if bond else None
    return str(member.pk if member else device)


def kept_ids(entry: uuid.UUID, space: uuid.UUID, keyring: Keyring) -> list[uuid.UUID]:
    """The ids that what is kept of an entry may have, the one to write first.

    Under the keys of the sitting, of which any two who were in it share one: a copy of the database
    must not tell what came out of which sitting.
    """
    macs = [seal.mac(key, "kept of", entry.bytes) for key in keyring.held(space)]
    return [uuid.UUID(bytes=mac[:16], version=5) for mac in macs]


def let_pass(sitting: uuid.UUID, keyring: Keyring) -> None:
    """Take an asking off my own list. Nobody else can tell."""
    notes.tick(keyring.person, PASSED, keyring, str(sitting), most=MOST_PASSED)


def passed(keyring: Keyring) -> set[str]:
    """Ids of the sittings that I let pass."""
    return set(notes.mine(keyring.person, PASSED, keyring).get("ids", []))


def favourites(keyring: Keyring) -> list[str]:
    """Slugs of my favourite practices, in the order in which they became so."""
    return list(notes.mine(keyring.person, FAVOURITES, keyring).get("slugs", []))


def favourite(slug: str, on: bool, keyring: Keyring) -> None:
    """Make a practice a favourite, or no longer."""
    notes.tick(keyring.person, FAVOURITES, keyring, slug, on=on, key="slugs")
