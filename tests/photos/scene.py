"""A sitting in which pictures are shown, and how somebody sends one from a page."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nearer.bonds.models import Bond
from nearer.photos.models import Photo
from nearer.practices.script import Script
from nearer.sittings import actions
from nearer.sittings.models import Sitting
from tests.cast import Player, member
from tests.photos import making
from tests.sittings.pages import fields

ALT = "A flag in <yellow> & blue, with kxalttext"

HEAD = """
title = "Show something"
short = "For the test."
why = "So that pictures are shown."
source = "none"
minutes = 5
people = [{people}]
bonds = [{bonds}]
ways = [{ways}]
ending = "All were seen."
situations = ["tell"]
"""
PAIR = HEAD.format(people="2, 4", bonds='"partner", "friend", "family"', ways='"apart", "together"')
ALONE = HEAD.format(people="1, 1", bonds="", ways='"apart"') + "alone = true\n"


def step(id: str = "show", **more: str) -> str:
    """A step that asks for a picture."""
    lines = {"id": id, "kind": "photo", "who": "all", "ask": "Show what you like", **more}
    told = [
        f"{key} = {value}" if value in {"true", "false"} else f'{key} = "{value}"'
        for key, value in lines.items()
    ]
    return "\n".join(["[[step]]", *told, ""])


def sitting_of(
    text: str, player: Player, bond: Bond | None, *others: Player, way: str = "apart"
) -> Sitting:
    """Begin a sitting with this script, without a first word."""
    people = [member(bond, one).id for one in (player, *others)] if bond else [player.id]
    return actions.begin(
        id=uuid.uuid4(),
        script=Script.parse(text, "showing.toml"),
        bond=bond,
        person=player.person,
        cast=[str(one) for one in people],
        way=way,
        answers=[],
        keyring=player.keyring,
    )


def page(player: Player, sitting: Sitting, query: str = "") -> str:
    """What somebody sees of a sitting."""
    text: str = player.client.get(f"/sittings/{sitting.pk}/{query}").content.decode()
    return text


def send(
    player: Player,
    sitting: Sitting,
    picture: bytes | None = None,
    alt: str = ALT,
    *,
    id: str = "show",
    query: str = "",
    expect: int = 302,
    **more: Any,
) -> str:
    """Fill in the form on somebody's page and send it; returns the answer's page."""
    text = page(player, sitting, query)
    assert 'enctype="multipart/form-data"' in text
    data = {**fields(text), f"alt-{id}": alt, **more}
    if picture is not None:
        data[f"photo-{id}"] = SimpleUploadedFile("kxfilename.jpg", picture, "image/jpeg")
    answer = player.client.post(f"/sittings/{sitting.pk}/add/", data)
    assert answer.status_code == expect, answer.content.decode()
    shown: str = answer.content.decode()
    return shown


def show(player: Player, sitting: Sitting, **more: Any) -> Photo:
    """Send a good picture; returns its row."""
    before = set(Photo.objects.values_list("pk", flat=True))
    send(player, sitting, making.jpeg_that_tells(), **more)
    return Photo.objects.exclude(pk__in=before).get()
