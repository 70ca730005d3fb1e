"""A backup as a file: a tar with a page that says what it is, the database, and nothing else."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from .refused import Refused

FORMAT = 1
MANIFEST = "nearer-backup.json"
DATABASE = "nearer.sqlite3"
CHUNK = 1024 * 1024
LARGEST_MANIFEST = 1024 * 1024


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `pepper` is the key's fingerprint, which tells nothing of it.

    `migrations` are pairs of app and name; `size` is in bytes; `day` is YYYY-MM-DD.
    """

    version: str
    day: str
    migrations: tuple[tuple[str, str], ...]
    size: int
    sha256: str
    pepper: str

    def to_bytes(self) -> bytes:
        """As it stands in the archive."""
        return json.dumps({"nearer_backup": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def from_bytes(cls, held: bytes) -> Manifest:
        """Read `to_bytes` back; raises ValueError, TypeError or KeyError for anything else."""
        told = json.loads(held)
        number = told.pop("nearer_backup")
        if number != FORMAT:
            raise Refused(
                f"This backup has format {number}, and this version of Nearer reads format {FORMAT}"
                " alone. Restore it with the version that made it."
            )
        migrations = tuple((str(app), str(name)) for app, name in told.pop("migrations"))
        made = cls(migrations=migrations, **told)
        texts = (made.version, made.day, made.sha256, made.pepper)
        if not all(isinstance(text, str) for text in texts) or not isinstance(made.size, int):
            raise TypeError
        return made


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(path: Path, manifest: Manifest, database: Path) -> None:
    """Make the archive, readable by this user alone, and on the disk when this returns."""
    with create(path) as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            told = manifest.to_bytes()
            tar.addfile(_entry(MANIFEST, len(told)), io.BytesIO(told))
            with database.open("rb") as held:
                tar.addfile(_entry(DATABASE, manifest.size), held)
        file.flush()
        os.fsync(file.fileno())


def create(path: Path) -> IO[bytes]:
    """A new file, readable by this user alone; raises FileExistsError."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _entry(name: str, size: int) -> tarfile.TarInfo:
    # Owner and time of the tar's own are left at nothing: they would tell of this machine.
    entry = tarfile.TarInfo(name)
    entry.size = size
    entry.mode = 0o600
    return entry


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, IO[bytes]]]:
    """What a backup says of itself, and its database to read; raises Refused."""
    foreign = Refused(f"{path} is not a backup of Nearer, or it is damaged. Nothing was changed.")
    try:
        file = path.open("rb")
    except OSError as fault:
        raise Refused(f"{path} can't be read: {fault.strerror}.") from None
    with file:
        try:
            tar = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 - it holds nothing but file
            first, second = tar.next(), tar.next()
            if not (first and second):
                raise tarfile.ReadError
            manifest = Manifest.from_bytes(_whole(tar, first, MANIFEST, LARGEST_MANIFEST))
            if second.size != manifest.size:
                raise ValueError
            held = _member(tar, second, DATABASE)
        except (tarfile.TarError, EOFError, ValueError, TypeError, KeyError, AttributeError):
            raise foreign from None
        yield manifest, held


def _member(tar: tarfile.TarFile, entry: tarfile.TarInfo, name: str) -> IO[bytes]:
    held = tar.extractfile(entry) if entry.isreg() and entry.name == name else None
    if held is None:
        raise tarfile.ReadError
    return held


def _whole(tar: tarfile.TarFile, entry: tarfile.TarInfo, name: str, most: int) -> bytes:
    if entry.size > most:
        raise tarfile.ReadError
    return _member(tar, entry, name).read()


def copy_out(held: IO[bytes], manifest: Manifest, to: Path) -> None:
    """Put the database at `to`, byte for byte as it was saved; raises Refused, and leaves none."""
    seen, count = hashlib.sha256(), 0
    try:
        with create(to) as file:
            for chunk in _chunks(held):
                seen.update(chunk)
                count += len(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if count != manifest.size:
            raise Refused("This backup is cut short. Nothing was changed; use another one.")
        if seen.hexdigest() != manifest.sha256:
            raise Refused("This backup is damaged. Nothing was changed; use another one.")
    except BaseException:
        to.unlink(missing_ok=True)
        raise


def _chunks(held: IO[bytes]) -> Iterator[bytes]:
    try:
        while chunk := held.read(CHUNK):
            yield chunk
    except (tarfile.TarError, EOFError):
        return  # cut short; the count tells


def sync_folder(folder: Path) -> None:
    """Make sure that a name given in this folder survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
