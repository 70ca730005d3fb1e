"""Mail: a notice like any other, and the code by which an address is shown to be one's own."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from . import wording
from .outcome import Outcome

log = logging.getLogger(__name__)
WAIT = 10
"""Seconds."""
BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def possible() -> bool:
    """Whether whoever runs this server has named one for mail."""
    return settings.MAIL is not None


def mail(address: str, *, name: str, due: datetime) -> Outcome:
    """Send the one notice there is; `name` makes two tries of it the same mail. Never raises."""
    return _send(address, wording.TITLE, wording.mail_body(), name=name, date=due)


def mail_code(address: str, code: str, *, now: datetime) -> bool:
    """Send a code to an address that is to be confirmed; whether it went out."""
    text = wording.CODE_BODY.format(code=code)
    return _send(address, wording.CODE_TITLE, text, name=uuid4().hex, date=now) is Outcome.SENT


def _send(address: str, title: str, text: str, *, name: str, date: datetime) -> Outcome:
    if not possible():
        return Outcome.GONE
    headers = {
        "Auto-Submitted": "auto-generated",
        "Date": format_datetime(date),
        # Left to itself, the library would name this machine.
        "Message-ID": f"<{name}@{settings.MAIL_FROM.rpartition('@')[2]}>",
    }
    how: dict[str, Any] = {**(settings.MAIL or {}), "timeout": WAIT}
    try:
        line = get_connection(BACKEND, **how)
        made = EmailMessage(title, text, settings.MAIL_FROM, [address], headers=headers)
        line.send_messages([made])
    except smtplib.SMTPRecipientsRefused:
        return Outcome.GONE
    except (OSError, smtplib.SMTPException, ValueError):
        log.info("Mail could not be sent")
        return Outcome.LATER
    return Outcome.SENT
