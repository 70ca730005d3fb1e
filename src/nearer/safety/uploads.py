"""Uploaded files stay in memory: none may touch the temp directory, not even to be refused."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

FIELD = "photo-"
"""What the name of a field begins with that a picture is asked for in."""


class MemoryUploadHandler(FileUploadHandler):
    """Holds one picture of somebody who is signed in, and drops every other file unread.

    Of a file that is too large only its size is told: its bytes are let go as they come, and the
    words beside it in the form are not lost. Its name is not kept either; it may tell something.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._parts: list[bytes] = []
        self._size = 0
        self._had_one = False

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, *args, **kwargs)
        known = getattr(self.request, "keyring", None) is not None
        if self._had_one or not known or not field_name.startswith(FIELD):
            raise SkipFile
        self._had_one = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._size += len(raw_data)
        if self._size > settings.PHOTO_FILE_BYTES:
            self._parts.clear()
        else:
            self._parts.append(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        if not self._size:
            return None  # a file field that was left empty
        held = UploadedFile(BytesIO(b"".join(self._parts)), name="picture", size=self._size)
        self._parts.clear()
        return held

    def upload_interrupted(self) -> None:
        self._parts.clear()
