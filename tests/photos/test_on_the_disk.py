"""On the real server: of a picture nothing readable stands on the disk, not after a kill either."""

from __future__ import annotations

import re
import socket
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

from nearer import settings
from tests.cast import PASSWORD
from tests.photos import making
from tests.serving import Server
from tests.trust.sweep import sweep
from tests.trust.visitor import Visitor

ALT = "kxalt0123456789 of a flag"
NAME = "kxname0123456789.jpg"


def half_an_upload(who: Visitor, path: str, head: bytes) -> socket.socket:
    """Begin to send a picture of 20 MB, and stop in the middle of it."""
    where = urlsplit(who.url)
    line = socket.create_connection((where.hostname, where.port), timeout=20)
    part = f'--x\r\nContent-Disposition: form-data; name="photo-more"; filename="{NAME}"\r\n\r\n'
    lines = [
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Cookie: __Host-s={who.cookie}",
        "Content-Type: multipart/form-data; boundary=x",
        f"Content-Length: {20 * 2**20}",
    ]
    line.sendall("\r\n".join([*lines, "", part]).encode() + head + bytes(10 * 2**20))
    return line


def test_a_picture_leaves_nothing_readable_on_the_disk(tmp_path: Path) -> None:
    server = Server(tmp_path / "home")
    server.start()
    who = Visitor(server.url)
    picture = making.jpeg_that_tells()
    try:
        who.sign_up("Ann", "ann@example.org", PASSWORD)
        sitting = server.beside("tests.photos.beginning", "ann@example.org", PASSWORD)
        who.go(f"/sittings/{sitting}/")
        # As large as may be: what hangs to a picture is let in with it, and not kept.
        large = picture + bytes(settings.PHOTO_FILE_BYTES - len(picture))
        who.send(
            who.form("photo__show"),
            alt__show=ALT,
            files_={"photo-show": (NAME, large, "image/jpeg")},
        )
        assert who.page.status_code == 200
        assert ALT in who.page.text
        found = re.search(r"/photos/[0-9a-f-]{36}/small/", who.page.text)
        assert found
        small = who.go(found[0]).content
        assert small.startswith(b"\xff\xd8\xff")
        line = half_an_upload(who, f"/sittings/{sitting}/add/", making.HEIC.read_bytes() + picture)
        server.kill()
        line.close()
        words: dict[str, str | bytes] = {
            "what it told": making.CANARY,
            "its name": NAME,
            "what was said of it": ALT,
            "what was sent": picture[-900:-860],
            "the half that was sent": making.HEIC_CANARIES[0],
            "what is shown": small[-900:-860],
        }

        assert server.files()
        assert sweep(server.files(), words) == {}
        assert not [path for path in server.files() if server.temp in path.parents]

        server.start()
        assert who.go(found[0]).content == small, "what was acknowledged is there"
    finally:
        who.close()
        server.stop()


def test_what_is_deleted_is_overwritten(tmp_path: Path) -> None:
    """The settings' own words to SQLite, on a file like that of the server."""
    # The tests' own settings have taken them out of the dictionary, which is the same.
    source = Path(str(settings.__file__)).read_text(encoding="utf-8")
    told = " ".join(re.findall(r"PRAGMA [^;]+;", source))
    record = b"kxsealedrecord" * 1_000

    def left_over(asked: str) -> bytes:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.sqlite3"
        line = sqlite3.connect(path)
        line.executescript(asked)
        line.execute("CREATE TABLE picture (large BLOB)")
        line.execute("INSERT INTO picture VALUES (?)", [record])
        line.commit()
        line.execute("DELETE FROM picture")
        line.commit()
        line.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        line.close()
        return path.read_bytes()

    assert record[:14] not in left_over(told)
    assert record[:14] in left_over(told.replace("secure_delete=ON", "secure_delete=OFF"))
