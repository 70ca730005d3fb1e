"""The coach beside what is being written: one note, to the writer alone, kept nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.people import zone
from nearer.sittings.models import Draft, Entry, Sitting
from tests.cast import Player, say, sit
from tests.sittings.pages import fields

SHARE = "My boss cut my hours and I cried in the car. I feel worthless."
ADVICE = "You should just look for another job."
HEARD = (
    "You sat in the car and cried, feeling that you count for nothing. My heart hurts reading"
    " that. What was the worst of it?"
)


def told(ann: Player, ben: Player, bond: Bond, wish: str = "listen") -> Sitting:
    """A share that Ben is ready for."""
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": SHARE})
    say(ann, sitting, "feelings", {}, move="skip")
    say(ann, sitting, "wish", {"choices": wish})
    say(ann, sitting, "beforehand", {}, move="skip")
    say(ben, sitting, "ready", {"when": "now"})
    return sitting


def read_over(
    player: Player,
    sitting: Sitting,
    words: str = "",
    *,
    question: str = "",
    headers: dict[str, str] | None = None,
) -> Any:
    """The answer to "read it over"; `words` are the reflection."""
    path = f"/sittings/{sitting.pk}/"
    hidden = fields(player.client.get(path).content.decode())
    said = {"words-reflect": words, "words-question": question}
    return player.client.post(
        f"{path}add/", {**hidden, **said, "move": "read-over"}, headers=headers
    )


def test_advice_first_is_noticed_with_the_words_marked(
    ann: Player, ben: Player, bond: Bond
) -> None:
    page = read_over(ben, told(ann, ben, bond), ADVICE).content.decode()
    assert 'class="note"' in page
    assert f'dir="auto">{ADVICE}</span>' in page
    assert f"{ADVICE}</textarea>" in page


def test_what_landed_is_said_once_it_lands(ann: Player, ben: Player, bond: Bond) -> None:
    page = read_over(ben, told(ann, ben, bond), HEARD).content.decode()
    assert "note--landed" in page


def test_ideas_that_were_wished_for_are_no_fault(ann: Player, ben: Player, bond: Bond) -> None:
    page = read_over(ben, told(ann, ben, bond, "think-along"), ADVICE).content.decode()
    assert 'class="note' not in page
    assert f"{ADVICE}</textarea>" in page


def test_nothing_of_it_is_kept(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    before = Entry.objects.count()
    read_over(ben, sitting, ADVICE)
    assert Entry.objects.count() == before
    assert not Draft.objects.exists()
    assert ADVICE not in ben.client.get(f"/sittings/{sitting.pk}/").content.decode()


def test_a_script_gets_the_note_alone(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    part = read_over(ben, sitting, ADVICE, headers={"X-Part": "note words-reflect"})
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith("<aside")
    assert "<html" not in part.content.decode()
    none = read_over(ben, sitting, headers={"X-Part": "note words-reflect"})
    assert none.status_code == 204


def test_it_can_be_switched_off(ann: Player, ben: Player, bond: Bond) -> None:
    ben.client.post("/you/coach/", {"coach": "off"})
    sitting = told(ann, ben, bond)
    page = read_over(ben, sitting, ADVICE).content.decode()
    assert 'class="note' not in page
    assert "Read it over" not in ben.client.get(f"/sittings/{sitting.pk}/").content.decode()
    ben.client.post("/you/coach/", {"coach": "on"})
    assert "Read it over" in ben.client.get(f"/sittings/{sitting.pk}/").content.decode()


@pytest.mark.parametrize(
    ("words", "note"),
    [("I'm fine", True), ("You never listen, you selfish pig", True), ("", False)],
)
def test_a_share_is_read_before_it_exists(ann: Player, bond: Bond, words: str, note: bool) -> None:
    address = f"/begin/sharing/?bond={bond.pk}&way=apart"
    hidden = fields(ann.client.get(address).content.decode())
    page = ann.client.post(address, {**hidden, "words-share": words, "move": "read-over"})
    assert page.status_code == 200
    assert ('class="note"' in page.content.decode()) is note
    assert not Sitting.objects.exists()


def test_signs_of_danger_bring_help_after_sending_and_to_the_writer_alone(
    ann: Player, ben: Player, bond: Bond
) -> None:
    words = "I don't want to be alive any more. I keep thinking about ending my life."
    address = f"/begin/sharing/?bond={bond.pk}&way=apart"
    hidden = fields(ann.client.get(address).content.decode())
    data = {**hidden, "words-share": words}
    asked = {**data, "move": "read-over"}
    in_passing = ann.client.post(address, asked, headers={"X-Part": "note words-share"})
    assert in_passing.status_code == 204
    sent = ann.client.post(address, {**data, "choice-wish": "listen"})
    hers = ann.client.get(sent.headers["Location"]).content.decode()
    assert "somebody to talk to now" in hers
    say(ben, Sitting.objects.get(), "ready", {"when": "now"})
    his = ben.client.get(sent.headers["Location"]).content.decode()
    assert "somebody to talk to now" not in his


DANGER = "I want to kill myself tonight."
HELP = "somebody to talk to now"


def begun(ann: Player, bond: Bond, **more: str) -> str:
    """A sharing that she began with one form: its address."""
    address = f"/begin/sharing/?bond={bond.pk}&way=apart"
    hidden = fields(ann.client.get(address).content.decode())
    sent = ann.client.post(address, {**hidden, "choice-wish": "listen", **more})
    return str(sent.headers["Location"])


def test_help_comes_up_wherever_in_the_form_it_was_said(ann: Player, bond: Bond) -> None:
    after = "It is about me, and nothing you did."
    first = begun(ann, bond, **{"words-share": DANGER, "words-beforehand": after})
    last = begun(ann, bond, **{"words-share": SHARE, "words-beforehand": DANGER})
    none = begun(ann, bond, **{"words-share": SHARE, "words-beforehand": after})
    found = [HELP in ann.client.get(page).content.decode() for page in (first, last, none)]
    assert found == [True, True, False]


def test_help_is_for_the_day_the_words_were_written_and_can_be_put_away(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = begun(ann, bond, **{"words-share": DANGER})
    today = ann.client.get(page).content.decode()
    assert HELP in today
    assert "data-note-away" in today
    tomorrow = zone.today(ann.keyring) + timedelta(days=1)
    monkeypatch.setattr(zone, "today", lambda _: tomorrow)
    assert HELP not in ann.client.get(page).content.decode()


def test_where_one_field_sounds_like_danger_nothing_is_said_of_the_others(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    closed = "Did you sleep at all?"
    passing = {"X-Part": "note words-question"}
    said = [
        read_over(ben, sitting, words, question=closed, headers=passing).status_code
        for words in (HEARD, DANGER)
    ]
    assert said == [200, 204]
    page = read_over(ben, sitting, DANGER, question=closed).content.decode()
    assert HELP in page
    assert page.count('aria-label="To you alone"') == 1


def test_a_question_that_sounds_like_danger_brings_help_and_no_praise(
    ann: Player, ben: Player, bond: Bond
) -> None:
    asked = "Why should I not kill myself?"
    page = read_over(ben, told(ann, ben, bond), question=asked).content.decode()
    assert HELP in page
    assert "leaves room" not in page
