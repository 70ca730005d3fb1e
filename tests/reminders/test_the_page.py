"""The page on which somebody says by which ways notices come."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from nearer.people import known
from nearer.people.models import KnownDevice, today
from nearer.reminders import actions, browsers, channels, mailing, wording
from nearer.reminders.models import Channel, Notice
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player
from tests.reminders.receiver import Browser
from tests.trust.visitor import forms_of

PAGE = "/rhythm/notices/"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/secret"


def on(player: Player, endpoint: str = ENDPOINT) -> Any:
    """Switch notices on in this player's browser, on which they have come in before."""
    known_browser(player)
    text = json.dumps(Browser().subscription(endpoint))
    return player.client.post(
        reverse("notices_here"), {"subscription": text}, headers={"User-Agent": FIREFOX}
    )


def text_of(player: Player, after: str = "") -> str:
    text: str = player.client.get(PAGE + after).content.decode()
    return text


def known_browser(player: Player) -> None:
    """A browser that has signed in before, as those of real people have."""
    player.client.cookies[known.COOKIE] = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="
    KnownDevice.objects.get_or_create(
        mark=known.mark(b"A" * 32, player.person),
        defaults={"person": player.person, "until": today()},
    )


def test_a_browser_is_switched_on_shown_and_switched_off(ann: Player) -> None:
    assert "data-push-on" in text_of(ann)

    answer = on(ann)
    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}?on")
    shown = text_of(ann)
    assert "It takes notices" in shown
    assert ENDPOINT not in shown

    way = channels.ways(person=ann.id)[0]
    assert way.label == "Firefox on Android"
    ann.client.post(reverse("remove_notices", kwargs={"channel": way.id}))
    assert "data-push-on" in text_of(ann)
    assert not Channel.objects.exists()


def test_other_browsers_are_listed_by_what_they_call_themselves(ann: Player) -> None:
    on(ann)
    assert "Firefox on Android" not in text_of(ann)
    del ann.client.cookies[known.COOKIE]
    assert "Firefox on Android" in text_of(ann)


def test_nobody_can_switch_off_the_ways_of_somebody_else(ann: Player, ben: Player) -> None:
    on(ann)
    way = channels.ways(person=ann.id)[0]

    answer = ben.client.post(reverse("remove_notices", kwargs={"channel": way.id}))

    assert answer.status_code == 302
    assert Channel.objects.count() == 1
    assert "Firefox" not in text_of(ben)


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "null",
        "[]",
        "{",
        '"x"',
        "{}",
        json.dumps({"endpoint": ENDPOINT}),
        "[" * 4000,
        "9" * 5000,
    ],
)
def test_what_is_no_subscription_gets_a_kind_answer(ann: Player, sent: str) -> None:
    known_browser(ann)
    answer = ann.client.post(reverse("notices_here"), {"subscription": sent})

    assert answer.status_code == 422
    assert "Please try once more" in answer.content.decode()


def test_a_service_that_is_not_known_is_said_to_be(ann: Player) -> None:
    answer = on(ann, "https://169.254.169.254/latest")

    assert answer.status_code == 422
    assert "not known here" in answer.content.decode()
    assert not Channel.objects.exists()


def test_trying_sends_one_and_not_too_many(ann: Player) -> None:
    for _ in range(5):
        assert ann.client.post(reverse("try_notice"))["Location"] == f"{PAGE}?try"
    answer = ann.client.post(reverse("try_notice"))

    assert answer.status_code == 422
    assert Notice.objects.of(ann.id).count() == 5


def test_trying_says_so_when_everything_is_paused(ann: Player) -> None:
    actions.quieten(person=ann.id, until=None)

    assert ann.client.post(reverse("try_notice")).status_code == 422
    assert not Notice.objects.exists()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Codes that went out, and where to."""
    made: list[tuple[str, str]] = []

    def mail_code(address: str, code: str, **_: Any) -> bool:
        made.append((address, code))
        return True

    monkeypatch.setattr(mailing, "mail_code", mail_code)
    monkeypatch.setattr(mailing, "possible", lambda: True)
    return made


def test_mail_is_off_until_a_code_came_back(ann: Player, sent: list[tuple[str, str]]) -> None:
    ann.client.post(reverse("notices_mail"), {"email": "ann@example.org"})
    assert "no mail comes before" in text_of(ann)
    assert sent[0][0] == "ann@example.org"
    assert sent[0][1] not in text_of(ann)

    wrong = ann.client.post(reverse("notices_code"), {"code": "0000-0000-000X"})
    assert wrong.status_code == 422
    assert "0000-0000-000X" in wrong.content.decode()

    answer = ann.client.post(reverse("notices_code"), {"code": sent[0][1]})
    assert answer["Location"] == f"{PAGE}?mail"
    assert "Mail goes to" in text_of(ann)


def test_a_wrong_address_is_said_kindly_and_kept(ann: Player, sent: list[tuple[str, str]]) -> None:
    answer = ann.client.post(reverse("notices_mail"), {"email": "ann at home"})

    assert answer.status_code == 422
    assert "does not look like" in answer.content.decode()
    assert 'value="ann at home"' in answer.content.decode()
    assert sent == []


def test_nobody_can_have_many_codes_sent_to_somebody(
    ann: Player, ben: Player, sent: list[tuple[str, str]]
) -> None:
    for player in (ann, ann, ann, ben, ben, ben):
        last = player.client.post(reverse("notices_mail"), {"email": "Eve@example.org"})

    assert len(sent) == 5
    assert last.status_code == 422
    for _ in range(20):
        ben.client.post(reverse("notices_code"), {"code": "0000-0000-0000"})
    told = ben.client.post(reverse("notices_code"), {"code": sent[-1][1]})
    assert told.status_code == 422, "nor try codes without end"


def test_a_server_without_mail_offers_none(ann: Player) -> None:
    assert "sends no mail" in text_of(ann)
    ann.client.post(reverse("notices_mail"), {"email": "ann@example.org"})
    assert not Channel.objects.exists()


def test_where_nobody_sends_it_says_so(ann: Player) -> None:
    with override_settings(REMINDERS="no"):
        assert "switched notices off" in text_of(ann)


@pytest.mark.parametrize("way_out", ["sign_out", "exit"])
def test_signing_out_and_leaving_quickly_end_notices_here_and_not_elsewhere(
    ann: Player, way_out: str
) -> None:
    on(ann)
    other = Browser().subscription("https://fcm.googleapis.com/other")
    browsers.add_push(person=ann.id, subscription=other, label="Chrome", device="another")

    ann.client.post(reverse(way_out))

    assert [way.label for way in channels.ways(person=ann.id)] == ["Chrome"]


@pytest.mark.parametrize("cookie", ["", "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="])
def test_a_browser_that_never_came_in_takes_none_since_signing_out_would_not_end_them(
    ann: Player, cookie: str
) -> None:
    """Somebody else has the cookie of her session, and at most a made-up one beside it."""
    text = json.dumps(Browser().subscription(ENDPOINT))
    ann.client.cookies[known.COOKIE] = cookie

    answer = ann.client.post(reverse("notices_here"), {"subscription": text})

    assert answer.status_code == 422
    assert "come in once more" in answer.content.decode()
    assert not Channel.objects.exists()


def test_the_browser_of_one_is_not_known_for_another(ann: Player, ben: Player) -> None:
    known_browser(ann)
    ben.client.cookies[known.COOKIE] = ann.client.cookies[known.COOKIE].value
    text = json.dumps(Browser().subscription(ENDPOINT))

    assert ben.client.post(reverse("notices_here"), {"subscription": text}).status_code == 422
    assert not Channel.objects.exists()


def test_after_ten_minutes_the_password_comes_first_and_what_the_browser_said_goes_on(
    ann: Player,
) -> None:
    SignedIn.objects.filter(person=ann.id).update(confirmed=None)

    asked = on(ann)

    assert asked.status_code == 401
    assert not Channel.objects.exists()
    text = asked.content.decode()
    assert "What you typed" not in text, "she typed nothing"
    form = next(form for form in forms_of(text) if "password_to_go_on" in form.names)
    done = ann.client.post(form.action, form.filled(password_to_go_on=PASSWORD))
    assert done["Location"] == f"{PAGE}?on"
    assert "It takes notices" in text_of(ann)


def test_the_service_worker_shows_the_one_notice_and_keeps_nothing(db: None) -> None:
    answer = Client().get("/sw.js")
    text = answer.content.decode()

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-store"
    assert json.dumps(wording.BODY) in text
    assert not re.search(r"caches|indexedDB|fetch|localStorage|importScripts", text)
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("id", [uuid.uuid4()])
def test_switching_off_what_is_not_there_is_harmless(ann: Player, id: uuid.UUID) -> None:
    assert ann.client.post(reverse("remove_notices", kwargs={"channel": id})).status_code == 302
