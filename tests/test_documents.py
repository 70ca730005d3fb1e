"""The documents keep up with the house, and tell nothing of the machine they were written on.

A room, setting, command or option that none of them mentions fails here.
"""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "SECURITY.md", "CONTRIBUTING.md")

# Put together from pieces, so that this very file passes.
REGISTRIES = [a + b for a, b in (("pypi", ".org"), ("python", "hosted.org"), ("npm", "js.org"))]
REGISTRIES += ["npm" + "js.com", "deb." + "debian.org", "crates" + ".io", "un" + "pkg.com"]
FOLDERS = "|".join(
    ["wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers", "opt" + "/py", "tm" + "p/"]
)
MACHINE = re.compile(rf"(?<![\w.}}\]>:/-])/(?:{FOLDERS})[/\w]")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def everything_written() -> str:
    return "\n".join(map(read, DOCUMENTS))


def rooms() -> list[str]:
    return sorted(init.parent.name for init in (ROOT / "src/nearer").glob("*/__init__.py"))


def packages() -> list[str]:
    return sorted(init.parent.name for init in (ROOT / "src").glob("*/__init__.py"))


def settings() -> list[str]:
    return sorted(set(re.findall(r"\bNEARER_[A-Z_]+[A-Z]", read("src/nearer/settings.py"))))


def first_words(source: str, verb: str) -> list[str]:
    """The first argument of every call of `….verb("…")` in a file of ours."""
    calls = [
        node
        for node in ast.walk(ast.parse(read(source)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == verb
    ]
    told = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
    assert len(told) == len(calls), f"{source}: say the words of {verb}() plainly"
    return [str(word) for word in told]


def handed_out() -> list[Path]:
    """What git would hand out: everything tracked, and what is about to be."""
    asked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    told = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("this is not a git checkout")
    paths = (ROOT / name for name in told.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


def texts() -> dict[Path, str]:
    found = {}
    for path in handed_out():
        try:
            found[path.relative_to(ROOT)] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
    return found


def test_every_room_and_package_is_in_the_architecture() -> None:
    written = read("ARCHITECTURE.md")

    assert {"people", "sittings"} <= set(rooms())
    assert [name for name in rooms() + packages() if f"`{name}`" not in written] == []


def test_every_folder_with_code_is_a_room_that_says_what_it_is_for() -> None:
    folders = {path.parent for path in (ROOT / "src/nearer").glob("*/*.py")}

    def says_nothing(folder: Path) -> bool:
        init = folder / "__init__.py"
        return not init.exists() or not ast.get_docstring(ast.parse(init.read_text()))

    assert [folder.name for folder in folders if says_nothing(folder)] == []


def test_every_setting_is_written_down() -> None:
    written = everything_written()

    assert settings()
    assert [name for name in settings() if f"`{name}`" not in written] == []


def test_no_document_tells_of_a_setting_that_is_not_there() -> None:
    told = set(re.findall(r"\bNEARER_[A-Z_]+[A-Z]", everything_written()))

    assert told - set(settings()) == set()


def test_every_command_is_written_down() -> None:
    commands = first_words("src/nearer/__main__.py", "add_parser")
    written = everything_written()

    assert {"serve", "demo"} <= set(commands)
    assert [name for name in commands if f"./start {name}" not in written] == []


def test_every_option_is_written_down() -> None:
    options = [
        option
        for source in ("src/nearer/__main__.py", "tools/house.py")
        for option in first_words(source, "add_argument")
        if option.startswith("--")
    ]
    written = everything_written()

    assert "--fast" in options
    assert [option for option in options if option not in written] == []


def test_what_the_documents_link_to_is_there() -> None:
    missing = [
        f"{name}: {target}"
        for name in (*DOCUMENTS, "STYLE.md")
        for target in re.findall(r"(?:\]\(|\bsrc=\")([^)#\s\"]+)", read(name))
        if "://" not in target and not (ROOT / target).exists()
    ]

    assert missing == []


def test_the_readme_stays_one_screen() -> None:
    assert len(read("README.md").splitlines()) <= 80


def test_no_file_names_a_registry() -> None:
    assert [
        f"{path}: {host}" for path, text in texts().items() for host in REGISTRIES if host in text
    ] == []


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    assert [
        f"{path}: {found.group()}"
        for path, text in texts().items()
        for found in MACHINE.finditer(text)
    ] == []
