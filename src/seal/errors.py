"""What can go wrong when something sealed is read. No message holds any data."""

from __future__ import annotations


class Tampered(Exception):
    """It did not open: wrong key, wrong place, changed or cut bytes.

    One error for every cause, because telling causes apart helps only somebody who is guessing.
    """

    def __str__(self) -> str:
        return "this could not be opened"


class UnknownVersion(Tampered):
    """The version is not one that this program knows. Nothing was tried; write nothing back."""

    def __str__(self) -> str:
        return "this was sealed by a version that is not known here"


class Busy(Exception):
    """Too many passwords are being worked on at once; nothing was tried, so ask again later."""

    def __str__(self) -> str:
        return "too many passwords are being checked at this moment"
