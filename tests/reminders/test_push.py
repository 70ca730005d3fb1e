"""Notices for browsers: to the makers of browsers alone, and always the same."""

from __future__ import annotations

import http.client
import socket
import ssl
import uuid
from typing import Any

import py_vapid  # type: ignore[import-untyped]
import pytest
from django.utils import timezone

from nearer.reminders import browsers, channels, delivering, endpoints, posting, wording
from nearer.reminders.endpoints import NotAllowed
from nearer.reminders.models import Channel, owner_of
from nearer.reminders.outcome import Outcome
from tests.reminders.hostile import ADDRESSES, HOSTILE
from tests.reminders.receiver import Browser, PushService

ANN, BEN = uuid.uuid4(), uuid.uuid4()
GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:def",
    "https://fcm.googleapis.com:443/wp/abc",
    "https://updates.push.services.mozilla.com/wpush/v2/abc",
    "https://web.push.apple.com/QAbc",
    "https://wns2-par02p.notify.windows.com/w/?token=abc%2f",
]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where a socket was to be connected; nothing goes out."""
    made: list[Any] = []

    def connect(self: socket.socket, address: Any) -> None:
        made.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect)
    return made


def answering(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name leads there."""

    def found(host: str, port: int, **_: Any) -> list[Any]:
        kind = socket.AF_INET
        return [(kind, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def way_to(endpoint: str) -> dict[str, Any]:
    keys = Browser().subscription(endpoint)["keys"]
    return {"endpoint": endpoint, "public": keys["p256dh"], "auth": keys["auth"]}


def test_there_are_sixty_hostile_endpoints() -> None:
    assert len(set(HOSTILE)) + len(set(ADDRESSES)) >= 60


@pytest.mark.django_db
@pytest.mark.parametrize("endpoint", HOSTILE)
def test_a_hostile_endpoint_is_refused_when_it_is_saved_and_opens_no_socket(
    endpoint: str, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "8.8.8.8")
    with pytest.raises((NotAllowed, browsers.NoBrowser)):
        browsers.add_push(person=ANN, subscription=Browser().subscription(endpoint), label="")
    assert not Channel.objects.exists()

    from nearer.reminders.pushing import push

    # One that came into the table all the same is refused again when it is sent to.
    assert push(way_to(endpoint)) is Outcome.GONE
    assert opened == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_that_leads_inside_opens_no_socket(
    address: str, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in ([address], ["8.8.8.8", address]):
        answering(monkeypatch, *answer)
        with pytest.raises(NotAllowed):
            posting.post(GOOD[0], b"", {})
    assert opened == []


@pytest.mark.parametrize("endpoint", GOOD)
def test_an_allowed_one_is_connected_to_at_the_address_that_was_looked_at(
    endpoint: str, opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "142.250.1.1")
    with pytest.raises(ConnectionRefusedError):
        posting.post(endpoint, b"", {})

    assert opened == [("142.250.1.1", 443)]


def test_a_name_is_looked_up_once_so_that_a_second_answer_changes_nothing(
    opened: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["142.250.1.1", "127.0.0.1", "127.0.0.1"])
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (next(answers), 443))]
    )
    with pytest.raises(ConnectionRefusedError):
        posting.post(GOOD[0], b"", {})

    assert opened == [("142.250.1.1", 443)]


@pytest.mark.django_db
def test_a_browser_gets_what_only_it_can_read_and_every_time_the_same(service: PushService) -> None:
    browser = Browser()
    subscription = browser.subscription(service.endpoint("ann"))
    browsers.add_push(person=ANN, subscription=subscription, label="Firefox")

    for name in ("one", "two"):
        told = delivering.deliver(owner=owner_of(ANN), name=name, due=timezone.now())
        assert told is Outcome.SENT

    first, second = service.received
    assert browser.read(first.body) == browser.read(second.body) == wording.PUSHED
    assert first.body != second.body
    assert first.headers["Topic"] == second.headers["Topic"] == wording.TAG
    ticket = first.headers["Authorization"]
    assert ticket.startswith("vapid t=")
    token, key = ticket.removeprefix("vapid t=").split(",k=")
    claims = py_vapid.jwt.decode(token, key)
    assert claims["aud"] == "https://push.example.test"
    assert key == browsers.public_key()


@pytest.mark.django_db
@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(service: PushService, status: int) -> None:
    subscribe(ANN, service, "ann")
    service.status = status

    assert tell(ANN) is Outcome.SENT
    assert not Channel.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("status", [429, 500, 503, 403])
def test_a_service_that_can_not_now_is_asked_again(service: PushService, status: int) -> None:
    subscribe(ANN, service, "ann")
    service.status = status

    assert tell(ANN) is Outcome.LATER
    assert Channel.objects.count() == 1


@pytest.mark.django_db
def test_an_answer_that_points_elsewhere_is_not_followed(service: PushService) -> None:
    subscribe(ANN, service, "ann")
    service.status, service.more = 307, {"Location": service.endpoint("other")}

    assert tell(ANN) is Outcome.LATER
    assert [one.path for one in service.received] == ["/ann"]


@pytest.mark.django_db
def test_one_browser_that_is_away_does_not_make_the_other_ring_twice(service: PushService) -> None:
    subscribe(ANN, service, "ann")
    body = Channel.objects.get().read()
    bad = Channel(owner=owner_of(ANN), mark=b"x" * 32)
    bad.put({**body, "endpoint": service.endpoint("away"), "auth": "AAAA"})
    bad.save()

    assert tell(ANN) is Outcome.SENT
    assert [one.path for one in service.received] == ["/ann"]


def test_a_certificate_of_somebody_else_is_not_believed(
    service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "trust", ssl.create_default_context)
    with pytest.raises(ssl.SSLCertVerificationError):
        posting.post(service.endpoint("x"), b"", {})
    assert service.received == []


def test_a_service_that_never_answers_is_left(
    service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "LONGEST", 0.3)
    monkeypatch.setattr(service, "more", {"Dribble": "x"})
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(endpoints, "PORT", silent.getsockname()[1])
        monkeypatch.setattr(posting, "WAIT", 0.5)
        with pytest.raises((OSError, http.client.HTTPException)):
            posting.post(service.endpoint("x"), b"", {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"keys": {}},
        {"keys": "x"},
        {"keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"keys": {"p256dh": "*", "auth": "*"}},
        {"keys": {"p256dh": 1, "auth": None}},
        {"keys": {"p256dh": "ä", "auth": "ä"}},
        {"keys": {"p256dh": "A" * 2000, "auth": "A" * 22}},
        {"endpoint": None},
    ],
)
def test_what_is_no_subscription_is_refused(wrong: dict[str, Any]) -> None:
    good = Browser().subscription(GOOD[0])
    sent = {} if not wrong else good | wrong
    with pytest.raises(ValueError, match=r"^no"):
        browsers.add_push(person=ANN, subscription=sent, label="")
    assert not Channel.objects.exists()


@pytest.mark.django_db
def test_the_same_browser_counts_once_and_belongs_to_who_switched_it_on_last() -> None:
    browser = Browser()
    for person in (ANN, ANN, BEN):
        subscription = browser.subscription(GOOD[0])
        browsers.add_push(person=person, subscription=subscription, label="")

    assert channels.ways(person=ANN) == []
    assert len(channels.ways(person=BEN)) == 1


@pytest.mark.django_db
def test_ways_are_of_one_length_and_a_thirteenth_browser_takes_the_place_of_the_first() -> None:
    for number in range(13):
        subscription = Browser().subscription(f"https://fcm.googleapis.com/{number * 'x'}/{number}")
        browsers.add_push(person=ANN, subscription=subscription, label=f"{number}")

    assert [way.label for way in channels.ways(person=ANN)] == [str(n) for n in range(1, 13)]
    assert len({len(row.body) for row in Channel.objects.all()}) == 1


def subscribe(person: uuid.UUID, service: PushService, name: str) -> None:
    subscription = Browser().subscription(service.endpoint(name))
    browsers.add_push(person=person, subscription=subscription, label="Firefox")


def tell(person: uuid.UUID) -> Outcome:
    return delivering.deliver(owner=owner_of(person), name="x", due=timezone.now())
