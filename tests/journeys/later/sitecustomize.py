"""Puts a server's clock forward by the days that the file DAYS_LATER holds; see almanac.py.

Python reads a module of this name by itself when it starts, where the folder is on its path.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

now = timezone.now
leaf = Path(os.environ["DAYS_LATER"])


def later() -> datetime:
    return now() + timedelta(days=int(leaf.read_text(encoding="utf-8")))


timezone.now = later
