"""Nothing that anybody types, chooses or is given stands on the disk, not after a kill -9 either.

Two people use the real server. Unique words go through every field, form, header and address; then
every byte of the database and its log, of the temporary folder, of what the server printed and of
the key folder is searched. There is no mail yet; when there is, its folder belongs into the sweep.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from tests.serving import ROOT, Server
from tests.trust.story import CHOSEN, Story
from tests.trust.sweep import hits, sweep, ways_to_hide


class Unsealed(Server):
    """The same server with its guards taken off."""

    def start(self) -> None:
        real = subprocess.Popen

        def other_program(command: list[str], **more: Any) -> subprocess.Popen[bytes]:
            assert command[:3] == [sys.executable, "-m", "nearer"]
            return real([sys.executable, "-m", "tests.trust.unsealed_server", *command[3:]], **more)

        with mock.patch("tests.serving.subprocess.Popen", other_program):
            super().start()

    def _environment(self) -> dict[str, str]:
        return super()._environment() | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


@dataclass
class Told:
    """A story that was told, and copies of the disk: running, killed, and started again."""

    story: Story
    copies: dict[str, Path]
    survived: bool

    def stores(self, moment: str) -> dict[str, list[Path]]:
        home = self.copies[moment]
        files = [path for path in home.rglob("*") if path.is_file()]
        return {
            "database": [path for path in files if path.name.endswith("sqlite3")],
            "write-ahead log": [path for path in files if path.name.endswith("sqlite3-wal")],
            "temporary folder": [path for path in files if home / "temp" in path.parents],
            "printed": [home / "said"],
            "everything": files,
        }

    def found(self, moment: str, store: str) -> set[str]:
        """Labels of the canaries found there."""
        return set().union(*sweep(self.stores(moment)[store], self.story.words).values())


def told_to(server: Server, folder: Path) -> Told:
    story = Story(server)
    copies = {}

    def copy(moment: str) -> None:
        copies[moment] = folder / moment
        shutil.copytree(server.home, copies[moment])

    server.start()
    try:
        story.tell()
        copy("running")
        in_flight = story.be_killed()
        copy("killed")
        server.start()
        story.ann.go("/")
        share = story.ann.go(story.sitting).text
        survived = all(str(story.words[one]) in share for one in ("share", "answer", "idea"))
        found = story.ann.go("/begin/to-myself/")
        survived &= found.status_code == 200 and bool(in_flight)
        story.ann.go(f"/bonds/{story.bond}/leave/")
        story.ann.send(story.ann.form(at="leave"))
        story.ann.send(story.ann.form(at="sign-out"))
        story.remember_cookies()
    finally:
        story.ann.close()
        story.ben.close()
        server.stop()
    copy("stopped")
    return Told(story, copies, survived)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Told:
    server = Server(tmp_path_factory.mktemp("sealed"))
    return told_to(server, tmp_path_factory.mktemp("copies"))


@pytest.fixture(scope="module")
def unsealed(tmp_path_factory: pytest.TempPathFactory) -> Told:
    server = Unsealed(tmp_path_factory.mktemp("unsealed"))
    return told_to(server, tmp_path_factory.mktemp("copies"))


@pytest.mark.parametrize("moment", ["running", "killed", "stopped"])
def test_no_canary_stands_anywhere_on_the_disk(sealed: Told, moment: str) -> None:
    files = sealed.stores(moment)["everything"]
    assert any(path.name == "nearer.sqlite3" for path in files)
    assert len(sealed.story.words) > 100

    assert sweep(files, sealed.story.words) == {}


def test_there_was_something_to_search(sealed: Told) -> None:
    """A write-ahead log with much in it while it ran and after the kill."""
    for moment in ("running", "killed"):
        stores = sealed.stores(moment)
        assert stores["write-ahead log"]
        size = sum(p.stat().st_size for p in stores["database"] + stores["write-ahead log"])
        assert size > 500_000
    assert sealed.stores("running")["temporary folder"] == []
    assert sealed.stores("killed")["temporary folder"] == []


def test_what_was_acknowledged_is_there_after_the_kill(sealed: Told) -> None:
    assert sealed.survived


def test_the_log_tells_of_no_fault(sealed: Told) -> None:
    said = (sealed.copies["stopped"] / "said").read_text()

    # A request for another host is one of those that are sent; it is worth a line.
    lines = [line for line in said.splitlines() if "DisallowedHost" not in line]
    assert [line for line in lines if "Traceback" in line or "ERROR" in line] == []


def test_without_sealing_the_same_sweep_finds_them_in_the_database(unsealed: Told) -> None:
    """The positive control: what was typed, chosen and given out, store by store."""
    stored = unsealed.found("killed", "database") | unsealed.found("killed", "write-ahead log")
    kept = {
        *CHOSEN,
        *("address of ann", "another address"),
        *("name of ann", "new name", "new name of the bond", "name of a companion"),
        *("name of the newcomer", "share", "beforehand", "reflection", "question", "answer"),
        *("helped, shown", "helped, kept privately", "second reflection", "idea", "last word"),
        *("line about closeness", "how I learned it"),
        *("rose of ann", "bud of ben", "warm word", "to myself", "told face to face"),
        *("promise", "date", "slip", "little question", "little thing", "topic"),
        *("draft, kept", "title of a draft, kept in passing", "place of a draft, kept"),
        *("password of ben", "password after recovery", "in flight"),
    } - {"a kind of step", "a judgement", "a feeling"}
    assert kept - stored == set()
    assert any(label.startswith("token") for label in stored)
    assert {"open recovery code", "open invitation code"} <= stored


def test_without_the_guards_it_finds_them_in_the_temporary_folder(unsealed: Told) -> None:
    assert "half a file" in unsealed.found("killed", "temporary folder")


def test_without_the_guards_it_finds_them_in_what_was_printed(unsealed: Told) -> None:
    printed = unsealed.found("stopped", "printed")
    sent = {
        *("path", "query", "value", "agent", "name of a file", "wrong password", "wrong code"),
        *("practice that is none", "header Referer", "header X-Forwarded-For", "stale form"),
        *("old token", "feeling that is none", "session over while writing", "wrong group"),
        *("in 200,000 characters", "beside a file", "next", "page"),
    }

    assert sent - printed == set()


@pytest.mark.parametrize("way", ways_to_hide("x"))
def test_the_sweep_sees_through_every_way_of_writing(tmp_path: Path, way: str) -> None:
    word = "kx“long” näme 0123456789abc"
    (tmp_path / "file").write_bytes(bytes(100) + ways_to_hide(word)[way] + bytes(100))
    words = {"planted": word, "absent": "kx0123456789abd"}

    assert sweep([tmp_path / "file"], words) == {str(tmp_path / "file"): {"planted"}}


def test_the_sweep_reads_the_names_of_files_too(tmp_path: Path) -> None:
    path = tmp_path / "kxname0123.tmp"
    path.touch()

    assert sweep([path], {"planted": "kxname0123"}) == {str(path): {"planted"}}


def test_noise_holds_no_canary() -> None:
    assert hits(bytes(range(256)) * 4_000, {"absent": "kx0123456789abc"}) == set()
