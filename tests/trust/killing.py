"""Writes without end, says what has been kept, and is killed: `main`, in a process of its own.

It writes of every kind (shares, pages of one's own, drafts, slips, pictures) in a child, which says
each time what has been acknowledged; kills the child at a moment left to chance; begins another. In
the end it opens everything and prints what is missing. With `early` the child says so before it is
true, which has to be seen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import time
import traceback
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

import seal
from nearer.bonds.models import Bond
from nearer.keeps import keeping
from nearer.people import actions as people
from nearer.photos import actions as photos
from nearer.photos.models import Photo, Picture
from nearer.photos.taking_in import Prepared
from nearer.sittings import drafts
from nearer.sittings.drafts import TooMuch
from nearer.sittings.models import Entry, Seat, Sitting
from nearer.vault import readiness
from nearer.vault.fields import NoKey
from nearer.vault.keyring import Keyring
from nearer.vault.rows import SealedRow
from tests import cast
from tests.postgres import Postgres

PICTURE = len(f"picture-{uuid.uuid4().hex}")


def begin() -> None:
    """Folders, key, tables, and two people with a bond."""
    os.umask(0o077)
    Path(settings.DATA).mkdir(mode=0o700, parents=True, exist_ok=True)
    readiness.make_ready()
    ann, ben = cast.enter("Ann"), cast.enter("Ben")
    cast.bind(ann, ben)


def come_in(name: str) -> cast.Player:
    """Somebody who is there already."""
    keyring = people.sign_in(email=f"{name.lower()}@example.org", password=cast.PASSWORD)
    assert keyring is not None, f"{name} can't sign in any more"
    token, client = cast.device(keyring)
    return cast.Player(name, keyring.person, keyring, token, client)


def write_on(says: int, seed: int, early: bool) -> None:
    """Write until killed; each acknowledged text goes down the pipe `says`."""
    chance = random.Random(seed)
    settings.PHOTOS_EACH, settings.PHOTO_BYTES_EACH = 1_000_000, 1 << 40
    ann, ben = come_in("Ann"), come_in("Ben")
    bond = Bond.objects.get()

    def share(text: str) -> None:
        cast.say(ann, cast.sit(ann, bond), "share", {"words": text})

    def alone(text: str) -> None:
        cast.say(ben, cast.sit(ben, None, "to-myself"), "inside", {"words": text})

    def draft(text: str) -> None:
        kept = {"words-x": [text]}
        place = f"/x/{uuid.uuid4()}/"
        drafts.keep(place=place, title="A draft", fields=kept, keyring=ann.keyring)

    def slip(text: str) -> None:
        me = str(cast.member(bond, ben).id)
        keeping.keep(
            drawer="jar", bond=bond, by=me, words=text, keyring=ben.keyring, id=uuid.uuid4()
        )

    def picture(text: str) -> None:
        prepared = Prepared(text.encode() * 900, text.encode() * 90, 640, 480, text)
        photos.keep(
            id=uuid.uuid4(),
            prepared=prepared,
            bond=bond,
            space=bond.id,
            keyring=ann.keyring,
            at=timezone.now(),
        )

    kinds: list[Callable[[str], None]] = [share, alone, draft, slip, picture]
    while True:
        kind = chance.choice(kinds)
        text = f"{kind.__name__}-{uuid.uuid4().hex}"
        with transaction.atomic() if early else nullcontext():
            try:
                kind(text)
            except TooMuch:
                kinds.remove(kind)
                continue
            if early:
                os.write(says, text.encode() + b"\n")
                time.sleep(0.002)
        if not early:
            os.write(says, text.encode() + b"\n")


def in_a_child(work: Callable[[int], None]) -> tuple[int, int]:
    """Start `work` in a child with a pipe to write to: (its process id, our end of the pipe)."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child:
        os.close(theirs)
        return child, ours
    status = 1
    try:
        os.close(ours)
        work(theirs)
        status = 0
    except Exception:  # noqa: BLE001 - said, and a status of failure follows
        traceback.print_exc()
    finally:
        os._exit(status)


def killed_once(chance: random.Random, early: bool, server: Postgres | None) -> list[str]:
    """What one child had acknowledged when it was killed, and its database with it if it is one."""
    seed = chance.randrange(1 << 30)
    child, pipe = in_a_child(lambda says: write_on(says, seed, early))
    enough, told = chance.randint(0, 12), b""
    while told.count(b"\n") < enough:
        more = os.read(pipe, 4096)
        assert more, "it ended by itself"
        told += more
    time.sleep(chance.random() * 0.03)
    if server:
        server.kill()
    os.kill(child, signal.SIGKILL)
    while more := os.read(pipe, 4096):
        told += more
    os.close(pipe)
    os.waitpid(child, 0)
    # The last line may have been cut by the kill itself: then it was never said.
    return told.decode().split("\n")[:-1]


def opened(keyrings: list[Keyring]) -> tuple[set[str], list[str]]:
    """Every text that opens, and rows that belong to somebody of these and don't open."""
    texts: set[str] = set()
    spoilt: list[str] = []
    for model in apps.get_models():
        if not issubclass(model, SealedRow) or model._meta.model_name == "signedin":
            continue
        for row in model._default_manager.all().iterator():
            for name in row.sealed_fields():
                value = getattr(row, name)
                if value is None:
                    continue
                for keyring in keyrings:
                    try:
                        texts |= said_in(value.open(keyring))
                    except NoKey:
                        continue
                    except seal.Tampered:
                        spoilt.append(f"{model._meta.db_table}/{row.pk}/{name}")
                    break
    return texts, spoilt


def said_in(value: object) -> set[str]:
    """The texts of ours within something that was sealed."""
    if isinstance(value, bytes):
        once = value[:PICTURE]
        whole = once.startswith(b"picture-") and value == once * (len(value) // PICTURE)
        return {once.decode()} if whole else set()
    if isinstance(value, dict):
        return {text for part in value.values() for text in said_in(part)}
    if isinstance(value, list):
        return {text for part in value for text in said_in(part)}
    return {value} if isinstance(value, str) else set()


def look_over(acknowledged: list[str], says: int) -> None:
    """What is missing, spoilt or half there."""
    texts, spoilt = opened([come_in("Ann").keyring, come_in("Ben").keyring])
    half = [str(one.pk) for one in Photo.objects.all() if not Picture.objects.filter(photo=one)]
    for sitting in Sitting.objects.all():
        order = list(Entry.objects.filter(sitting=sitting).order_by("seq").values_list("seq"))
        first = order[0][0] if order else 0
        whole = [number for (number,) in order] == list(range(first, first + len(order)))
        if not (whole and hasattr(sitting, "wording") and Seat.objects.filter(sitting=sitting)):
            half.append(str(sitting.pk))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for question in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
                found = cursor.execute(question).fetchall()
                spoilt += [] if found in ([], [("ok",)]) else [str(found)]
    told = {
        "acknowledged": len(acknowledged),
        "lost": sorted(set(acknowledged) - texts),
        "spoilt": spoilt,
        "half": half,
    }
    os.write(says, json.dumps(told).encode())


def main(kills: int, seed: int, early: bool, server: Postgres | None = None) -> None:
    """Kill so often, and print what came of it; for a process in which Django is set up."""
    chance = random.Random(seed)
    acknowledged: list[str] = []
    # The parent never opens the database: a child that is forked shares nothing of it.
    child, pipe = in_a_child(lambda _: begin())
    assert os.waitpid(child, 0)[1] == 0
    os.close(pipe)
    for _ in range(kills):
        acknowledged += killed_once(chance, early, server)
    child, pipe = in_a_child(lambda says: look_over(acknowledged, says))
    told = b""
    while more := os.read(pipe, 1 << 16):
        told += more
    assert os.waitpid(child, 0)[1] == 0
    print(told.decode())
