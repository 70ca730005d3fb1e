"""The one address that somebody takes mail at, once they have shown that it is theirs."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

import seal

from .channels import MAIL, keep, rows

CODE_HOLDS = timedelta(hours=1)


@transaction.atomic
def begin_mail(*, person: uuid.UUID, address: str) -> str:
    """Note an address that is not confirmed yet, in the place of any other; returns its code."""
    code = seal.short_code()
    for row, _ in rows(person, MAIL):
        row.delete()
    holds = (timezone.now() + CODE_HOLDS).isoformat()
    body = {"kind": MAIL, "address": address, "code": code, "holds": holds, "label": address[:80]}
    keep(person, f"mail of {person.hex}", body)
    return code


@transaction.atomic
def confirm_mail(*, person: uuid.UUID, code: str) -> bool:
    """Whether this is the code that was sent; then mail goes to that address from now on.

    The caller counts wrong tries.
    """
    try:
        typed = seal.read_code(code)
    except ValueError:
        return False
    for row, body in rows(person, MAIL):
        sent = str(body.get("code", ""))
        in_time = bool(sent) and timezone.now() < datetime.fromisoformat(body["holds"])
        if in_time and seal.same(typed.encode(), sent.encode()):
            row.put({key: value for key, value in body.items() if key not in {"code", "holds"}})
            row.save(update_fields=["body"])
            return True
    return False


def forget_mail(*, person: uuid.UUID) -> None:
    """Send no more mail."""
    for row, _ in rows(person, MAIL):
        row.delete()
