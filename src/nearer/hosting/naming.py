"""The name of whoever runs this server, which everybody is shown before they write anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.conf import settings

from nearer.settings import operator_name

QUESTION = (
    "Who runs this server? Everybody is shown this name when they sign up, so that they know whom\n"
    "they have to trust. Write yours, or press Enter to leave it open for now: "
)


def ask() -> None:
    """On a terminal, ask for the name where none is known, and keep it beside the data."""
    if settings.OPERATOR or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return
    try:
        said = input(QUESTION)
    except EOFError:
        said = ""
    name = operator_name(said)
    if not name:
        print("Left open. You can set NEARER_OPERATOR at any time.", flush=True)
        return
    place = Path(settings.OPERATOR_FILE)
    draft = place.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{name}\n")
    draft.replace(place)
    settings.OPERATOR = name
