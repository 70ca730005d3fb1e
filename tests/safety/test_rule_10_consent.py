"""Rule 10: each thing is asked for when it comes up, a no costs nothing and shows to nobody, and a
yes can be taken back."""

from __future__ import annotations

import re

from nearer.bonds.models import Bond
from nearer.people.models import Person
from nearer.photos.models import Picture
from nearer.practices import shelf
from tests.cast import Player, say, sit
from tests.safety.every_page import pages
from tests.trust import house as houses
from tests.trust.house import body, normal


def test_a_picture_is_gone_for_everybody_when_it_is_taken_back(server_mark: None) -> None:
    house = houses.build()
    ann, large = house.client("member"), house.path("photo_large")
    assert ann.get(large).status_code == 200

    assert ann.post(house.path("withdraw_photo")).status_code == 302

    for role in ("member", "other", "former", "stranger"):
        assert house.client(role).get(large).status_code in {302, 404}
    assert not Picture.objects.filter(photo=house.photo.pk).exists()


def test_no_copy_of_a_picture_is_kept_by_anybody_else(server_mark: None) -> None:
    """Words may be kept silently; a picture belongs to whom it shows."""
    house = houses.build()
    page = body(house.client("other").get(house.path("photo")))

    assert "/copy/" not in page
    assert "/keep/" not in page


def test_nothing_asks_for_camera_place_or_microphone(server_mark: None) -> None:
    house = houses.build()
    allowed = house.client("member").get("/")["Permissions-Policy"]

    assert {"camera=()", "geolocation=()", "microphone=()"} <= set(allowed.split(", "))
    for page in pages(house):
        assert not re.search(r"<input[^>]+capture", page.text), page.name


def test_a_pass_looks_like_nothing_yet(ann: Player, ben: Player, bond: Bond) -> None:
    """What may be passed is passed in silence: the other reads the same page either way."""
    seen = []
    for passes in (True, False):
        sitting = sit(ann, bond)
        say(ann, sitting, "share", {"words": "Something"})
        if passes:
            say(ann, sitting, "feelings", {}, move="skip")
        seen.append(normal(ben.client.get(f"/sittings/{sitting.pk}/")))
        sitting.delete()

    assert seen[0] == seen[1]


def test_every_practice_can_be_stepped_out_of(ann: Player, ben: Player, bond: Bond) -> None:
    for script in [one for one in shelf.fitting("partner", 2) if "apart" in one.ways][:12]:
        sitting = sit(ann, bond, script.slug)
        page = body(ben.client.get(f"/sittings/{sitting.pk}/"))
        assert f"/sittings/{sitting.pk}/stop/" in page, script.slug
        assert ben.client.post(f"/sittings/{sitting.pk}/stop/").status_code == 302


def test_the_coach_can_be_switched_off_and_stays_off(ann: Player) -> None:
    ann.client.post("/you/coach/", {"coach": "off"})

    assert not Person.objects.get(pk=ann.id).coach_on(ann.keyring)
    assert "Read it over" not in body(ann.client.get("/begin/to-myself/"))
