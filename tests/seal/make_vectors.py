"""Write vectors.json: one known answer for each format of version 1.

Run once, with `python tests/seal/make_vectors.py`, when version 1 was made; it refuses to run
again, because what it wrote must open for ever. A version 2 gets a file of its own beside it.
Sealed keys come from pyhpke, which lets the sender's key be chosen.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey, KEMKeyPair

import seal
from seal import box, codes, passwords, primitives

TARGET = Path(__file__).with_name("vectors.json")


def chosen(name: str, length: int = 32) -> bytes:
    """Bytes that look random and are the same in every run."""
    return hashlib.shake_256(b"seal vectors, version 1: " + name.encode()).digest(length)


def record(name: str, purpose: box.Purpose, plain: bytes, about: list[bytes]) -> dict[str, Any]:
    key, salt = chosen(name + " key"), chosen(name + " salt", box.SALT_BYTES)
    return {
        "name": name,
        "purpose": purpose.name.decode(),
        "key": key.hex(),
        "salt": salt.hex(),
        "plain": plain.hex(),
        "about": [part.hex() for part in about],
        "record": box._seal_with(salt, purpose, key, plain, about).hex(),
    }


def records() -> list[dict[str, Any]]:
    about = [b"letters", b"body", chosen("row", 16), chosen("space", 16), b"\x00\x00\x00\x01"]
    private = chosen("private key")
    wrapped = record("wrapped", box.PRIVATE_KEY, private, [b"person", b"password"])
    inner_layer = bytes.fromhex(wrapped["record"])
    return [
        record("empty", box.WORDS, b"", []),
        record("short", box.WORDS, "Grüße an dich".encode(), about),
        record("one part that is empty", box.WORDS, b"x", [b""]),
        record("fills its bucket", box.WORDS, chosen("255", 255), about),
        record("one more", box.WORDS, chosen("256", 256), about),
        record("last step", box.WORDS, chosen("4095", 4095), about),
        record("first power", box.WORDS, chosen("4096", 4096), about),
        record("file", box.FILE, chosen("photo", 5000), [b"photo", b"image/jpeg"]),
        wrapped,
        record("outer", box.OUTER, inner_layer, [b"person", b"pepper"]),
    ]


def sealed_key(name: str, plain: bytes, context: list[bytes]) -> dict[str, Any]:
    recipient = X25519PrivateKey.from_private_bytes(chosen(name + " private"))
    sender = X25519PrivateKey.from_private_bytes(chosen(name + " ephemeral"))
    suite = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)
    _, hpke = suite.create_sender_context(
        KEMKey.from_pyca_cryptography_key(recipient.public_key()),
        info=primitives.place(b"to", context),
        eks=KEMKeyPair(
            KEMKey.from_pyca_cryptography_key(sender),
            KEMKey.from_pyca_cryptography_key(sender.public_key()),
        ),
    )
    encapsulated = _public(sender.public_key())
    return {
        "name": name,
        "private": recipient.private_bytes_raw().hex(),
        "public": _public(recipient.public_key()).hex(),
        "context": [part.hex() for part in context],
        "plain": plain.hex(),
        "sealed": (b"\x01" + encapsulated + hpke.seal(plain)).hex(),
    }


def _public(key: X25519PublicKey) -> bytes:
    return key.public_bytes_raw()


def password(name: str, typed: str, parameters: passwords.KdfParameters) -> dict[str, Any]:
    salt, pepper = chosen(name + " salt", 16), chosen(name + " pepper")
    root = seal.password_root(typed, salt, parameters)
    return {
        "name": name,
        "password": typed,
        "salt": salt.hex(),
        "costs": parameters.to_text(),
        "auth": root.auth().hex(),
        "kek": root.kek().hex(),
        "pepper": pepper.hex(),
        "verifier": seal.verifier(pepper, root.auth()).hex(),
    }


def vectors() -> dict[str, Any]:
    key, token, randomness = chosen("derive"), chosen("token"), chosen("code")
    recovery = codes._spelled(randomness)
    return {
        "records": records(),
        "sealed_keys": [
            sealed_key("bond key", chosen("a bond key"), [b"bond", b"\x00\x00\x00\x07", b"member"]),
            sealed_key("nothing", b"", []),
        ],
        "passwords": [
            password("default costs", "ein grüner Apfel im März", passwords.KdfParameters()),
            password("other costs", "correct horse", passwords.KdfParameters(8192, 2, 4)),
        ],
        "codes": [
            {
                "randomness": randomness.hex(),
                "code": recovery,
                "kek": seal.recovery_kek(recovery).hex(),
            }
        ],
        "sessions": [
            {
                "token": token.hex(),
                "id": seal.session_id(token).hex(),
                "kek": seal.session_kek(token).hex(),
                "csrf": seal.csrf_secret(token),
            }
        ],
        "derived": [
            {
                "key": key.hex(),
                "label": "a label",
                "parts": [b"one".hex(), b"two".hex()],
                "key_32": seal.derive(key, "a label", b"one", b"two").hex(),
                "key_80": seal.derive(key, "a label", b"one", b"two", length=80).hex(),
                "mac": seal.mac(key, "a label", b"one", b"two").hex(),
            }
        ],
    }


if __name__ == "__main__":
    if TARGET.exists():
        sys.exit("vectors.json is there already and must never change")
    TARGET.write_text(json.dumps(vectors(), indent=1, ensure_ascii=False) + "\n", "utf-8")
