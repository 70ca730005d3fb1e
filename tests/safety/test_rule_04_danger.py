"""Rule 4: where words sound like danger the coach stops coaching, and the writer alone is shown
where there is help. It is stored nowhere, logged nowhere, and told to nobody. How many it finds is
in tests/coach/test_danger.py, on a thousand labelled sentences."""

from __future__ import annotations

import json
import logging
import random
from pathlib import Path
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.safety.logs import WordlessFormatter
from nearer.sittings.models import Sitting
from tests.cast import Player, say
from tests.full import FULL
from tests.sittings.pages import fields
from tests.trust import tables
from tests.trust.house import body, normal

LABELLED = Path(__file__).parents[1] / "coach" / "danger_sentences.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LABELLED.read_text("utf-8").splitlines()]
DRAWN = random.Random(4)
MANY = 400 if FULL else 24
OUTRIGHT = DRAWN.sample([row["text"] for row in ROWS if row["explicit"]], MANY)
ORDINARY = DRAWN.sample([row["text"] for row in ROWS if row["kind"] == "none"], min(MANY, 100))
HELP = "somebody to talk to now"
COACHING = 'class="note note--'


def share(player: Player, bond: Bond, words: str) -> Sitting:
    address = f"/begin/sharing/?bond={bond.pk}&way=apart"
    hidden = fields(player.client.get(address).content.decode())
    sent = player.client.post(address, {**hidden, "words-share": words, "choice-wish": "listen"})
    assert sent.status_code == 302
    return Sitting.objects.get(pk=sent.headers["Location"].split("/sittings/")[1][:36])


def shape() -> dict[str, list[tuple[int, ...]]]:
    """How many rows there are, and how long each of their values is."""
    return {
        name: sorted(
            tuple(len(v) if isinstance(v, bytes) else 0 for v in row.values()) for row in rows
        )
        for name, rows in tables.dump().items()
    }


class Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Said:
    handler = Said()
    for name in ("", "django", "nearer", "coach"):
        logger = logging.getLogger(name)
        monkeypatch.setattr(logger, "handlers", [handler])
        monkeypatch.setattr(logger, "level", logging.DEBUG)
    return handler


def test_each_is_answered_with_help_for_the_writer_alone(
    ann: Player, ben: Player, bond: Bond, said: Said
) -> None:
    missed = []
    for words in OUTRIGHT:
        sitting = share(ann, bond, words)
        hers = body(ann.client.get(f"/sittings/{sitting.pk}/"))
        missed += [words] if HELP not in hers else []
        assert COACHING not in hers
        say(ben, sitting, "ready", {"when": "now"})
        his = body(ben.client.get(f"/sittings/{sitting.pk}/"))
        assert HELP not in his
        told = [line for line in said.lines if words in line or "danger" in line.lower()]
        assert told == []
        sitting.delete()

    assert len(missed) <= len(OUTRIGHT) // 20, missed


def test_ordinary_words_bring_up_nothing(ann: Player, bond: Bond) -> None:
    """Otherwise the note would mean nothing, and the sharing of all would be disturbed."""
    alarms = []
    for words in ORDINARY:
        sitting = share(ann, bond, words)
        alarms += [words] if HELP in body(ann.client.get(f"/sittings/{sitting.pk}/")) else []
        sitting.delete()

    assert len(alarms) <= len(ORDINARY) // 20, alarms


def test_the_database_is_the_same_with_it_and_without(ann: Player, bond: Bond) -> None:
    """A dangerous sentence and an ordinary one of one length leave rows of the same shape, and
    reading the page again, with the note on it, changes nothing."""
    seen = []
    for words in ("I want to kill myself tonight.", "I want to bake a cake tonight."):
        sitting = share(ann, bond, words)
        seen.append(shape())
        but = {"vault_signedin": {"last_used"}}
        before = tables.fingerprint(but=but)
        page = body(ann.client.get(f"/sittings/{sitting.pk}/"))
        assert (HELP in page) == ("kill" in words)
        assert tables.fingerprint(but=but) == before
        sitting.delete()

    assert seen[0] == seen[1]


def test_what_the_other_sees_does_not_tell_that_there_was_a_note(
    ann: Player, ben: Player, bond: Bond
) -> None:
    pages = []
    for words in ("I want to kill myself tonight.", "I want to bake a cake tonight."):
        sitting = share(ann, bond, words)
        ann.client.get(f"/sittings/{sitting.pk}/")
        before = [normal(ben.client.get(p)) for p in ("/", f"/bonds/{bond.pk}/")]
        say(ben, sitting, "ready", {"when": "now"})
        page = normal(ben.client.get(f"/sittings/{sitting.pk}/")).replace(words, "WORDS")
        pages.append([*before, page])
        sitting.delete()

    assert pages[0] == pages[1]


def test_it_can_be_put_away_and_blocks_nothing(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = share(ann, bond, "I want to kill myself tonight.")

    assert Sitting.objects.filter(pk=sitting.pk).exists(), "it was sent as any other"
    say(ben, sitting, "ready", {"when": "now"})
    assert "kill myself" in body(ben.client.get(f"/sittings/{sitting.pk}/"))


def test_a_line_of_the_real_log_holds_no_words() -> None:
    record = logging.LogRecord("coach", logging.INFO, "x", 1, "I want to %s", ("die",), None)

    assert "die" not in WordlessFormatter().format(record)
