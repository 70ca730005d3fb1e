"""Whoever put a picture in takes it back: for everybody, for good, and after leaving too."""

from __future__ import annotations

from nearer.bonds.models import Bond
from nearer.photos.models import Photo, Picture
from nearer.sittings.leaving import leave_bond
from tests.cast import Player, bind, member
from tests.photos.scene import PAIR, page, show, sitting_of, step
from tests.trust import tables


def test_it_is_gone_for_everybody_and_its_place_says_so(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    photo = show(ann, sitting)
    sealed = [row["large"] for row in tables.rows("photos_picture")]
    asked = ann.client.get(f"/photos/{photo.pk}/withdraw/").content.decode()
    assert "Take this picture back?" in asked
    assert Photo.objects.count() == 1, "asking changes nothing"

    answer = ann.client.post(f"/photos/{photo.pk}/withdraw/", follow=True)

    assert answer.status_code == 200
    assert Photo.objects.count() == Picture.objects.count() == 0
    assert sealed[0][:60] not in b"".join(
        value
        for rows in tables.dump().values()
        for row in rows
        for value in row.values()
        if isinstance(value, bytes)
    )
    for player, who in ((ann, "You"), (ben, "<bdi>Ann</bdi>")):
        seen = page(player, sitting)
        assert f"A picture was here. {who} took it back." in seen
        assert "kxalttext" not in seen
        assert "<img" not in seen.split("<main")[1]
        for path in ("", "large/", "small/"):
            assert player.client.get(f"/photos/{photo.pk}/{path}").status_code == 404


def test_nobody_else_can_take_it_back(ann: Player, ben: Player, cleo: Player, bond: Bond) -> None:
    photo = show(ann, sitting_of(PAIR + step(), ann, bond, ben))

    for player in (ben, cleo):
        assert player.client.get(f"/photos/{photo.pk}/withdraw/").status_code == 404
        assert player.client.post(f"/photos/{photo.pk}/withdraw/").status_code == 404

    assert Photo.objects.count() == Picture.objects.count() == 1


def test_it_can_be_taken_back_out_of_a_bond_that_was_left(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    sitting = sitting_of(PAIR + step(), ann, family, ben)
    photo = show(ann, sitting)
    leave_bond(bond=family, member=member(family, ann), person=ann.person, keyring=ann.keyring)
    assert ann.client.get(f"/photos/{photo.pk}/").status_code == 404

    mine = ann.client.get("/photos/").content.decode()
    assert "A picture in a bond that you have left." in mine
    assert f"/photos/{photo.pk}/withdraw/" in mine
    assert ann.client.get(f"/photos/{photo.pk}/withdraw/").status_code == 200
    ann.client.post(f"/photos/{photo.pk}/withdraw/")

    assert Photo.objects.count() == Picture.objects.count() == 0
    assert "A picture was here. <bdi>Ann</bdi> took it back." in page(ben, sitting)


def test_a_bond_that_its_last_member_leaves_takes_its_pictures_along(
    ann: Player, ben: Player, bond: Bond
) -> None:
    show(ann, sitting_of(PAIR + step(), ann, bond, ben))
    for player in (ann, ben):
        own = member(bond, player)
        leave_bond(bond=bond, member=own, person=player.person, keyring=player.keyring)

    assert Photo.objects.count() == Picture.objects.count() == 0


def test_all_of_mine_are_listed_and_none_of_anybody_else(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    mine, other = show(ann, sitting), show(ben, sitting)

    listed = ann.client.get("/photos/").content.decode()

    assert f"/photos/{mine.pk}/small/" in listed
    assert str(other.pk) not in listed
    assert "1 of 500, and 1 of 300 MB." in listed
    assert "/photos/" in ann.client.get("/you/").content.decode()
