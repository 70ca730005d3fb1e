"""One notice, by every way that leads to somebody."""

from __future__ import annotations

from datetime import datetime

from .channels import MAIL, rows_of_owner
from .mailing import mail
from .outcome import Outcome
from .pushing import push


def deliver(*, owner: bytes, name: str, due: datetime) -> Outcome:
    """Say it once by each way. SENT if one took it, or if there is none; else LATER.

    `name` is the same each time that this very notice is tried. A way that leads nowhere any more
    is forgotten. Who got it by one way is not told twice because another one failed.
    """
    found = [Outcome.GONE]
    for row, body in rows_of_owner(owner):
        if body["kind"] == MAIL:
            # Until its code has come back, nobody has asked for anything at that address.
            result = None if "code" in body else mail(body["address"], name=name, due=due)
        else:
            result = push(body)
            if result is Outcome.GONE:
                row.delete()
        if result is not None:
            found.append(result)
    if Outcome.SENT in found or Outcome.LATER not in found:
        return Outcome.SENT
    return Outcome.LATER
