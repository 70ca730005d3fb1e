"""All that a notice ever says, the same for all: nothing of who, what, or which practice."""

from __future__ import annotations

TITLE = "Nearer"
BODY = "A moment you asked for."
TAG = "nearer"
"""A later notice takes the place of an earlier one that was not looked at."""

MAIL_FOOT = "You switched these on under “Notices”, and can switch them off there."

CODE_TITLE = "Nearer"
CODE_BODY = """\
Somebody, we hope you, wants notices sent to this address. If it was you, type this code:

    {code}

It holds for an hour. If it was not you, do nothing, and nothing more will come.
"""

PUSHED = b"{}".ljust(512)
"""What is sent to a browser, sealed. It says nothing: the words lie in the browser already."""


def mail_body() -> str:
    """The text of a mail."""
    return f"{BODY}\n\n-- \n{MAIL_FOOT}\n"
