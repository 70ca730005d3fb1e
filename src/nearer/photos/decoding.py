"""Opens one picture and draws it anew. A program of its own, that knows no key and dies young.

Those who hold a bond's key are not all friends, and decoders of pictures have faults. So each
picture is decoded in a fresh process: it holds nothing but that picture, may write no file, has
little memory and little time. Run by `taking_in`, as a file, without the rest of Nearer:

    python -I -B decoding.py KIND MOST_PIXELS LARGE SMALL < picture > sizes, large, small

It prints “WIDTH HEIGHT BYTES”, a newline, the large JPEG of so many bytes, and the small one.
"""

from __future__ import annotations

import io
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

MEMORY = 768 * 1024 * 1024
SECONDS = 30
QUALITY = 82
UNREADABLE, TOO_MUCH = 3, 4
"""Exit codes: this is no whole picture; there is not enough memory for it."""


def bind_hands() -> None:
    """No files, no core dump, a bounded memory and a bounded time."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        for limit, value in (
            (resource.RLIMIT_AS, MEMORY),
            (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            resource.setrlimit(limit, (value, value))


def opened(data: bytes, kind: str, most_pixels: int) -> Picture:
    """The picture, its size checked once more by the decoder, and not decoded yet."""
    from PIL import Image

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = most_pixels
    if kind == "HEIF":
        import pi_heif  # type: ignore[import-untyped]

        pi_heif.register_heif_opener(
            thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
        )
    picture = Image.open(io.BytesIO(data), formats=[kind])
    if picture.width * picture.height > most_pixels:
        raise ValueError("larger than its header said")
    return picture


def shrunk(picture: Picture, side: int) -> Picture:
    """In few colours' modes, upright, and with no side longer than `side`."""
    from PIL import Image, ImageOps

    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    elif picture.mode not in {"L", "LA", "RGB", "RGBA", "CMYK"}:
        see_through = picture.mode.endswith("A") or "transparency" in picture.info
        picture = picture.convert("RGBA" if see_through else "RGB")
    # With a gap the decoder of JPEG already leaves out what would be thrown away.
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    with suppress(Exception):
        # Which way up stands among metadata that any program may have written wrongly.
        picture = ImageOps.exif_transpose(picture)
    return picture


def in_plain_colours(picture: Picture) -> Picture:
    """In sRGB, on white where one could see through, and with nothing beside its dots."""
    from PIL import Image, ImageCms

    seen = picture
    if picture.mode in {"LA", "RGBA"}:
        seen = Image.new("RGB", picture.size, "white")
        seen.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
    elif picture.mode != "RGB" and "icc_profile" not in picture.info:
        seen = picture.convert("RGB")
    if profile := picture.info.get("icc_profile"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(seen, source, srgb, outputMode="RGB")
            seen = turned or seen
    clean = Image.new("RGB", seen.size)
    clean.paste(seen.convert("RGB"))
    return clean


def as_jpeg(picture: Picture) -> bytes:
    """The dots alone."""
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=QUALITY)
    return held.getvalue()


def main() -> int:
    """Read, draw anew, write."""
    bind_hands()
    kind, most_pixels, large, small = sys.argv[1], *map(int, sys.argv[2:5])
    data = sys.stdin.buffer.read()
    try:
        picture = opened(data, kind, most_pixels)
        clean = in_plain_colours(shrunk(picture, large))
        whole = as_jpeg(clean)
        clean.thumbnail((small, small))
        held = b"%d %d %d\n" % (*clean_size(whole), len(whole)) + whole + as_jpeg(clean)
    except MemoryError:
        return TOO_MUCH
    except Exception:  # noqa: BLE001 - decoders raise anything; none of it may be told
        return UNREADABLE
    sys.stdout.buffer.write(held)
    sys.stdout.buffer.flush()
    return 0


def clean_size(jpeg: bytes) -> tuple[int, int]:
    """Width and height, read back from what will be kept."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as kept:
        return kept.size


if __name__ == "__main__":
    sys.exit(main())
