"""A database that fails at one chosen statement, as a full disk or a pulled plug would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import OperationalError, connection


@contextmanager
def failing_at(number: int) -> Iterator[None]:
    """The `number`-th statement (from 1) does not happen."""
    seen = count(1)

    def one(execute: Callable[..., Any], *args: Any) -> Any:
        if next(seen) == number:
            raise OperationalError("disk I/O error")
        return execute(*args)

    with connection.execute_wrapper(one):
        yield


def at_each_statement(deed: Callable[[], object], then: Callable[[], object]) -> int:
    """Do the deed with every statement of it failing once, and look `then`; at last it succeeds.

    Returns how many statements it took.
    """
    for number in count(1):
        try:
            with failing_at(number):
                deed()
        except OperationalError:
            then()
            continue
        return number - 1
    raise AssertionError
