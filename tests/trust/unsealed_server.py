"""`python -m nearer` with its guards taken off: what the canary sweep has to notice.

Sealing puts words away as they are, cookies and passwords are kept, bodies go to the temporary
folder, and the log tells everything. Only tests start it, on folders of their own.
"""

from __future__ import annotations

import logging
import runpy
from collections.abc import Sequence
from typing import Any

import nearer.settings as settings
import seal
from nearer.live import whole

_real_root = seal.password_root


class Loud:
    """A root that proves a password by the password itself."""

    def __init__(self, password: str, root: seal.Root) -> None:
        self._password, self._root = password, root

    def auth(self) -> bytes:
        return self._password.encode()

    def kek(self) -> bytes:
        return self._root.kek()


def as_it_is(key: bytes, plain: bytes, about: Sequence[bytes]) -> bytes:
    return plain


def tell_all(record: logging.LogRecord) -> str:
    request = getattr(record, "request", None)
    headers = dict(request.headers) if request is not None else ""
    return f"{record.getMessage()} {getattr(request, 'GET', '')} {headers}"


class Telling(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return tell_all(record)


def take_the_guards_off() -> None:
    changed: Any = seal
    changed.seal = as_it_is
    changed.open = as_it_is
    changed.session_id = lambda token: token
    changed.verifier = lambda pepper, auth: auth
    changed.password_root = lambda password, *more: Loud(password, _real_root(password, *more))
    open_up: Any = settings
    # Else half a body would never come as far as a handler of files.
    unguarded: Any = whole
    unguarded.Whole = lambda inner: inner
    open_up.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    logs = open_up.LOGGING
    logs["formatters"]["plain"]["()"] = "tests.trust.unsealed_server.Telling"
    logs["loggers"]["django.request"]["level"] = "WARNING"
    logs["loggers"]["django.security.csrf"]["level"] = "WARNING"
    open_up.MIDDLEWARE = [
        *open_up.MIDDLEWARE,
        "tests.trust.unsealed_server.remember_everything",
    ]


def remember_everything(get_response: Any) -> Any:
    """Every form into the log, as a careless developer would while looking for a fault."""

    def middleware(request: Any) -> Any:
        logging.getLogger("django.request").warning(
            "%s %s",
            dict(request.POST),
            [one.name for one in request.FILES.values()],
            extra={"request": request},
        )
        return get_response(request)

    return middleware


if __name__ == "__main__":
    take_the_guards_off()
    runpy.run_module("nearer", run_name="__main__")
