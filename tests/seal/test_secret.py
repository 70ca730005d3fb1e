from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import seal

KEK = bytes(range(32))
OTHER_KEK = bytes(range(1, 33))
PRIVATE = seal.PrivateKey(KEK)


@pytest.mark.parametrize("kind", [seal.PrivateKey, seal.Root])
def test_a_secret_is_never_shown(kind: Callable[[bytes], Any]) -> None:
    raw = b"a very secret string of 32 bytes"
    secret = kind(raw)
    name = f"<{secret.__class__.__name__}>"
    assert [repr(secret), str(secret), f"{secret}", "%s" % secret] == [name] * 4  # noqa: UP031
    assert repr([secret]) == f"[{name}]"
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("kind", [seal.PrivateKey, seal.Root])
@pytest.mark.parametrize("take", [pickle.dumps, copy.copy, copy.deepcopy, hash])
def test_a_secret_is_neither_pickled_nor_copied_nor_hashed(
    kind: Callable[[bytes], Any], take: Callable[[Any], Any]
) -> None:
    with pytest.raises(TypeError, match=r"never pickled or copied|unhashable"):
        take(kind(bytes(32)))


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_no_pickle_protocol_takes_a_private_key(protocol: int) -> None:
    with pytest.raises(TypeError, match="a PrivateKey is never pickled"):
        pickle.dumps({"key": PRIVATE}, protocol)


def test_secrets_are_equal_to_their_like_only() -> None:
    assert seal.PrivateKey(KEK) == seal.PrivateKey(KEK)
    assert seal.PrivateKey(KEK) != seal.PrivateKey(OTHER_KEK)
    assert seal.Root(KEK) == seal.Root(KEK)
    unlike: list[object] = [seal.Root(KEK), KEK, None]
    assert all(seal.PrivateKey(KEK) != other for other in unlike)
    assert all((seal.PrivateKey(KEK) == other) is False for other in unlike)
