"""One record, two keys, two texts: possible with AES-GCM alone, refused here.

The test builds such a ciphertext (a "salamander", Dodis et al. 2018). GHASH is linear, so for any
two keys one free block can be solved for that makes both tags equal. NIST SP 800-38D has the field.
"""

from __future__ import annotations

import itertools

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

import seal
from seal import box, primitives

BLOCKS = 16  # 256 bytes, one bucket
FREE = 7  # the block that is solved for
ABOUT = [b"letters", b"body"]
MINE, YOURS = bytes(range(32)), bytes(range(32, 64))
AD = primitives.place(b"words", ABOUT)


def times(a: int, b: int) -> int:
    """Multiply in GF(2^128), with GCM's order of bits (the highest bit is x^0)."""
    product = 0
    for n in range(127, -1, -1):
        if b >> n & 1:
            product ^= a
        a = a >> 1 ^ (0xE1 << 120 if a & 1 else 0)
    return product


def power(a: int, exponent: int) -> int:
    result = 1 << 127
    for bit in bin(exponent)[2:]:
        result = times(result, result)
        if bit == "1":
            result = times(result, a)
    return result


def aes(key: bytes, block: bytes) -> int:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(block), "big")


def keystream(key: bytes) -> bytes:
    return AESGCM(key).encrypt(bytes(12), bytes(BLOCKS * 16), b"")[:-16]


def blocks(data: bytes) -> list[int]:
    padded = data + bytes(-len(data) % 16)
    return [int.from_bytes(padded[n : n + 16], "big") for n in range(0, len(padded), 16)]


def tag(key: bytes, ciphertext: bytes) -> int:
    h, hashed = aes(key, bytes(16)), 0
    lengths = (len(AD) * 8 << 64) | len(ciphertext) * 8
    for block in [*blocks(AD), *blocks(ciphertext), lengths]:
        hashed = times(hashed ^ block, h)
    return hashed ^ aes(key, bytes(12) + b"\0\0\0\1")


def salamander() -> tuple[bytes, bytes]:
    """A salt and a ciphertext with tag that AES-GCM opens, well padded, under both keys."""
    for n in itertools.count():
        salt = n.to_bytes(24, "big")
        mine, yours = (box._record_keys(key, salt, AD)[0] for key in (MINE, YOURS))
        stream = keystream(mine)
        if stream[-1] == keystream(yours)[-1]:  # then the padding mark can stand in both
            break
    wanted = b"I am sorry and I love you. ".ljust(255, b".") + b"\x80"
    sealed = bytearray(a ^ b for a, b in zip(wanted, stream, strict=True))
    sealed[FREE * 16 : FREE * 16 + 16] = bytes(16)
    # The free block is multiplied by H as often as blocks follow, lengths included, and once.
    exponent = BLOCKS - FREE + 1
    difference = tag(mine, bytes(sealed)) ^ tag(yours, bytes(sealed))
    weight = power(aes(mine, bytes(16)), exponent) ^ power(aes(yours, bytes(16)), exponent)
    free = times(difference, power(weight, 2**128 - 2))
    sealed[FREE * 16 : FREE * 16 + 16] = free.to_bytes(16, "big")
    return salt, bytes(sealed) + tag(mine, bytes(sealed)).to_bytes(16, "big")


def test_a_record_made_for_two_keys_opens_under_one_at_most() -> None:
    salt, ciphertext = salamander()
    texts = []
    for key in (MINE, YOURS):
        subkey, _ = box._record_keys(key, salt, AD)
        texts.append(seal.unpad(AESGCM(subkey).decrypt(bytes(12), ciphertext, AD)))
    assert texts[0] != texts[1], "without the commitment both keys open it"

    for committed, refused in ((MINE, YOURS), (YOURS, MINE)):
        _, commitment = box._record_keys(committed, salt, AD)
        record = b"\x01" + salt + commitment + ciphertext
        assert seal.open(committed, record, ABOUT) in texts
        with pytest.raises(seal.Tampered):
            seal.open(refused, record, ABOUT)


def test_the_commitment_is_looked_at_before_anything_is_decrypted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Never:
        def __init__(self, key: bytes) -> None:
            raise AssertionError("it decrypted first")

    record = seal.seal(MINE, b"words", ABOUT)
    monkeypatch.setattr(box, "AESGCM", Never)
    with pytest.raises(seal.Tampered):
        seal.open(YOURS, record, ABOUT)


def test_subkey_and_commitment_depend_on_key_salt_and_place() -> None:
    subkey, commitment = box._record_keys(MINE, bytes(24), AD)
    assert len(subkey) == len(commitment) == 32
    assert subkey != commitment
    others = [
        box._record_keys(YOURS, bytes(24), AD),
        box._record_keys(MINE, bytes(23) + b"\1", AD),
        box._record_keys(MINE, bytes(24), AD + b"\0"),
    ]
    assert all(a != subkey and b != commitment for a, b in others)
