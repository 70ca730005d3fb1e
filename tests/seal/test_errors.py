from __future__ import annotations

import pytest

import seal

KEY = bytes(range(32))


def test_a_failed_opening_holds_no_data() -> None:
    record = seal.seal(KEY, b"words", [])
    for changed in (record[:-1], b"\2" + record, b"", record[:60] + b"?" + record[61:]):
        with pytest.raises(seal.Tampered) as caught:
            seal.open(KEY, changed, [])
        error = caught.value
        assert error.args == ()
        assert error.__cause__ is None
        assert error.__context__ is None or error.__suppress_context__


def test_errors_say_the_same_whatever_they_were_given() -> None:
    assert str(seal.Tampered("secret")) == "this could not be opened"
    assert (
        str(seal.UnknownVersion("secret")) == "this was sealed by a version that is not known here"
    )
    assert str(seal.Busy("secret")) == "too many passwords are being checked at this moment"


def test_an_unknown_version_is_a_failed_opening_and_being_busy_is_not() -> None:
    assert issubclass(seal.UnknownVersion, seal.Tampered)
    assert not issubclass(seal.Busy, seal.Tampered)
