from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tools import house
from tools.house import LOCKS, ROOT, House, NotReady

RUN, MANY, DEV = LOCKS


class Pretended(House):
    """A house whose builders only note what they were asked to do."""

    def __init__(self, root: Path, *, breaks: bool = False) -> None:
        super().__init__(root)
        self.did: list[str] = []
        self.breaks = breaks

    def _build(self) -> None:
        self.did.append("build")
        self.python.parent.mkdir(parents=True, exist_ok=True)
        self.python.touch()

    def _install(self, lock: str) -> None:
        assert not self.stamp.exists(), "an install that is cut short would look whole"
        self.did.append(lock)
        if self.breaks:
            raise NotReady("no network")

    def _show_sources(self) -> None:
        pass


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for lock in LOCKS:
        (tmp_path / lock).write_text(f"all of {lock}")
    return tmp_path


def test_it_builds_and_installs_once(root: Path) -> None:
    first, second = Pretended(root), Pretended(root)

    first.make_ready(RUN)
    second.make_ready(RUN)

    assert first.did == ["build", RUN]
    assert second.did == []


def test_what_is_installed_for_checking_serves_for_running_too(root: Path) -> None:
    Pretended(root).make_ready(DEV)

    then = Pretended(root)
    then.make_ready(RUN)

    assert then.did == []


def test_it_adds_what_checking_needs_to_a_house_that_runs(root: Path) -> None:
    Pretended(root).make_ready(RUN)

    then = Pretended(root)
    then.make_ready(DEV)

    assert then.did == [DEV]


def test_a_changed_lock_file_is_installed_anew(root: Path) -> None:
    Pretended(root).make_ready(RUN)
    (root / RUN).write_text("something newer")

    then = Pretended(root)
    then.make_ready(RUN)

    assert then.did == [RUN]


def test_an_install_cut_short_is_never_taken_for_whole(root: Path) -> None:
    Pretended(root).make_ready(RUN)
    (root / RUN).write_text("something newer")
    with pytest.raises(NotReady):
        Pretended(root, breaks=True).make_ready(RUN)

    then = Pretended(root)
    then.make_ready(RUN)

    assert then.did == ["build", RUN]


def test_another_python_or_another_place_means_building_anew(root: Path) -> None:
    house = Pretended(root)
    house.make_ready(RUN)
    stamp = json.loads(house.stamp.read_text())
    house.stamp.write_text(json.dumps(stamp | {"built_for": "Python 3.9 in /usr"}))

    then = Pretended(root)
    then.make_ready(RUN)

    assert then.did == ["build", RUN]


@pytest.mark.parametrize("nonsense", ["", "{", "[]", "\x00"])
def test_a_stamp_that_makes_no_sense_counts_as_none(root: Path, nonsense: str) -> None:
    house = Pretended(root)
    house.make_ready(RUN)
    house.stamp.write_text(nonsense)

    then = Pretended(root)
    then.make_ready(RUN)

    assert then.did == ["build", RUN]


def test_a_venv_whose_python_went_away_is_built_anew(root: Path) -> None:
    house = Pretended(root)
    house.make_ready(RUN)
    house.python.unlink()

    then = Pretended(root)
    then.make_ready(RUN)

    assert then.did == ["build", RUN]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ([], ["serve"]),
        (["--port", "9000"], ["serve", "--port", "9000"]),
        (["demo"], ["demo"]),
        (["demo", "--port", "9000"], ["demo", "--port", "9000"]),
        (["backup", "saved"], ["backup", "saved"]),
        (["--help"], ["--help"]),
    ],
)
def test_start_serves_unless_told_otherwise(said: list[str], meant: list[str]) -> None:
    assert house._spoken(said) == meant


def test_the_lock_for_checking_holds_all_of_the_lock_for_running() -> None:
    def pinned(lock: str) -> set[str]:
        return set(re.findall(r"^\S+==[^\s;]+", (ROOT / lock).read_text(), re.MULTILINE))

    assert pinned(RUN) <= pinned(DEV)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_lock_names_a_place_to_fetch_from(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.split(r"\n(?=\S+==)", text)[1:]

    assert pins
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []
    assert "://" not in text
    assert "index-url" not in text
