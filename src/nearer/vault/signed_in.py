"""From a cookie to a keyring and back: signing a device in, recognising it, signing it out."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.dispatch import Signal
from django.utils import timezone

import seal

from .keyring import Keyring
from .models import SignedIn

COOKIE = "__Host-s"
GRAIN = timedelta(minutes=5)
CONFIRMED_FOR = timedelta(minutes=10)

used = Signal()
"""Sent with `person` when they come in or a device of theirs is used, at most once in five minutes.

The rows of devices are no evidence of it: whoever signs out or leaves quickly takes theirs along.
"""


def _about(sid: bytes, person: uuid.UUID) -> list[bytes]:
    return [b"vault_signedin", sid, person.bytes]


def coarse(moment: datetime) -> datetime:
    """Rounded down to five minutes: enough to lock an idle device, too coarse to follow anyone."""
    return moment - (moment - datetime.min.replace(tzinfo=moment.tzinfo)) % GRAIN


def open_device(*, keyring: Keyring, label: str) -> bytes:
    """Sign a device in; returns the new cookie's 32 bytes, which are stored nowhere.

    The caller has just seen the password or the recovery code of this person.
    """
    token = seal.random_key()
    sid = seal.session_id(token)
    now = timezone.now()
    SignedIn.objects.filter(expires__lt=now).delete()
    row = SignedIn(
        sid=sid,
        person=keyring.person,
        space=keyring.person,
        author=keyring.person,
        wrapped=keyring.rewrap(seal.session_kek(token), _about(sid, keyring.person)),
        expires=coarse(now) + timedelta(days=settings.SIGNED_IN_DAYS),
        last_used=coarse(now),
        confirmed=coarse(now),
    )
    row.seal(keyring, label=label[:80])
    row.save(force_insert=True)
    used.send(sender=SignedIn, person=keyring.person)
    return token


def recognise(token: bytes, *, quietly: bool = False) -> tuple[SignedIn, Keyring] | None:
    """The device and keyring behind a cookie, or None if it is unknown, idle too long or over.

    `quietly`: a page asks by itself and nobody has touched it, so the device is no less idle.
    """
    sid = seal.session_id(token)
    row = SignedIn.objects.filter(sid=sid).first()
    if row is None:
        return None
    now = timezone.now()
    if row.expires <= now or row.last_used <= _idle_since(now):
        if not quietly:
            row.delete()
        return None
    try:
        private = seal.unwrap(seal.session_kek(token), bytes(row.wrapped), _about(sid, row.person))
    except seal.Tampered:
        return None
    if coarse(now) > row.last_used and not quietly:
        # Said before it is noted: noted first and then cut off, it would not be said again.
        used.send(sender=SignedIn, person=row.person)
        SignedIn.objects.filter(pk=row.pk).update(last_used=coarse(now))
    return row, Keyring(row.person, private)


def _idle_since(now: datetime) -> datetime:
    return now - timedelta(minutes=settings.IDLE_MINUTES) - GRAIN


def still_open(sids: Collection[bytes]) -> set[bytes]:
    """Those of these sessions that have not ended and are not locked; looking is no use of them."""
    now = timezone.now()
    rows = SignedIn.objects.filter(sid__in=sids, expires__gt=now, last_used__gt=_idle_since(now))
    return {bytes(sid) for sid in rows.values_list("sid", flat=True)}


def is_confirmed(row: SignedIn) -> bool:
    """Whether the password was given on this device a moment ago.

    It holds for five to ten minutes, and never longer: when it was given is kept rounded down.
    """
    return row.confirmed is not None and timezone.now() < row.confirmed + CONFIRMED_FOR


def confirm(*, row: SignedIn, keyring: Keyring) -> bytes:
    """Note that the password was given again; returns the bytes of the cookie from now on."""
    token = seal.random_key()
    row.sid = seal.session_id(token)
    row.wrapped = keyring.rewrap(seal.session_kek(token), _about(row.sid, row.person))
    row.confirmed = coarse(timezone.now())
    row.save(update_fields=["sid", "wrapped", "confirmed"])
    return token


def close_device(row: SignedIn) -> None:
    """Sign one device out."""
    row.delete()


def close_all(*, person: uuid.UUID, but: SignedIn | None = None) -> None:
    """Sign out every device of a person, or every other one."""
    rows = SignedIn.objects.filter(person=person)
    (rows.exclude(pk=but.pk) if but else rows).delete()


def notice_next_use(*, person: uuid.UUID) -> None:
    """Have the next use of each device of a person be told by `used`, however soon it comes."""
    now = coarse(timezone.now())
    SignedIn.objects.filter(person=person, last_used__gte=now).update(last_used=now - GRAIN)
