"""What the commands print: backup, restore and check."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings

from nearer import pepper

from . import backup, checking, restore
from .findings import Weight


def run_backup(to: Path, pepper_copy: Path | None) -> int:
    """Save everything; returns the exit status: 1 where the key that belongs to it is not here."""
    if pepper_copy is not None:
        backup.copy_pepper(pepper_copy, to)
    try:
        manifest = backup.make(to)
    except BaseException:
        if pepper_copy is not None:
            pepper_copy.expanduser().unlink(missing_ok=True)
        raise
    megabytes = max(1, manifest.size // 2**20)
    print(f"Saved in {to} (about {megabytes} MB, as of {manifest.day}).")
    fits, told = backup.about_the_pepper(manifest)
    print(told, file=sys.stdout if fits else sys.stderr)
    if pepper_copy is not None:
        print(f"A copy of the key is in {pepper_copy}: carry it away from here.")
    return 0 if fits else 1


def run_restore(from_file: Path, without_pepper: bool) -> int:
    """Bring a backup back and say what to do now."""
    lost = without_pepper and not pepper.path().exists()
    manifest = restore.bring_back(from_file, without_pepper=without_pepper)
    print(f"Restored the backup of {manifest.day} into {settings.DATA}.")
    if lost:
        print(
            f"A new key was made in {pepper.path()}; keep a copy of it apart from the data.\n"
            "No password opens anything now. Tell everybody to come back under “I have lost my"
            " password”\nwith their recovery code. Open invitations have ended."
        )
    print(
        "Everybody has to sign in anew, and who was about to get back into a bond has to begin"
        " again.\nWhat was written after that day is not here.\n"
        "Next:  ./start check   and then   ./start"
    )
    return 0


def run_check() -> int:
    """Say what is not as it should be; 1 if anything of it is refused."""
    found = checking.findings()
    for one in found:
        print(one)
    if not found:
        print("All is well.")
    return 1 if any(one.weight > Weight.WARN for one in found) else 0
