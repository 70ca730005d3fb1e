"""Words must not reach the disk through a crash."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

PR_GET_DUMPABLE, PR_SET_DUMPABLE = 3, 4


def shut_in() -> None:
    """No core dumps, and no file that is made is open to other users.

    The limit alone is not enough on Linux: it is not asked where dumps go to a program, as
    systemd-coredump. A process that is not dumpable can't be looked into by its own user, either.
    """
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def can_dump() -> bool:
    """Whether a crash of this process could still be written to the disk."""
    if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
        return True
    return sys.platform == "linux" and bool(ctypes.CDLL(None).prctl(PR_GET_DUMPABLE, 0, 0, 0, 0))
