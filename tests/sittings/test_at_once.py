"""Two forms of one person that overlap: whichever is later finds it done, and nothing is lost."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.keeps import notes
from nearer.sittings import actions, remembering, views
from nearer.sittings.models import Entry
from tests.cast import Player, say, sit
from tests.practices.table import FULLY
from tests.sittings.carding import page_of
from tests.sittings.mine import entry_of, received


def test_stopping_is_stopping_once(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(ann, bond)
    add = actions.add

    def overtaken(**given: Any) -> Any:
        monkeypatch.setattr(actions, "add", add)
        actions.step_out(sitting=sitting, person=ben.person, keyring=ben.keyring)
        return add(**given)

    monkeypatch.setattr(actions, "add", overtaken)
    before = Entry.objects.count()

    assert ben.client.post(f"/sittings/{sitting.pk}/stop/").status_code == 302
    assert Entry.objects.count() == before + 1


def test_a_receipt_is_shown_once(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-helped", "then": "keep"})
    slot = entry_of(ann, sitting, "kx-helped").slot
    opened = views.opened_or_404

    def show() -> int:
        form = {"move": "show", "slot": slot, "form": str(uuid.uuid4())}
        return int(ann.client.post(f"/sittings/{sitting.pk}/add/", form).status_code)

    def overtaken(*given: Any) -> Any:
        monkeypatch.setattr(views, "opened_or_404", opened)
        found = opened(*given)
        assert show() == 302
        return found

    monkeypatch.setattr(views, "opened_or_404", overtaken)

    assert show() == 302
    assert page_of(ben, sitting).count("kx-helped") == 1


def test_the_same_receipt_form_sent_twice_leads_back_to_the_sitting(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-helped", "then": "keep"})
    slot = entry_of(ann, sitting, "kx-helped").slot
    form = {"move": "show", "slot": slot, "form": str(uuid.uuid4())}

    for _ in range(2):
        assert ann.client.post(f"/sittings/{sitting.pk}/add/", form).status_code == 302
    assert page_of(ben, sitting).count("kx-helped") == 1


def test_no_moment_that_was_said_elsewhere_meanwhile_is_lost(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "Something"})
    say(ann, sitting, "feelings", {"feelings": ["glad:3"]})
    say(ann, sitting, "wish", {"choices": "listen"})
    say(ann, sitting, "beforehand", {}, move="skip")
    change, elsewhere = notes.change, str(uuid.uuid4())

    def overtaken(space: Any, drawer: str, *given: Any) -> None:
        if drawer == remembering.DRAWER:
            monkeypatch.setattr(notes, "change", change)
            at = timezone.now().isoformat()
            change(space, drawer, ben.keyring, lambda page: {**page, elsewhere: at})
        change(space, drawer, *given)

    monkeypatch.setattr(notes, "change", overtaken)
    say(ben, sitting, "ready", {"when": "at", "day": "tomorrow", "time": "21:00"})

    found = remembering.said(ben.keyring)
    assert found.keys() == {str(sitting.pk), elsewhere}
    assert all(isinstance(at, datetime) for at in found.values())
