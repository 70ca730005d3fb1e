"""Mail: off by default, to an address that was shown to be one's own, and always the same."""

from __future__ import annotations

import email
import email.policy
import uuid
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings
from django.utils import timezone

from nearer import settings as real
from nearer.reminders import channels, delivering, mailbox, mailing, wording
from nearer.reminders.models import Channel, owner_of
from nearer.reminders.outcome import Outcome
from tests.serving import free_port

pytestmark = pytest.mark.django_db
ANN = uuid.uuid4()


class Post:
    """A mail server on this machine; `refuse`: what it answers to addresses."""

    def __init__(self) -> None:
        self.sent: list[tuple[list[str], bytes]] = []
        self.refuse = ""
        self._port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd wants it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.sent.append((list(envelope.rcpt_tos), envelope.content or b""))  # type: ignore[arg-type]
        return "250 OK"

    def start(self) -> int:
        """Start; returns the port."""
        self._controller.start()
        return self._port

    def stop(self) -> None:
        """No more mail."""
        self._controller.stop()

    def last(self) -> EmailMessage:
        """What came last."""
        read: Any = email.message_from_bytes(self.sent[-1][1], policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        return read


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    port = made.start()
    with override_settings(
        MAIL=real._mail(f"smtp://127.0.0.1:{port}", "nearer@example.org"),
        MAIL_FROM="nearer@example.org",
    ):
        yield made
    made.stop()


def confirmed(address: str, person: uuid.UUID = ANN) -> None:
    code = mailbox.begin_mail(person=person, address=address)
    assert mailbox.confirm_mail(person=person, code=code)


def tell(name: str = "one", person: uuid.UUID = ANN) -> Outcome:
    return delivering.deliver(owner=owner_of(person), name=name, due=timezone.now())


def test_without_a_server_for_mail_none_is_sent() -> None:
    confirmed("ann@example.org")

    assert not mailing.possible()
    assert tell() is Outcome.SENT


def test_it_says_the_same_to_everybody_but_for_address_and_name(post: Post) -> None:
    due = timezone.now()
    seen: list[bytes] = []
    for person, address in ((ANN, "ann@example.org"), (uuid.uuid4(), "ben@example.net")):
        confirmed(address, person)
        name = f"name{len(seen)}"
        delivering.deliver(owner=owner_of(person), name=name, due=due)
        told, raw = post.sent[-1]
        assert told == [address]
        seen.append(raw.replace(address.encode(), b"").replace(name.encode(), b""))

    assert seen[0] == seen[1]
    assert post.last()["Subject"] == wording.TITLE
    assert post.last().get_content().splitlines() == wording.mail_body().splitlines()


def test_the_same_notice_tried_twice_is_the_same_mail(post: Post) -> None:
    confirmed("ann@example.org")
    due = timezone.now()
    for _ in range(2):
        delivering.deliver(owner=owner_of(ANN), name="abc", due=due)

    assert post.sent[0] == post.sent[1]
    assert post.last()["Message-ID"] == "<abc@example.org>"


def test_nothing_goes_to_an_address_before_its_code_came_back(post: Post) -> None:
    code = mailbox.begin_mail(person=ANN, address="ann@example.org")
    tell()
    assert post.sent == []

    assert not mailbox.confirm_mail(person=ANN, code="0000-0000-0000")
    assert not mailbox.confirm_mail(person=ANN, code="what?")
    tell()
    assert post.sent == []

    assert mailbox.confirm_mail(person=ANN, code=code.lower().replace("-", " "))
    tell()
    assert len(post.sent) == 1
    assert not mailbox.confirm_mail(person=ANN, code=code), "a code is good once"


def test_a_code_holds_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    code = mailbox.begin_mail(person=ANN, address="ann@example.org")
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert not mailbox.confirm_mail(person=ANN, code=code)


def test_a_code_of_somebody_else_opens_nothing() -> None:
    code = mailbox.begin_mail(person=uuid.uuid4(), address="ann@example.org")
    mailbox.begin_mail(person=ANN, address="ann@example.org")

    assert not mailbox.confirm_mail(person=ANN, code=code)


def test_another_address_takes_the_place_of_the_first_and_has_to_be_shown_too(post: Post) -> None:
    confirmed("ann@example.org")
    mailbox.begin_mail(person=ANN, address="other@example.org")
    tell()

    assert post.sent == []
    assert [(way.address, way.confirmed) for way in channels.ways(person=ANN)] == [
        ("other@example.org", False)
    ]


def test_a_code_goes_to_its_address_and_says_no_name(post: Post) -> None:
    assert mailing.mail_code("ann@example.org", "ABCD-EFGH-JKMN", now=timezone.now())

    told, _ = post.sent[0]
    assert told == ["ann@example.org"]
    assert "ABCD-EFGH-JKMN" in post.last().get_content()


def test_a_server_that_is_away_is_asked_again_and_one_that_knows_nobody_is_not(post: Post) -> None:
    confirmed("ann@example.org")
    post.refuse = "550 no such mailbox"
    assert tell() is Outcome.SENT

    with override_settings(MAIL=real._mail(f"smtp://127.0.0.1:{free_port()}", "a@example.org")):
        assert tell() is Outcome.LATER


@pytest.mark.parametrize("address", ["ann@example.org\nBcc: all@example.org", "a b", "", "ä@ö.de"])
def test_a_strange_address_breaks_nothing(post: Post, address: str) -> None:
    mailing.mail_code(address, "x", now=timezone.now())

    assert all(len(told) == 1 and "all@example.org" not in told for told, _ in post.sent)


@pytest.mark.parametrize(
    ("address", "sender"),
    [
        ("http://mail.example.org", "a@example.org"),
        ("smtp://", "a@example.org"),
        ("smtp://mail.example.org/x", "a@example.org"),
        ("smtp://mail.example.org", ""),
        ("smtp://mail.example.org", "Nearer <a@example.org>"),
        ("smtp://mail.example.org", "a@example.org\nx: y"),
    ],
)
def test_nonsense_in_the_settings_is_refused(address: str, sender: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        real._mail(address, sender)


def test_mail_leaves_this_machine_encrypted_alone() -> None:
    far = real._mail("smtp://name:p%40s@mail.example.org", "a@example.org") or {}
    whole = real._mail("smtps://mail.example.org", "a@example.org") or {}
    near = real._mail("smtp://localhost", "a@example.org") or {}

    assert (far["use_tls"], far["use_ssl"], far["port"], far["password"]) == (
        True,
        False,
        587,
        "p@s",
    )
    assert (whole["use_tls"], whole["use_ssl"], whole["port"]) == (False, True, 465)
    assert (near["use_tls"], near["use_ssl"], near["port"]) == (False, False, 25)
    assert real._mail("", "") is None


def test_addresses_are_sealed_where_they_rest() -> None:
    confirmed("ann@example.org")

    assert b"ann@" not in bytes(Channel.objects.get().body)
