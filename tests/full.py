"""Whether the long forms of the tests were asked for: NEARER_FULL=1."""

from __future__ import annotations

import os

FULL = os.environ.get("NEARER_FULL") == "1"
