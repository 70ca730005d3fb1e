"""Fills a database with random words, goes on writing, and reads it all again: processes of their
own for the restore drill, each on the folders that its environment names.

    fill SEED    make people and words, say “ready” and what there is, and write until told to stop
    prepare      make folders, key and tables
    read         sign in with each password and say what opens
    codes        say which recovery codes have not been typed back
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings

import seal
from nearer.bonds import actions as bonds
from nearer.people import actions as people
from nearer.people.models import Person
from nearer.sittings import drafts
from nearer.vault import readiness
from nearer.vault.fields import NoKey
from nearer.vault.keyring import Keyring
from nearer.vault.rows import SealedRow

if TYPE_CHECKING:
    from tests.cast import Player

NAMES = ("Ann", "Ben", "Cleo")
LETTERS = "abcdefghij klmnop qrstuv wxyz \n ÄÖß é ñ 语 الع 🜁 “”’ 0123456789"


def words(chance: random.Random, most: int = 3000) -> str:
    """Some random text."""
    return "".join(chance.choices(LETTERS, k=chance.randint(1, most))).strip() or "a"


def prepare() -> None:
    """A first start, without people."""
    os.umask(0o077)
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    readiness.make_ready()


def fill(seed: int) -> None:
    """People and words; then write on until standard input ends."""
    from tests.cast import bind, enter, member, say, sit

    prepare()
    chance = random.Random(seed)
    cast = {name: enter(name, settled=name != "Cleo") for name in NAMES}
    ann, ben, cleo = cast.values()
    # Cleo has not typed her code back yet, so that the drill may read it.
    bond = bind(ann, ben, kind=chance.choice(["partner", "friend"]), name=words(chance, 60))
    for _ in range(chance.randint(1, 6)):
        told = sit(ann, bond, "sharing", cast=[member(bond, ann), member(bond, ben)])
        say(ann, told, "share", {"words": words(chance)})
    for who in (ann, ben, cleo):
        _alone(who, chance)
    for n in range(chance.randint(0, 5)):
        _draft(ben, n, chance)
    bonds.rename_bond(bond=bond, name=words(chance, 60), keyring=ann.keyring)
    print(json.dumps({"before": opened(one.keyring for one in cast.values())}), flush=True)
    stop = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=[stop], daemon=True).start()
    count = 0
    while not stop.is_set():
        _alone(ann, chance)
        _draft(ben, 100 + count, chance)
        count += 1
    after = opened(one.keyring for one in cast.values())
    print(json.dumps({"after": after, "written": count}), flush=True)


def _wait_for_the_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


def _alone(who: Player, chance: random.Random) -> None:
    from tests.cast import say, sit

    say(who, sit(who, None, "to-myself"), "inside", {"words": words(chance)})


def _draft(who: Player, number: int, chance: random.Random) -> None:
    kept = {"words-x": [words(chance)]}
    drafts.keep(place=f"/x/{number}/", title="A draft", fields=kept, keyring=who.keyring)


def read() -> None:
    """Everybody signs in with their password."""
    from tests.cast import PASSWORD

    keyrings = []
    for name in NAMES:
        keyring = people.sign_in(email=f"{name.lower()}@example.org", password=PASSWORD)
        assert keyring is not None, f"{name} can't sign in"
        keyrings.append(keyring)
    print(json.dumps(opened(keyrings)))


def opened(keyrings: Iterable[Keyring]) -> dict[str, str]:
    """Every sealed value that one of these opens: where it lies -> hash of what it says."""
    found = {}
    for keyring in keyrings:
        for model in apps.get_models():
            if issubclass(model, SealedRow) and model._meta.model_name != "signedin":
                for row in model._default_manager.all():
                    found.update(_opened(row, keyring))
    return found


def _opened(row: SealedRow, keyring: Keyring) -> dict[str, str]:
    found = {}
    for name in row.sealed_fields():
        held = getattr(row, name)
        if held is None:
            continue
        try:
            value = held.open(keyring)
        except (NoKey, seal.Tampered):
            continue
        text = value if isinstance(value, bytes) else json.dumps(value, sort_keys=True).encode()
        found[f"{row._meta.db_table}/{row.pk}/{name}"] = hashlib.sha256(text).hexdigest()
    return found


def codes() -> dict[str, str]:
    """The recovery codes that nobody has typed back yet, by name; needs the right key."""
    from tests.cast import PASSWORD

    made = {}
    for name in NAMES:
        keyring = people.sign_in(email=f"{name.lower()}@example.org", password=PASSWORD)
        person = Person.objects.get(pk=keyring.person) if keyring else None
        if person and keyring and not person.settled:
            made[name] = str(person.pending_code.open(keyring))
    return made


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare"]:
            prepare()
        case ["fill", seed]:
            fill(int(seed))
        case ["read"]:
            read()
        case ["codes"]:
            print(json.dumps(codes()))
