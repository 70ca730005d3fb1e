"""The real settings on a real file, with a cheap password derivation."""

from __future__ import annotations

from nearer.settings import *  # noqa: F403

KDF_PARAMETERS = "argon2id$v=1$m=8192,t=1,p=1"
