"""Puts a sitting with the steps that no practice has yet into a server's database.

Run beside the server, as somebody who is signed up there: `python -m tests.journeys.every_kind
ADDRESS PASSWORD BOND`, with the server's own environment. Prints the sitting's id.
"""

from __future__ import annotations

import os
import sys
import uuid

SCRIPT = """
title = "One of each"
short = "For a journey."
why = "So that every kind of step is looked at."
source = "none"
minutes = 5
people = [2, 2]
bonds = ["partner", "friend", "family"]
ways = ["apart"]
ending = "All of them were seen."

[roles]
first = "one"
second = "others"

[[step]]
id = "hello"
kind = "read"
text = "Read this, {first}."

[[step]]
id = "list"
kind = "write"
who = "first"
ask = "Two things, one after the other"
repeat = { least = 2, most = 3 }

[[step]]
id = "scale"
kind = "rate"
who = "first"
ask = "How near?"
low = "far"
high = "near"
upto = 5

[[step]]
id = "hug"
kind = "timer"
who = "first"
ask = "A minute of quiet"
seconds = 60
breathing = { in = 4, hold = 2, out = 6 }

[[step]]
id = "card"
kind = "draw"
who = "first"
deck = "cards"
ask = "Draw one"

[[step]]
id = "about-it"
kind = "write"
who = "first"
about = "card"
dated = true
keep = "promise"
ask = "What comes of it?"

[[step]]
id = "rounds"
kind = "turns"
who = "all"
ask = "I like that you"
rounds = 1
do = "write"

[[step]]
id = "on"
kind = "deeper"
who = "all"
from = "card"
"""


def main() -> None:
    """Begin it."""
    address, password, bond_id = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "nearer.settings"
    import django

    django.setup()
    from nearer.bonds.models import Bond
    from nearer.people import actions as people
    from nearer.people.models import Person
    from nearer.practices.script import Script
    from nearer.sittings import actions
    from nearer.sittings.opened import company_of_bond

    keyring = people.sign_in(email=address, password=password)
    assert keyring is not None
    bond = Bond.objects.get(pk=uuid.UUID(bond_id))
    keyring.gather([bond.id])
    company = company_of_bond(bond.members.present(), keyring)
    others = [m for m in company.names if m != company.me and m not in company.companions]
    made = actions.begin(
        id=uuid.uuid4(),
        script=Script.parse(SCRIPT, "one-of-each.toml"),
        bond=bond,
        person=Person.objects.get(pk=keyring.person),
        cast=[company.me, *others],
        way="apart",
        answers=[],
        keyring=keyring,
    )
    print(made.pk)


if __name__ == "__main__":
    main()
