"""Somebody comes back by the page for it, with the code given on the command line."""

from __future__ import annotations

import json
import sys

from django.test import Client

from nearer.people import actions as people
from tests.hosting import drilling

NEW = "another lantern by the river"


def main(code: str) -> None:
    """Try a wrong code, then the right one, and say what came of it."""
    browser = Client(headers={"host": "localhost"})
    form = {"email": "cleo@example.org", "password": NEW, "password_again": NEW}
    wrong = browser.post("/recover/", {**form, "code": "-".join(["AAAA"] * 8)})
    right = browser.post("/recover/", {**form, "code": code})
    keyring = people.sign_in(email="cleo@example.org", password=NEW)
    found = drilling.opened([keyring] if keyring else [])
    told = {
        "wrong code": wrong.status_code,
        "right code": right.status_code,
        "reads": any(place.startswith("sittings_entry/") for place in found),
        "by password": keyring is not None,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
