"""The little things: what we know of each other, and whether we still know it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo

from nearer.people import zone
from nearer.vault.keyring import Keyring

from . import keeping, notes
from .here import Here
from .keeping import Kept
from .models import Keep

DRAWER = "little"
NOTES = "little things"
KNEW, FORGOT = timedelta(days=30), timedelta(days=7)


@dataclass(frozen=True)
class Little:
    """One little thing. `asked` is the question that it answers, where there is one."""

    id: uuid.UUID
    about: str
    by: str
    asked: str
    words: str
    mine: bool
    kept: Kept = field(compare=False)


def shown(here: Here, kept: Kept) -> Little:
    """A little thing out of what was kept."""
    about = here.name(about_whom(kept))
    return Little(
        kept.id,
        about,
        here.name(kept.by),
        kept.body.get("asked", ""),
        kept.words,
        here.is_mine(kept),
        kept,
    )


def about_whom(kept: Kept) -> str:
    """Whom it is about; what somebody says in a sitting is about themselves."""
    return str(kept.body.get("about") or kept.by)


def by_name(here: Here, kept: Iterable[Kept]) -> dict[str, list[Little]]:
    """Everything we know, by the name of whom it is about, those who are here first."""
    found = {here.name(member): list[Little]() for member in here.names}
    for each in kept:
        one = shown(here, each)
        found.setdefault(one.about, []).append(one)
    return {name: things for name, things in found.items() if things}


def add(*, here: Here, about: str, asked: str, words: str, id: uuid.UUID) -> Keep:
    """Keep a little thing about a member."""
    more = {"about": about, "asked": asked}
    return here.keep(DRAWER, words, id=uuid.uuid5(id, DRAWER), more=more)


def change(*, here: Here, keep: Keep, about: str, asked: str, words: str) -> None:
    """Put it right."""
    keeping.change(
        keep=keep, keyring=here.keyring, comes_up=None, about=about, asked=asked, words=words
    )


def question(here: Here, kept: Iterable[Kept]) -> Little | None:
    """What to ask me today: what has waited longest, about somebody else who is here; or None."""
    now, clock = zone.today(here.keyring), zone.zone_of(here.keyring)
    present = [one for one in kept if about_whom(one) in here.present]
    one = first_due(present, here.me, again(here.keyring), now, clock)
    return shown(here, one) if one else None


def again(keyring: Keyring) -> dict[str, str]:
    """When I am to be asked again: keep -> day (ISO 8601)."""
    return notes.mine(keyring.person, NOTES, keyring)


def first_due(
    kept: Iterable[Kept], me: str, when: Mapping[str, str], day: date, clock: tzinfo = UTC
) -> Kept | None:
    """The first to be asked by this day of the `clock`."""
    due = [
        (when.get(str(one.id)) or _first(one, me, clock), str(one.id), one)
        for one in kept
        if one.body.get("asked") and about_whom(one) != me
    ]
    due = [each for each in due if each[0] <= day.isoformat()]
    return min(due, key=lambda each: each[:2])[2] if due else None


def _first(one: Kept, me: str, clock: tzinfo) -> str:
    """What somebody wrote down themselves need not be asked of them the same week."""
    on = datetime.fromisoformat(one.body["at"]).astimezone(clock).date()
    return (on + FORGOT if one.by == me else on).isoformat()


def ask_again(*, keep: Keep, knew: bool, keyring: Keyring) -> None:
    """Come back to it in a month, or in a week. Only I know which."""
    day = (zone.today(keyring) + (KNEW if knew else FORGOT)).isoformat()
    notes.change(keyring.person, NOTES, keyring, lambda page: {**page, str(keep.pk): day})
