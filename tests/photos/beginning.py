"""Begins a sitting that asks somebody alone for two pictures, in a server's database.

Run beside the server: `python -m tests.photos.beginning ADDRESS PASSWORD`. Prints the sitting's id.
"""

from __future__ import annotations

import os
import sys
import uuid


def main() -> None:
    """Begin it."""
    address, password = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "nearer.settings"
    import django

    django.setup()
    from nearer.people import actions as people
    from nearer.people.models import Person
    from nearer.practices.script import Script
    from nearer.sittings import actions
    from tests.photos.scene import ALONE, step

    keyring = people.sign_in(email=address, password=password)
    assert keyring is not None
    made = actions.begin(
        id=uuid.uuid4(),
        script=Script.parse(ALONE + step("show") + step("more"), "showing.toml"),
        bond=None,
        person=Person.objects.get(pk=keyring.person),
        cast=[str(keyring.person)],
        way="apart",
        answers=[],
        keyring=keyring,
    )
    print(made.pk)


if __name__ == "__main__":
    main()
