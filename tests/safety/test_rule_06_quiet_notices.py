"""Rule 6: a notice says one thing, the same to everybody, whatever it is for: no name, no word, no
practice, neither in what is shown nor in what is sent. Nothing comes unless it was asked for."""

from __future__ import annotations

import ast
import re

from nearer.reminders import actions, wording
from nearer.reminders.models import Channel, Notice, Round
from tests.cast import Player, bind, say, sit
from tests.trust.house import body
from tools.house import ROOT

REMINDERS = ROOT / "src" / "nearer" / "reminders"
TELLING = re.compile(
    r"partner|love|bond|together|ann\b|ben\b|share|letter|waiting|misses|reply|fight|practice", re.I
)


def texts() -> list[str]:
    """Everything that a notice can ever say."""
    return [wording.TITLE, wording.BODY, wording.TAG, wording.mail_body()]


def test_what_it_says_is_neutral() -> None:
    assert [text for text in texts() if TELLING.search(text)] == []
    assert [text for text in texts() if "{" in text or "%" in text] == []


def test_a_telling_one_would_be_noticed() -> None:
    assert TELLING.search("Ann waits for your reply")


def test_what_is_sent_to_a_browser_says_nothing_and_is_as_long_for_all() -> None:
    assert wording.PUSHED.strip() == b"{}"
    assert len(wording.PUSHED) == 512


def test_nothing_that_sends_gets_a_word_from_outside() -> None:
    """Whoever asks for a notice gives a person, a moment and an id; there is no place for words."""
    tree = ast.parse((REMINDERS / "actions.py").read_text(encoding="utf-8"))
    ask = next(f for f in tree.body if isinstance(f, ast.FunctionDef) and f.name == "ask")
    assert {one.arg for one in ask.args.kwonlyargs} == {"person", "at", "id"}
    for name in ("mailing.py", "pushing.py"):
        code = (REMINDERS / name).read_text(encoding="utf-8")
        assert "wording." in code
        assert not re.search(r"from nearer\.(bonds|people|sittings|keeps|vault)", code), name


def test_it_shows_the_same_words_on_the_locked_screen(ann: Player) -> None:
    script = body(ann.client.get("/sw.js"))

    assert wording.TITLE in script
    assert wording.BODY in script
    assert "event.data" not in script


def test_nothing_comes_unless_somebody_asked_for_it(ann: Player, ben: Player) -> None:
    """A new account, a bond, and something that waits for Ben: nobody is told."""
    bond = bind(ann, ben)
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "Something"})
    say(ann, sitting, "wish", {"choices": "listen"})

    assert not Notice.objects.exists()
    assert not Channel.objects.exists()
    assert not Round.objects.exclude(due=None).exists()
    assert actions.standing(person=ben.id).rule is None
