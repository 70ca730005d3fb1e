"""Earlier words of a keep: whoever can read it can read what it said before it was changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from nearer.vault.keyring import Keyring
from nearer.vault.models import Epoch
from nearer.vault.roster import Broken, Roster

from .models import Keep

FREE = ("words", "asked", "where")
"""What of a body is free text."""
OWN_HISTORY = "promise"
MOST = 20
"""Changes that are kept; after so many it can only be taken back."""


class Enough(Exception):
    """These words have been changed too often; the message says so kindly."""

    def __init__(self) -> None:
        super().__init__(
            f"These words have been changed {MOST} times, and each time is kept for the others. "
            "They can’t be changed once more. You can take them back, and write anew."
        )


@dataclass(frozen=True)
class Earlier:
    """Words that stood there before, and when they were written."""

    words: str
    at: datetime
    asked: str = ""
    where: str = ""


def earlier(body: Mapping[str, Any]) -> tuple[Earlier, ...]:
    """The earlier words in a body, the latest first."""
    found: Sequence[Mapping[str, Any]] = body.get("versions", [])
    return tuple(
        Earlier(
            one.get("words", ""), _moment(one["at"]), one.get("asked", ""), one.get("where", "")
        )
        for one in reversed(found)
    )


def changed_at(body: Mapping[str, Any]) -> datetime | None:
    """When it was last changed, where others can look up what it said before."""
    return _moment(body["changed"]) if body.get("versions") else None


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


def and_earlier(
    body: Mapping[str, Any], free: Mapping[str, Any], was: Mapping[str, Any]
) -> dict[str, Any]:
    """What joins a body when `free` text takes the place of what `was`. Raises `Enough`."""
    lost = {part: was.get(part, "") for part in free if free[part] != was.get(part, "")}
    if not lost:
        return {}
    before = body.get("versions", [])
    if len(before) >= MOST:
        raise Enough
    version = {**lost, "at": body.get("changed", body["at"])}
    return {"versions": [*before, version], "changed": timezone.now().isoformat()}


def kept_for(keep: Keep, body: Mapping[str, Any], more: Mapping[str, Any], keyring: Keyring) -> Any:
    """The same for a change to a keep. A promise has its own history, and what nobody else could
    read leaves nothing behind."""
    free = {part: more[part] for part in FREE if part in more}
    if body["kind"] == OWN_HISTORY or not could_read(keep, keyring):
        return {}
    return and_earlier(body, free, body)


def could_read(keep: Keep, keyring: Keyring) -> bool:
    """Whether somebody else who is in the bond now holds the key that a keep is sealed under."""
    if keep.bond is None or keep.space == keyring.person:
        return False
    epoch = Epoch.objects.filter(space=keep.space, number=keep.epoch).first()
    if epoch is None:
        return False
    try:
        holders = Roster.of(epoch).holders
    except Broken:
        return True
    others = keep.bond.members.present().people().exclude(person=keyring.person)
    return others.filter(person__in=list(holders)).exists()
