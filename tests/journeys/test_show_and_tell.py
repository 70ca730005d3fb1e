"""An old picture: shown, asked about, and taken back. Nothing that a camera wrote comes along."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys import steps
from tests.journeys.company import gather
from tests.journeys.conftest import Opens
from tests.journeys.knowing import bytes_of
from tests.journeys.watching import Watch
from tests.photos.making import CANARY, HEIC, HEIC_CANARIES, jpeg_that_tells
from tests.serving import Server

JPEG: FilePayload = {"name": "IMG_0815.jpg", "mimeType": "image/jpeg", "buffer": jpeg_that_tells()}
HEIC_FILE: FilePayload = {
    "name": "IMG_0816.HEIC",
    "mimeType": "image/heic",
    "buffer": HEIC.read_bytes(),
}
TELLING = (CANARY.encode(), *HEIC_CANARIES, b"IMG_081", b"Exif", b"GPS")
ALT = "A yellow field beside a lake, and a green line of trees."
STORY = "What you cannot see is that I had lost a shoe."


@pytest.fixture(scope="module")
def own_server(new_server: Callable[..., Server]) -> Server:
    """One whose disk can be searched."""
    return new_server()


@pytest.mark.parametrize("file", [JPEG, HEIC_FILE], ids=["jpeg", "heic"])
def test_a_picture_is_shown_asked_about_and_taken_back(
    file: FilePayload,
    own_server: Server,
    phone: Opens,
    watch: Watch,
    axe: Callable[[Page], None],
) -> None:
    watch.allow(r"(status of|Status Error Code) (422|404)")
    assert any(one in file["buffer"] for one in TELLING), "the picture tells on nobody"
    two = gather(own_server, "friend", "A drawer", ("Ann", "Ben"))
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, "A drawer", "Show and tell")
    axe(ann)
    ann.get_by_label("What would you like to show?").set_input_files(file)
    steps.write(ann, "And what is its story?", STORY)
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "Something is still missing.")  # what can be seen in it
    axe(ann)
    steps.write(ann, "What can be seen in it?", ALT)
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, STORY)
    expect(ann.get_by_role("img", name=ALT)).to_be_visible()

    steps.open_waiting(ben, "Ann has something to show you")
    expect(ben.get_by_role("img", name=ALT)).to_be_visible()
    axe(ben)
    pictures = served(ben)
    for held in pictures.values():
        assert held.startswith(b"\xff\xd8"), "it is served as a JPEG"
        assert not [one for one in TELLING if one in held]
        picture = Image.open(io.BytesIO(held))
        assert not picture.getexif()
        assert "exif" not in picture.info
        assert upright(picture) == (file is HEIC_FILE)
    on_disk = b"".join(path.read_bytes() for path in own_server.files())
    assert not [one for one in (*TELLING, ALT.encode(), STORY.encode()) if one in on_disk]

    steps.write(ben, "What would you like to know?", "Which shoe, and where was your mother?")
    steps.press(ben, "Send it to Ann")
    steps.open_waiting(ann, "Ben would like to know something")
    steps.sees(ann, "Which shoe, and where was your mother?")
    steps.write(ann, "Ben would like to know something.", "The left. She held the camera.")
    steps.press(ann, "Send it to Ben")
    ben.reload()
    steps.press(ben, "No, I have the picture")
    steps.write(ben, "What did you see in it", "You on one leg, and proud of it.")
    steps.press(ben, "Send it to Ann")
    ann.reload()
    axe(ann)

    # Hers to take back, at any time, and then it is gone for both.
    steps.follow(ann, "Take it back")
    steps.headed(ann, "Take this picture back?")
    axe(ann)
    steps.press(ann, "Take it back")
    ben.reload()
    steps.sees(ben, "Ann took it back.", STORY)
    for page in (ann, ben):
        for address in pictures:
            assert page.context.request.get(address).status == 404
        assert ALT not in bytes_of(page, ben.url, "/", "/photos/")
    steps.open_waiting(ann, "Ben has answered your story")
    steps.sees(ann, "You took it back.", STORY)


def served(page: Page) -> dict[str, bytes]:
    """The picture that a page shows, small and large, by address."""
    found = re.search(r"/photos/[0-9a-f-]{36}/", page.content())
    assert found is not None
    addresses = [f"{found.group()}{size}/" for size in ("small", "large")]
    return {address: page.context.request.get(address).body() for address in addresses}


def upright(picture: Image.Image) -> bool:
    return picture.height > picture.width
