"""What gets in the way of closeness, and how somebody learned to show or hide what they feel."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from nearer.people import zone
from nearer.vault.keyring import Keyring

from . import own

FOLDER = Path(__file__).with_name("in_the_way")
LEARNED = Path(__file__).with_name("learned.toml")
ORDER = ("fear", "few-words", "old-wounds", "effortless", "no-time", "different-ways")


@dataclass(frozen=True)
class Sound:
    """A sentence that may sound like oneself."""

    id: str
    says: str


@dataclass(frozen=True)
class Barrier:
    """One thing that gets in the way. `practice` and `read` are where one can go from here."""

    slug: str
    title: str
    short: str
    body: tuple[str, ...]
    sounds: tuple[Sound, ...]
    helps: tuple[str, ...]
    practice: str
    read: str


@dataclass(frozen=True)
class Prompt:
    """Something to write about for oneself."""

    slug: str
    ask: str
    hint: str
    starts: tuple[str, ...]


@cache
def all_barriers() -> tuple[Barrier, ...]:
    """The six, in the order in which they are told."""
    return tuple(_barrier(FOLDER / f"{slug}.toml") for slug in ORDER)


def _barrier(path: Path) -> Barrier:
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    sounds = tuple(Sound(**one) for one in words.pop("sound"))
    lists: dict[str, Any] = {key: tuple(words.pop(key)) for key in ("body", "helps")}
    return Barrier(slug=path.stem, sounds=sounds, **lists, **words)


def barrier(slug: str) -> Barrier | None:
    """One of the six, or None."""
    return next((one for one in all_barriers() if one.slug == slug), None)


@cache
def all_prompts() -> tuple[Prompt, ...]:
    """What there is to write about, from childhood on."""
    told = tomllib.loads(LEARNED.read_text(encoding="utf-8"))["prompt"]
    return tuple(Prompt(**{**one, "starts": tuple(one.get("starts", []))}) for one in told)


def prompt(slug: str) -> Prompt | None:
    """One prompt, or None."""
    return next((one for one in all_prompts() if one.slug == slug), None)


def _about_barrier(slug: str) -> str:
    return f"in the way: {slug}"


def _about_prompt(slug: str) -> str:
    return f"learned: {slug}"


def ticked(barrier: Barrier, keyring: Keyring) -> list[str]:
    """Ids of the sentences that somebody said sound like them."""
    found = own.find(about=_about_barrier(barrier.slug), keyring=keyring).get("sounds", [])
    return [sound.id for sound in barrier.sounds if sound.id in found]


def tick(*, barrier: Barrier, sounds: Collection[str], keyring: Keyring) -> None:
    """Keep which sentences sound like oneself; none of them leaves no trace."""
    about = _about_barrier(barrier.slug)
    known = [sound.id for sound in barrier.sounds if sound.id in sounds]
    if known:
        id = own.id_of(about, keyring)
        own.keep(about=about, body={"sounds": known}, keyring=keyring, id=id)
    else:
        own.forget_all(about=about, keyring=keyring)


def written(prompt: Prompt, keyring: Keyring) -> Mapping[str, str]:
    """What somebody wrote, {words, day}; nothing where there is nothing."""
    return own.find(about=_about_prompt(prompt.slug), keyring=keyring)


def written_days(keyring: Keyring) -> dict[str, date]:
    """Prompts that somebody has written about, and when last."""
    return {
        str(kept.body["about"]).removeprefix("learned: "): date.fromisoformat(kept.body["day"])
        for kept in own.all_of(keyring)
        if kept.body and str(kept.body["about"]).startswith("learned: ")
    }


def write(*, prompt: Prompt, words: str, keyring: Keyring) -> None:
    """Keep what somebody wrote, in place of what stood there."""
    about, day = _about_prompt(prompt.slug), zone.today(keyring).isoformat()
    id = own.id_of(about, keyring)
    own.keep(about=about, body={"words": words, "day": day}, keyring=keyring, id=id)


def unwrite(*, prompt: Prompt, keyring: Keyring) -> None:
    """Delete what somebody wrote."""
    own.forget_all(about=_about_prompt(prompt.slug), keyring=keyring)
