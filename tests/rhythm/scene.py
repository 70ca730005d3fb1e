"""Small helps: letting things come round by the forms, and what the server knows then."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.people import zone
from nearer.reminders import actions as reminders
from nearer.reminders.models import Notice, Round
from nearer.reminders.rule import Rule
from nearer.rhythm import page
from nearer.rhythm.page import Comes
from tests.cast import PASSWORD, Player, device

NOON = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
"""A Sunday."""


def utc(day: int, hour: int, minute: int = 0, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def comes_in(player: Player) -> None:
    """Sign in, as at the beginning of every visit."""
    player.client.post("/sign-in/", {"email": player.email, "password": PASSWORD})


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime, *players: Player) -> None:
    """It is this moment, and these people are signed in."""
    monkeypatch.setattr(timezone, "now", lambda: moment)
    for player in players:
        player.token, player.client = device(player.keyring)


def lives_in(player: Player, name: str) -> None:
    assert zone.choose(person=player.person, keyring=player.keyring, name=name)


def comes_round(
    player: Player, bond: Bond | None, what: str = "sharing", status: int = 302, **form: Any
) -> Any:
    """Send the form; returns the answer. Names have underscores for hyphens."""
    where = str(bond.pk) if bond else "alone"
    fields = {"choice-what": what, "choice-how": "daily", "choice-tell": "yes"}
    fields |= {name.replace("_", "-"): value for name, value in form.items()}
    answer = player.client.post(f"/rhythm/add/?bond={where}", fields)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def rows(player: Player) -> tuple[Comes, ...]:
    return page.read(player.keyring).comes


def rule(player: Player) -> Rule | None:
    """What the server knows of somebody's days."""
    return reminders.standing(person=player.id).rule


def notices(player: Player) -> list[datetime]:
    """The moments that were asked for, the nearest first."""
    return [row.due for row in Notice.objects.of(player.id).order_by("due") if row.due]


def nothing_is_known(player: Player) -> bool:
    due = Round.objects.of(player.id).exclude(due=None)
    return not Notice.objects.of(player.id).exists() and not due.exists()


def today(player: Player) -> str:
    """What somebody's first page says."""
    main = player.client.get("/").content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())
