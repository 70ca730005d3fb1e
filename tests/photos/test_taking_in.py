"""What a phone sends is drawn anew and tells nothing; what is no plain picture is refused."""

from __future__ import annotations

import io
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from nearer.photos import taking_in
from nearer.photos.headers import MOVES, NOT_A_PICTURE, NOT_WHOLE, CannotTake, look
from nearer.photos.taking_in import LARGE, SMALL, Prepared, prepare
from tests.photos import making
from tests.photos.making import CANARY, HEIC, HEIC_CANARIES, encoded, picture

ROOT = Path(__file__).resolve().parents[2]
YELLOW, BLUE, GREEN = (230, 200, 60), (40, 90, 160), (30, 140, 70)


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def near(found: object, wanted: tuple[int, ...], by: int = 12) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


def segments(jpeg: bytes) -> set[int]:
    """The markers of a JPEG up to its dots."""
    found, at = set(), 2
    while jpeg[at + 1] != 0xDA:
        found.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found


GOOD: dict[str, Callable[[], bytes]] = {
    "jpeg": lambda: making.jpeg_that_tells(),
    "jpeg in passes": lambda: making.jpeg_that_tells(progressive=True),
    "grey jpeg": lambda: encoded(picture().convert("L")),
    "jpeg for print": lambda: encoded(picture().convert("CMYK")),
    "png": lambda: encoded(picture(), "PNG", exif=making.told_on()),
    "png of few colours": lambda: encoded(picture().convert("P"), "PNG"),
    "png one sees through": lambda: encoded(picture().convert("RGBA"), "PNG"),
    "grey png of 16 bits": lambda: encoded(picture().convert("I;16"), "PNG"),
    "png of two colours": lambda: encoded(picture().convert("1"), "PNG"),
    "webp": lambda: encoded(picture(), "WEBP", exif=making.told_on()),
    "lossless webp": lambda: encoded(picture(), "WEBP", lossless=True),
    "webp one sees through": lambda: encoded(picture().convert("RGBA"), "WEBP"),
}


@pytest.mark.parametrize("kind", GOOD)
def test_it_becomes_two_plain_jpegs(kind: str) -> None:
    made = prepare(GOOD[kind](), "A flag")

    assert (made.width, made.height, made.alt) == (300, 200, "A flag")
    for jpeg in (made.large, made.small):
        assert opened(jpeg).size == (300, 200)
        assert opened(jpeg).mode == "RGB"
        # Tables, frame, and the JFIF header with its version; no EXIF, profile or comment.
        assert segments(jpeg) == {0xE0, 0xDB, 0xC0, 0xC4}
        assert CANARY.encode() not in jpeg
        assert jpeg.endswith(b"\xff\xd9")


def test_the_canaries_were_in_what_was_sent() -> None:
    for kind in ("jpeg", "jpeg in passes", "png", "webp"):
        assert CANARY.encode() in GOOD[kind](), kind
    assert all(one in HEIC.read_bytes() for one in HEIC_CANARIES)


def test_a_heic_of_a_phone_is_taken_upright_and_without_its_place() -> None:
    made = prepare(HEIC.read_bytes(), "A flag")

    assert (made.width, made.height) == (240, 320)
    large = opened(made.large)
    assert near(large.getpixel((40, 10)), YELLOW)
    assert near(large.getpixel((230, 160)), GREEN)
    assert not any(one in made.large + made.small for one in HEIC_CANARIES)
    assert segments(made.large) == {0xE0, 0xDB, 0xC0, 0xC4}


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_stands_upright_however_the_phone_was_held(orientation: int) -> None:
    turns: dict[int, Image.Transpose] = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = picture().transpose(turns[orientation]) if orientation > 1 else picture()

    made = prepare(encoded(held, exif=making.told_on(orientation)), "")

    upright = opened(made.large)
    assert upright.size == (300, 200)
    assert near(upright.getpixel((20, 150)), YELLOW)
    assert near(upright.getpixel((280, 150)), BLUE)
    assert near(upright.getpixel((150, 10)), GREEN)


def test_a_large_one_is_made_smaller() -> None:
    made = prepare(encoded(picture(5000, 3000)), "")

    assert (made.width, made.height) == (LARGE, round(LARGE * 3 / 5))
    assert max(opened(made.small).size) == SMALL


def test_where_one_sees_through_it_is_white() -> None:
    clear = Image.new("RGBA", (20, 20), (255, 0, 0, 0))

    assert near(opened(prepare(encoded(clear, "PNG"), "").large).getpixel((5, 5)), (255, 255, 255))


def test_its_colours_are_turned_into_the_usual_ones() -> None:
    # A profile in which red and blue have changed places, as a strange screen might have it.
    usual = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    strange = usual.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    assert strange != usual
    sent = encoded(Image.new("RGB", (40, 40), (200, 0, 0)), icc_profile=strange)

    made = opened(prepare(sent, "").large)

    assert near(made.getpixel((20, 20)), (0, 0, 200), by=20)
    assert "icc_profile" not in made.info


def test_a_colour_profile_that_is_nonsense_is_left_out() -> None:
    made = prepare(encoded(picture(), icc_profile=b"nonsense" * 40), "")

    assert near(opened(made.large).getpixel((280, 150)), BLUE)


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "400 million dots in 49 KB": (lambda: making.png_bomb(20_000, 20_000), "400 million dots"),
    "169 million dots": (lambda: making.png_bomb(13_000, 13_000), "169 million dots"),
    "a jpeg that claims 4,225 million": (making.jpeg_bomb, "4,225 million dots"),
    "a webp that claims 268 million": (making.webp_bomb, "268 million dots"),
    "a heic that claims 3,600 million": (making.heic_bomb, "3,600 million dots"),
    "a gif of 10,000 frames": (lambda: making.moving("GIF", 10_000), NOT_A_PICTURE),
    "a webp of 10,000 frames": (lambda: making.moving("WEBP", 10_000), MOVES),
    "a png that moves": (lambda: making.moving("PNG", 20), MOVES),
    "an svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', NOT_A_PICTURE),
    "an svg after xml": (lambda: b"<?xml version='1.0'?><svg/>", NOT_A_PICTURE),
    "a page": (lambda: b"<!doctype html><img src=x>", NOT_A_PICTURE),
    "a page that ends as a jpeg": (lambda: b"<script>" + encoded(picture()), NOT_A_PICTURE),
    "a gif that is a script too": (lambda: b"GIF89a/*" + bytes(90) + b"*/=1;", NOT_A_PICTURE),
    "a pdf": (lambda: b"%PDF-1.7\n" + encoded(picture()), NOT_A_PICTURE),
    "an archive": (lambda: b"PK\x03\x04" + bytes(400), NOT_A_PICTURE),
    "a program": (lambda: b"\x7fELF" + bytes(400), NOT_A_PICTURE),
    "a tiff": (lambda: encoded(picture(), "TIFF"), NOT_A_PICTURE),
    "a bmp": (lambda: encoded(picture(), "BMP"), NOT_A_PICTURE),
    "an avif": (lambda: making.box(b"ftyp", b"avif", bytes(4), b"avifmif1"), NOT_A_PICTURE),
    "a film": (lambda: making.box(b"ftyp", b"isom", bytes(4), b"isommp42"), NOT_A_PICTURE),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", NOT_A_PICTURE),
    "nothing": (lambda: b"", NOT_A_PICTURE),
    "a jpeg cut short": (lambda: encoded(picture())[:2_000], NOT_WHOLE),
    "a png cut short": (lambda: encoded(picture(), "PNG")[:-20], NOT_WHOLE),
    "a webp cut short": (lambda: encoded(picture(), "WEBP")[:-20], NOT_WHOLE),
    "a heic cut short": (lambda: HEIC.read_bytes()[:-200], NOT_WHOLE),
    "the head of a jpeg": (lambda: b"\xff\xd8\xff", NOT_WHOLE),
    "a jpeg of fill bytes": (lambda: b"\xff\xd8" + b"\xff" * 2_000_000, NOT_WHOLE),
    "a jpeg of small segments": (lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * 500_000, NOT_WHOLE),
    "the head of a png": (lambda: b"\x89PNG\r\n\x1a\n", NOT_WHOLE),
    "a heic of empty boxes": (
        lambda: making.box(b"ftyp", b"heic", bytes(4)) + making.box(b"free") * 300_000,
        NOT_WHOLE,
    ),
    "a heic of boxes in boxes": (
        lambda: making.box(b"ftyp", b"heic", bytes(4)) + b"\0\0\0\0meta" * 9_000,
        NOT_WHOLE,
    ),
    "a picture without height": (lambda: making.png_bomb(10, 0), NOT_WHOLE),
}


@pytest.mark.parametrize("what", BAD)
def test_it_is_refused_at_once_and_without_being_decoded(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, why = BAD[what]
    data = make()
    monkeypatch.setattr(taking_in, "_decoded", lambda *_: pytest.fail("it was decoded"))
    began = time.perf_counter()

    with pytest.raises(CannotTake) as refused:
        prepare(data, "")

    assert time.perf_counter() - began < 0.2
    assert why in str(refused.value)


def test_the_bombs_are_as_small_as_they_are_told_of() -> None:
    assert len(making.png_bomb(20_000, 20_000)) < 60_000
    assert look(making.png_bomb(5_000, 5_000)).width == 5_000, "its like is taken when smaller"


LIES: dict[str, Callable[[], bytes]] = {
    "a png whose rows are nonsense": lambda: making.png_bomb(64, 64).replace(b"IDAT", b"IDAX"),
    "a webp of nothing": lambda: b"RIFF" + (100).to_bytes(4, "little") + b"WEBPVP8X\n" + bytes(91),
    "a heic without a picture": lambda: making.heic_bomb(100, 100),
    "a png full of words": lambda: making.png_bomb(
        64, 64, *[making.chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(10**7)))] * 9
    ),
}


@pytest.mark.parametrize("what", LIES)
def test_what_only_shows_in_decoding_is_refused_too(what: str) -> None:
    with pytest.raises(CannotTake) as refused:
        prepare(LIES[what](), "")

    assert str(refused.value) in {NOT_WHOLE, taking_in.TOO_MUCH}


def test_what_is_hung_to_a_picture_does_not_come_with_it() -> None:
    both = encoded(picture()) + b"<script>alert('" + CANARY.encode() + b"')</script>"

    made = prepare(both, "")

    assert CANARY.encode() not in made.large + made.small
    assert b"script" not in made.large + made.small


MEMORY = """
import resource, sys
sys.path[:0] = [{src!r}, {root!r}]
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from nearer.photos.taking_in import prepare
from nearer.photos.headers import CannotTake
from tests.photos import making
bombs = [making.png_bomb(20_000, 20_000), making.png_bomb(13_000, 13_000), making.jpeg_bomb(),
    making.webp_bomb(), making.heic_bomb(), making.moving("WEBP", 2_000)]
good = making.encoded(making.picture(6_000, 5_000))
def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = most()
for bomb in bombs:
    try:
        prepare(bomb, "")
    except CannotTake:
        continue
    sys.exit("taken")
prepare(good, "")
print(most() - before)
"""


def test_neither_a_bomb_nor_a_large_picture_makes_the_server_grow() -> None:
    """Megabytes of the process that serves; the one that decodes is another and is gone."""
    program = MEMORY.format(src=str(ROOT / "src"), root=str(ROOT))

    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr
    assert int(told.stdout) < 100


def test_whoever_decodes_has_bound_hands(tmp_path: Path) -> None:
    program = (
        f"import runpy; m = runpy.run_path({taking_in.decoding.__file__!r}); m['bind_hands']()\n"
        "try: open('here', 'wb', buffering=0).write(b'x' * 10)\n"
        "except OSError: print('no file')\n"
        "try: bytearray(2**30)\n"
        "except MemoryError: print('no memory')\n"
    )
    ignoring = "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n" + program

    told = subprocess.run(
        [sys.executable, "-c", ignoring], capture_output=True, text=True, cwd=tmp_path, check=False
    )

    assert told.stdout.split("\n")[:2] == ["no file", "no memory"], told.stderr


def test_one_picture_is_decoded_at_a_time_and_the_others_are_asked_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking_in, "PATIENCE", 0.05)
    begun, go_on = threading.Event(), threading.Event()

    def slowly(*_: object) -> bytes:
        begun.set()
        go_on.wait(10)
        return b"1 1 1\nab"

    monkeypatch.setattr(taking_in, "_decoded", slowly)
    done: list[Prepared] = []
    first = threading.Thread(target=lambda: done.append(prepare(encoded(picture()), "")))
    first.start()
    assert begun.wait(10)
    with pytest.raises(CannotTake, match="in a moment"):
        prepare(encoded(picture()), "")
    go_on.set()
    first.join()

    assert [(one.large, one.small) for one in done] == [(b"a", b"b")]
    assert prepare(encoded(picture()), "").large == b"a", "and the next one is let in"


def test_a_decoder_that_takes_for_ever_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_in.decoding, "SECONDS", 0.001)

    with pytest.raises(CannotTake) as refused:
        prepare(encoded(picture(3_000, 3_000)), "")

    assert str(refused.value) == taking_in.TOO_MUCH


def test_a_prepared_picture_is_not_printed() -> None:
    assert repr(Prepared(b"dots", b"dots", 1, 1, "words")) == "Prepared(width=1, height=1)"
