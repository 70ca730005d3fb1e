"""What the pages are made of keeps to the content security policy, and to itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

NEARER = Path(__file__).resolve().parents[2] / "src" / "nearer"
STATIC = NEARER / "ui" / "static" / "ui"
TEMPLATES = sorted(NEARER.glob("**/pages/**/*.html"))
OURS = sorted([*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")])

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.I),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "hx-on or js: (htmx would evaluate it)": re.compile(r"\bhx-on|[\"']js:|javascript:", re.I),
}


def name_of(path: Path) -> str:
    """The path as a person would say it, for the names of tests."""
    return str(path.relative_to(NEARER))


def without_comments(text: str) -> str:
    """A template as it is drawn."""
    return re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}", "", text, flags=re.S)


def icons_used() -> Iterator[tuple[Path, str]]:
    """Each literal icon name in a template, with the template."""
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        for name in re.findall(r'parts/icon\.html"\s+with\s+name="([^"]+)"', text):
            yield template, name


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_it_holds_nothing_inline(template: Path) -> None:
    text = without_comments(template.read_text(encoding="utf-8"))
    for what, pattern in INLINE.items():
        assert not pattern.search(text), f"{name_of(template)} holds {what}"


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_it_marks_nothing_as_safe(template: Path) -> None:
    text = without_comments(template.read_text(encoding="utf-8"))
    assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", text), name_of(template)


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_it_fetches_nothing_from_elsewhere(path: Path) -> None:
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", path.read_text(encoding="utf-8"), re.I)


@pytest.mark.parametrize("path", [p for p in OURS if p.suffix == ".js"], ids=name_of)
def test_it_stores_nothing_in_the_browser(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("sessionStorage.clear()", "")
    forbidden = r"localStorage|sessionStorage|indexedDB|document\.cookie|\beval\(|innerHTML"
    assert not re.search(forbidden, text)


def test_it_has_every_icon_that_is_used() -> None:
    sprite = (STATIC / "icons" / "sprite.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    missing = {f"{name} in {name_of(where)}" for where, name in icons_used() if name not in there}
    assert not missing


def test_it_has_every_file_that_a_page_names() -> None:
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        for name in re.findall(r"{%\s*static\s+'ui/([^']+)'\s*%}", text):
            assert (STATIC / name).is_file(), f"{name_of(template)}: {name}"


def test_it_has_every_font_and_module_that_is_named() -> None:
    for sheet in STATIC.glob("css/*.css"):
        for name in re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8")):
            assert (sheet.parent / name).resolve().is_file(), name
    for script in STATIC.glob("js/*.js"):
        for name in re.findall(r'from "(\./[^"]+)"', script.read_text(encoding="utf-8")):
            assert (script.parent / name).is_file(), name


def test_it_uses_only_values_that_the_tokens_name() -> None:
    text = "\n".join(sheet.read_text(encoding="utf-8") for sheet in STATIC.glob("css/*.css"))
    named = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) <= named


def test_it_carries_the_licence_of_what_others_made() -> None:
    for name in (
        "fonts/commissioner-LICENSE.txt",
        "fonts/literata-LICENSE.txt",
        "icons/lucide-LICENSE.txt",
        "js/vendor/htmx-LICENSE.txt",
    ):
        assert (STATIC / name).stat().st_size > 100, name
