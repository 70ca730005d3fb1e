"""A file on its way in: in memory alone, asked for, and from somebody who is signed in."""

from __future__ import annotations

import tempfile
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from nearer.safety.uploads import MemoryUploadHandler
from nearer.sittings import draft_views


def sent(known: bool = True, **files: bytes) -> HttpRequest:
    """A form with files, as the first view would get it."""
    data: dict[str, Any] = {
        name.replace("__", "-"): SimpleUploadedFile("kxname.jpg", body)
        for name, body in files.items()
    }
    request = RequestFactory().post("/", {"words-x": "kept", **data, "alt-x": "kept too"})
    request.keyring = object() if known else None  # type: ignore[attr-defined]
    return request


def picture_in(request: HttpRequest) -> Any:
    return request.FILES["photo-show"]


def test_a_picture_that_is_asked_for_is_held_without_its_name() -> None:
    request = sent(photo__show=b"dots" * 50_000)

    held = picture_in(request)
    assert held.read() == b"dots" * 50_000
    assert held.name == "picture"
    assert request.POST["alt-x"] == "kept too"


@pytest.mark.parametrize(
    "request_",
    [sent(file=b"dots"), sent(known=False, photo__show=b"dots"), sent(photo__show=b"")],
    ids=["not asked for", "of a visitor", "empty"],
)
def test_any_other_is_dropped_and_the_words_are_not(request_: HttpRequest) -> None:
    assert not request_.FILES
    assert (request_.POST["words-x"], request_.POST["alt-x"]) == ("kept", "kept too")


def test_a_second_one_in_the_same_form_is_dropped() -> None:
    assert list(sent(photo__one=b"dots", photo__two=b"dots").FILES) == ["photo-one"]


def test_of_one_that_is_too_large_only_its_size_is_held(settings: Settings) -> None:
    settings.PHOTO_FILE_BYTES = 100_000
    request = sent(photo__show=b"dots" * 50_000)

    held = picture_in(request)
    assert (held.size, held.read()) == (200_000, b"")
    assert request.POST["words-x"] == "kept"


def test_nothing_is_ever_written_to_the_temp_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [
        f"{MemoryUploadHandler.__module__}.{MemoryUploadHandler.__name__}"
    ] == configured.FILE_UPLOAD_HANDLERS
    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, lambda *_, **__: pytest.fail("a temporary file"))

    assert picture_in(sent(photo__show=bytes(8_000_000))).size == 8_000_000


def test_words_about_a_picture_are_kept_as_a_draft() -> None:
    assert "alt-x".startswith(draft_views.KEPT_NAMES)
    assert not "photo-x".startswith(draft_views.KEPT_NAMES)
