"""Files under a passphrase: read back by a reader of our own, and against another program."""

from __future__ import annotations

import base64
import hmac
import secrets

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

import seal

WORDS = "five herons on the weir"
FROM_ELSEWHERE = (
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e2073637279707420786c4a6433547669706c4835654953"
    "6a7462764371772031370a4f354171377a6a626948516458334866593445355038542b4a346e6449484a625a776f4e"
    "4541634f624e4d0a2d2d2d20576f64323869496c3968655253455a7657745a6165506b4445595636376d4b3639736b"
    "68394c50647243550a15d09b8e807751e2da82ebd2778c16224940e2f20becd9268c0f91e8cadd0820f4bc42f4f916"
    "074a38df87932528f6c91944e6b9514c9b202f4de50dc3fcafd0e1c95a"
)
"""Made with rage 0.11 by way of pyrage 1.4. What we write, it was seen to open."""
PIECE = 64 * 1024 + 16


def unpadded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))


def hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def open_age(file: bytes, passphrase: str) -> bytes:
    """Read after the specification (C2SP/age.md), and after nothing of ours."""
    version, stanza, body, rest = file.split(b"\n", 3)
    assert version == b"age-encryption.org/v1"
    arrow, kind, salt, cost = stanza.decode().split(" ")
    assert (arrow, kind) == ("->", "scrypt")
    label = b"age-encryption.org/v1/scrypt" + unpadded(salt)
    key = Scrypt(salt=label, length=32, n=2 ** int(cost), r=8, p=1).derive(passphrase.encode())
    file_key = ChaCha20Poly1305(key).decrypt(bytes(12), unpadded(body.decode()), None)
    mac, payload = rest.split(b"\n", 1)
    assert mac.startswith(b"--- ")
    head = b"\n".join([version, stanza, body, b"---"])
    wanted = hmac.digest(hkdf(file_key, b"", b"header"), head, "sha256")
    assert wanted == unpadded(mac[4:].decode())
    nonce, payload = payload[:16], payload[16:]
    opener, plain, number = ChaCha20Poly1305(hkdf(file_key, nonce, b"payload")), b"", 0
    while True:
        piece, payload = payload[:PIECE], payload[PIECE:]
        count = number.to_bytes(11, "big") + (b"\0" if payload else b"\1")
        plain += opener.decrypt(count, piece, None)
        number += 1
        if not payload:
            return plain


def test_our_reader_reads_what_another_program_wrote() -> None:
    plain = open_age(bytes.fromhex(FROM_ELSEWHERE), WORDS)
    assert plain == b"Dear you, this came from elsewhere."


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072, 200_001])
def test_whatever_its_length_it_comes_back_whole(size: int) -> None:
    content = secrets.token_bytes(size)
    pieces = [content[at : at + 10_000] for at in range(0, size, 10_000)]
    assert open_age(b"".join(seal.age(WORDS, pieces)), WORDS) == content


def test_another_passphrase_does_not_open_it() -> None:
    file = b"".join(seal.age(WORDS, [b"Dear you"]))
    with pytest.raises(InvalidTag):
        open_age(file, WORDS + "s")


def test_a_file_that_was_cut_or_changed_does_not_open() -> None:
    file = b"".join(seal.age(WORDS, [bytes(70_000)]))
    cut = file[: -(70_000 - 65_536 + 16)]
    for broken in (file[:-1], cut, file[:-1] + bytes([file[-1] ^ 1])):
        with pytest.raises(InvalidTag):
            open_age(broken, WORDS)


def test_the_same_words_make_another_file_each_time() -> None:
    one, two = (b"".join(seal.age(WORDS, [b"Dear you"])) for _ in range(2))
    assert one != two


def test_letters_composed_or_not_are_the_same_passphrase() -> None:
    file = b"".join(seal.age("cafe\u0301 by the weir", [b"Dear you"]))
    assert open_age(file, "caf\u00e9 by the weir") == b"Dear you"


def test_no_passphrase_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="empty"):
        seal.age("", [b"Dear you"])


def test_it_reads_ahead_no_further_than_two_pieces() -> None:
    taken = 0

    def content() -> object:
        nonlocal taken
        for _ in range(100):
            taken += 1
            yield bytes(32 * 1024)

    made = seal.age(WORDS, content())  # type: ignore[arg-type]
    next(made)
    assert taken == 0
    next(made)
    assert taken <= 4
