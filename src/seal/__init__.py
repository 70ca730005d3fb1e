"""Words, files and keys that only the holders of a key can open. This text is the manual.

It needs only pyca/cryptography and, for web push, http-ece and py-vapid. Keys are arguments;
nothing is kept between two calls except how many passwords are being worked on, and how long they
waited. To use it: `import seal`.

    key = seal.random_key()
    record = seal.seal(key, b"dear you", [b"letters", b"body", row_id])
    seal.open(key, record, [b"letters", b"body", row_id])          b"dear you", or seal.Tampered

What it promises, to somebody who holds everything stored but no key:
 1. Nothing can be read; of a text only the bucket of its length shows: steps of 256 bytes up to
    4 KB, then powers of two; for files, steps of 4 KB.
 2. Nothing can be changed, cut, or moved to another place unnoticed. What belongs to a place is
    named in `about`, part by part, and the same parts are needed to open.
 3. A record opens under one key only, even if whoever made it wished otherwise.
 4. Guessing a password needs the pepper as well, which is kept apart, and 64 MiB for each guess.
 5. Every failed opening is `Tampered`; it never says why and holds no data.
 6. What version 1 has sealed opens for ever: tests/seal/vectors.json must stay as it is.

What it does not:
 1. It can't wipe memory. Python copies bytes freely, and whoever reads the memory of a running
    process, its swap or its core dumps reads words and keys.
 2. No protection against rollback: an old record put back into its old place opens, unless
    `about` holds a revision that is known from elsewhere. Deleted rows are not noticed either.
 3. No forward secrecy: a key that leaks opens all that was ever sealed under it.
 4. `seal_to` does not say who sealed, does not hide lengths, and does not bind a dishonest
    sender to one key: authenticate member lists and the keys passed on with `mac`.
 5. A weak password with a leaked pepper can be guessed. A short code can be guessed by whoever
    holds a value that was derived from it; count the tries and let it expire.
 6. Nothing against a changed program, or a person with an unlocked phone.
 7. A signature says that the secret was there, and nothing about who typed the words.

Formats. The first byte is the version and is looked at before anything else; another than 1 raises
`UnknownVersion`. join(...) puts the length of each part before it in four bytes, big end first.
KDF(key, ...) is HKDF-SHA256 (RFC 5869) without salt, with info = join("seal", ...).

 1. record    = 1 || salt(24) || commitment(32) || AES-256-GCM(subkey, nonce 0, padded, AD)
    AD        = join(1, purpose, *about)       purpose: words, file, private key, outer
    keys      = KDF(key, "record", salt, AD), 64 bytes: subkey, then commitment
    padded    = plain || 0x80 || zeros to the bucket      (no padding in formats 2 and 3)
 2. wrapped   = record with purpose "private key" of 32 bytes
 3. outer     = record with purpose "outer" of a wrapped key, under the pepper
 4. sealed    = 1 || HPKE (RFC 9180) base mode, X25519, HKDF-SHA256, AES-256-GCM,
                info = join(1, "to", *context), no AAD
 5. costs     = argon2id$v=1$m=65536,t=3,p=1       (RFC 9106; memory in KiB, passes, lanes)
    root      = Argon2id(NFC(password), salt(16)), 32 bytes
    auth, kek = KDF(root, "auth"), KDF(root, "kek")
    verifier  = HMAC-SHA256(KDF(pepper, "verifier"), auth)
 6. code      = 32 symbols of Crockford's base 32 in groups of four, kek = KDF(symbols, "recovery")
 7. session   = KDF(token, "session id"), KDF(token, "session kek"), KDF(token, "csrf") of 16 bytes
 8. onetime   = TOTP (RFC 6238): HMAC-SHA1, six digits, thirty seconds, a secret of 20 bytes
 9. derive    = HKDF-SHA256, info = join("nearer", label, *context)
    mac       = HMAC-SHA256(KDF(key, "mac", label), join(*parts))
10. push      = RFC 8291 and RFC 8292, as browsers have them; nothing that is kept (push.py)
11. signature = Ed25519 (RFC 8032) of the message, private key = KDF(secret, "signing")
12. age       = a file under a passphrase, in the format of another program, age (age.py)

A wrong type raises TypeError and a key of the wrong length ValueError where something is sealed:
these are mistakes of the caller, not of what was stored.
"""

from seal.age import age
from seal.box import LARGEST_PLAIN, open, open_file, seal, seal_file
from seal.codes import read_code, recovery_code, recovery_kek, short_code
from seal.errors import Busy, Tampered, UnknownVersion
from seal.keys import PrivateKey, open_with, outer_open, outer_seal, seal_to, unwrap, wrap
from seal.onetime import (
    onetime_address,
    onetime_code,
    onetime_letters,
    onetime_secret,
    onetime_step,
)
from seal.padding import pad, unpad
from seal.passwords import PASSWORD_SALT_BYTES, KdfParameters, Root, password_root, password_waits
from seal.primitives import KEY_BYTES, derive, mac, random_key, same, verifier
from seal.push import push_key, push_message, push_public, push_ticket, require_push_public
from seal.sessions import TOKEN_BYTES, csrf_secret, session_id, session_kek
from seal.signing import SIGNATURE_BYTES, sign, signed_by, signing_public

__all__ = [
    "KEY_BYTES",
    "LARGEST_PLAIN",
    "PASSWORD_SALT_BYTES",
    "SIGNATURE_BYTES",
    "TOKEN_BYTES",
    "Busy",
    "KdfParameters",
    "PrivateKey",
    "Root",
    "Tampered",
    "UnknownVersion",
    "age",
    "csrf_secret",
    "derive",
    "mac",
    "onetime_address",
    "onetime_code",
    "onetime_letters",
    "onetime_secret",
    "onetime_step",
    "open",
    "open_file",
    "open_with",
    "outer_open",
    "outer_seal",
    "pad",
    "password_root",
    "password_waits",
    "push_key",
    "push_message",
    "push_public",
    "push_ticket",
    "random_key",
    "read_code",
    "recovery_code",
    "recovery_kek",
    "require_push_public",
    "same",
    "seal",
    "seal_file",
    "seal_to",
    "session_id",
    "session_kek",
    "short_code",
    "sign",
    "signed_by",
    "signing_public",
    "unpad",
    "unwrap",
    "verifier",
    "wrap",
]
