"""A picture is sent, seen by those it is for, and by nobody else."""

from __future__ import annotations

import io
from html import escape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from pytest_django.fixtures import Settings

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.photos.models import Photo, Picture
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Draft
from tests.cast import Player, bind, member
from tests.photos import making
from tests.photos.scene import ALONE, ALT, PAIR, page, send, show, sitting_of, step
from tests.trust import tables
from tests.trust.sweep import hits

BYTES = ("large", "small")


def statuses(player: Player, photo: Photo) -> set[int]:
    """What somebody gets at every address of a picture, taking it back aside."""
    paths = [f"/photos/{photo.pk}/", *(f"/photos/{photo.pk}/{one}/" for one in BYTES)]
    return {player.client.get(path).status_code for path in paths}


def test_the_other_sees_it_with_its_words_among_the_letters(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)

    photo = show(ann, sitting)

    seen = page(ben, sitting)
    assert f'src="/photos/{photo.pk}/small/"' in seen
    assert f'href="/photos/{photo.pk}/"' in seen
    assert f'alt="{escape(ALT)}"' in seen
    assert 'width="300" height="200" loading="lazy"' in seen
    assert "Take it back" not in seen
    assert "Take it back" in page(ann, sitting)
    for one in BYTES:
        answer = ben.client.get(f"/photos/{photo.pk}/{one}/")
        assert Image.open(io.BytesIO(answer.content)).size == (300, 200)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["Cache-Control"] == "no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline")
        assert "default-src 'none'" in answer["Content-Security-Policy"]
    large = ben.client.get(f"/photos/{photo.pk}/").content.decode()
    assert f'src="/photos/{photo.pk}/large/"' in large
    assert "data-exit" in large, "the way out is on this page too"


def test_nothing_that_told_on_them_is_kept(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)

    photo = show(ann, sitting)

    picture = Picture.objects.get(pk=photo.pk)
    heads = []
    for one in BYTES:
        jpeg = getattr(picture, one).open(ann.keyring)
        assert jpeg.startswith(b"\xff\xd8\xff")
        assert making.CANARY.encode() not in jpeg
        # Three bytes alone may stand in any sealed text by chance.
        heads.append(repr(jpeg[:10])[2:-1])
    stored = repr(tables.dump()).encode()
    for canary in (making.CANARY, "kxalttext", "kxfilename", *heads, "JFIF"):
        assert canary.encode() not in stored, canary
    connection.ensure_connection()
    whole: bytes = connection.connection.serialize()
    assert b"photos_picture" in whole
    words = {"exif": making.CANARY, "alt": "kxalttext", "name": "kxfilename"}
    assert hits(whole, words) == set()


def test_a_stranger_a_visitor_and_one_outside_the_circle_find_nothing(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    sitting = sitting_of(PAIR + step(), ann, family, ben)

    photo = show(ann, sitting)

    assert statuses(ann, photo) == statuses(ben, photo) == {200}
    assert statuses(cleo, photo) == {404}
    assert Client().get(f"/photos/{photo.pk}/small/").status_code == 302


def test_whoever_left_the_bond_finds_nothing_and_the_others_still_do(
    ann: Player, ben: Player, cleo: Player
) -> None:
    family = bind(ann, ben, cleo, kind="family")
    sitting = sitting_of(PAIR + step(), ann, family, ben, cleo)
    photo = show(ann, sitting)
    assert statuses(cleo, photo) == {200}

    leave_bond(bond=family, member=member(family, cleo), person=cleo.person, keyring=cleo.keyring)
    # The next word begins a new epoch; what was sealed before keeps its own.
    bonds.rename_bond(bond=family, name="Without Cleo", keyring=ann.keyring)

    assert statuses(cleo, photo) == {404}
    assert statuses(ann, photo) == statuses(ben, photo) == {200}


def test_one_that_opens_together_is_not_seen_before(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(shown="together"), ann, bond, ben)

    photo = show(ann, sitting)

    assert str(photo.pk) not in page(ben, sitting)
    show(ben, sitting)
    assert str(photo.pk) in page(ben, sitting)


def test_one_that_is_kept_to_oneself_is_sealed_for_oneself(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sitting_of(PAIR + step(shown="me"), ann, bond, ben)

    photo = show(ann, sitting)

    assert (photo.bond, photo.space) == (None, ann.id)
    assert str(photo.pk) in page(ann, sitting)
    assert str(photo.pk) not in page(ben, sitting)
    assert statuses(ann, photo) == {200}
    assert statuses(ben, photo) == {404}


def test_somebody_alone_may_keep_a_picture(ann: Player, ben: Player) -> None:
    sitting = sitting_of(ALONE + step(), ann, None)

    photo = show(ann, sitting)

    assert statuses(ann, photo) == {200}
    assert statuses(ben, photo) == {404}


def test_face_to_face_it_may_simply_be_shown(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben, way="together")
    me, you = (member(bond, one).id for one in (ann, ben))

    send(ann, sitting, None, "", query=f"?as={me}")
    photo = show(ann, sitting, query=f"?as={you}")

    seen = page(ben, sitting)
    assert "Shown face to face." in seen
    assert str(photo.pk) in seen
    assert photo.author == ann.id, "on whose phone it was chosen"


def test_it_may_be_passed_over_where_the_step_says_so(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(optional="true"), ann, bond, ben)

    send(ann, sitting, None, "")

    assert Photo.objects.count() == 0
    assert "photo-show" not in page(ann, sitting)


def test_sending_the_same_form_twice_keeps_one_picture(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    show(ann, sitting)
    again = sitting_of(PAIR + step(), ann, bond, ben)
    form = page(ann, again)
    for _ in range(2):
        data = {
            **dict(pair for pair in _hidden(form)),
            "alt-show": ALT,
            "photo-show": io.BytesIO(making.jpeg_that_tells()),
        }
        assert ann.client.post(f"/sittings/{again.pk}/add/", data).status_code == 302

    assert Photo.objects.count() == 2


def _hidden(form: str) -> list[tuple[str, list[str]]]:
    from tests.sittings.pages import fields

    return list(fields(form).items())


@pytest.mark.parametrize(
    ("picture", "alt", "said", "field"),
    [
        (None, ALT, "Choose a picture, please.", "photo"),
        (b"<svg/>", ALT, "This is not a picture that can be taken in here.", "photo"),
        (making.png_bomb(20_000, 20_000), ALT, "400 million dots", "photo"),
        (making.encoded(making.picture())[:2_000], ALT, "did not arrive whole", "photo"),
        (making.jpeg_that_tells(), "   ", "Say in a few words what can be seen,", "alt"),
        (making.jpeg_that_tells(), "long " * 300, "there is room for 1,000", "alt"),
    ],
    ids=["no picture", "an svg", "a bomb", "half a picture", "no words", "many words"],
)
def test_what_cannot_be_taken_is_said_kindly_and_the_words_stay(
    ann: Player, ben: Player, bond: Bond, picture: bytes, alt: str, said: str, field: str
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)

    answer = send(ann, sitting, picture, alt, expect=422)

    assert said in answer
    assert escape(alt.strip()) in answer
    # Only where the picture itself was in order does one have to choose it again.
    assert ("data-photo-again" in answer) == (field == "alt")
    assert Photo.objects.count() == Picture.objects.count() == 0
    assert sitting.entries.count() == 1, "the beginning alone"


def test_a_file_that_is_too_large_is_let_go_and_the_words_stay(
    ann: Player, ben: Player, bond: Bond, settings: Settings
) -> None:
    settings.PHOTO_FILE_BYTES = 1024 * 1024
    sitting = sitting_of(PAIR + step(), ann, bond, ben)

    answer = send(ann, sitting, making.jpeg_that_tells() + bytes(1024 * 1024), expect=422)

    assert "larger than 1 MB" in answer
    assert escape(ALT) in answer
    assert Photo.objects.count() == 0


def test_there_is_room_for_so_many_pictures_and_not_for_more(
    ann: Player, ben: Player, bond: Bond, settings: Settings
) -> None:
    settings.PHOTOS_EACH = 1
    photo = show(ann, sitting_of(PAIR + step(), ann, bond, ben))
    other = sitting_of(PAIR + step(), ann, bond, ben)

    answer = send(ann, other, making.jpeg_that_tells(), expect=422)

    assert "as many pictures here as there is room for" in answer
    assert escape(ALT) in answer
    show(ben, other)
    ann.client.post(f"/photos/{photo.pk}/withdraw/")
    show(ann, other)


def test_there_is_room_for_so_many_megabytes_and_not_for_more(
    ann: Player, ben: Player, bond: Bond, settings: Settings
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    settings.PHOTO_BYTES_EACH = 5_000

    # The first check knows nothing of its size yet; the second stands where it would be stored.
    answer = send(ann, sitting, making.jpeg_that_tells(), expect=409)
    assert "as many pictures here as there is room for" in answer
    assert escape(ALT) in answer
    assert Photo.objects.count() == 0

    settings.PHOTO_BYTES_EACH = 30_000
    show(ann, sitting)
    assert Picture.objects.taken_by(ann.id)[0] == 1
    assert Picture.objects.taken_by(ann.id)[1] > 8_000


def test_what_was_said_of_it_is_kept_as_a_draft_and_gone_when_sent(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    form = dict(_hidden(page(ann, sitting)))
    ann.client.post("/drafts/", {**form, "alt-show": "A draft of words"})
    assert Draft.objects.count() == 1
    assert "A draft of words" in page(ann, sitting)

    show(ann, sitting)

    assert Draft.objects.count() == 0


def test_a_page_with_pictures_loads_none_of_them(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    photo = show(ann, sitting)

    with CaptureQueriesContext(
        connection,
    ) as pages:
        page(ben, sitting)
        ann.client.get("/photos/")
    with CaptureQueriesContext(connection) as one:
        ben.client.get(f"/photos/{photo.pk}/small/")

    assert not [
        query for query in pages if '"photos_picture"."large"' in query["sql"].split("LENGTH")[0]
    ]
    assert not [query for query in one if '"large"' in query["sql"]]
    assert [query for query in one if '"small"' in query["sql"]]


def test_a_damaged_picture_breaks_no_page(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    photo, other = show(ann, sitting), show(ben, sitting)
    tables.put("photos_photo", photo.pk, "body", b"\1" + bytes(300))
    tables.put("photos_picture", other.pk, "small", b"\1" + bytes(9_000))

    seen = page(ben, sitting)

    assert "A picture is here that can’t be opened." in seen
    assert statuses(ben, photo) == {404}
    assert ben.client.get(f"/photos/{other.pk}/small/").status_code == 404
    assert ben.client.get(f"/photos/{other.pk}/large/").status_code == 200
    assert ann.client.get("/photos/").status_code == 200


def test_a_picture_can_not_stand_for_another(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sitting_of(PAIR + step(), ann, bond, ben)
    photo, other = show(ann, sitting), show(ben, sitting)
    rows = {row["id"]: row for row in tables.rows("photos_picture")}

    tables.put("photos_picture", photo.pk, "large", rows[other.pk.hex]["large"])
    tables.put("photos_picture", photo.pk, "small", rows[photo.pk.hex]["large"])

    assert ben.client.get(f"/photos/{photo.pk}/large/").status_code == 404
    assert ben.client.get(f"/photos/{photo.pk}/small/").status_code == 404
