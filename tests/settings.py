"""The real settings, with folders of their own and a cheap password derivation."""

from __future__ import annotations

import os
import tempfile

_folder = tempfile.mkdtemp(prefix="nearer-tests-")
os.environ["NEARER_DATA"] = f"{_folder}/data"
os.environ["NEARER_KEYS"] = f"{_folder}/keys"

from nearer.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["testserver", "localhost"]
DATABASES["default"]["NAME"] = ":memory:"  # noqa: F405
DATABASES["default"]["OPTIONS"] = {}  # noqa: F405
KDF_PARAMETERS = "argon2id$v=1$m=8192,t=1,p=1"
