"""CPU per request: what sealing costs, and what a large bond costs.

Requests go through the whole of Django as the server runs it (WSGI, all middleware), in one
process and one thread, each page in turn, so that a machine that slows down slows all alike.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nearer.bonds.models import Bond
    from nearer.vault.rows import SealedRow
    from tests.cast import Player

WARM_UP = 5
ROUNDS = 40
ENTRIES = 30
SMALL = 5
FEW, MANY = 100, 100_000


def prepare() -> None:
    """A database of its own, on disk as in real life."""
    folder = Path(tempfile.mkdtemp(prefix="nearer-bench-"))
    os.environ["NEARER_DATA"] = str(folder / "data")
    os.environ["NEARER_KEYS"] = str(folder / "keys")
    os.environ["DJANGO_SETTINGS_MODULE"] = "nearer.settings"
    (folder / "data").mkdir()
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS.append("testserver")
    settings.KDF_PARAMETERS = "argon2id$v=1$m=8192,t=1,p=1"
    from nearer.vault import readiness

    readiness.make_ready()


Pages = dict[str, Callable[[], None]]


def story(label: str) -> tuple[Pages, Callable[[int], None]]:
    """Two people, a bond, and a sitting of 30 entries; and a way to fill the bond up."""
    from django.utils import timezone

    from nearer.sittings.models import Entry, Seat, Sitting
    from tests.cast import bind, enter, look, say, sit

    ann, ben = enter(f"Ann{label}"), enter(f"Ben{label}")
    bond = bind(ann, ben)
    sitting = sit(ann, bond, "rose-thorn-bud")
    words = "It rained on the way and the child laughed at every puddle, which was the best of it. "
    while len(look(ann, sitting).state.entries) < ENTRIES:
        for player in (ann, ben):
            opened = look(player, sitting)
            for page in opened.state.open_for(opened.company.me):
                for slot in page.slots:
                    form = {"words": words * 3, "again": "yes"}
                    say(player, sitting, slot.step.id, form, lane=slot.thread)
                break

    def fill(total: int) -> None:
        have = Entry.objects.filter(sitting__bond=bond).count()
        card = sitting.card.open(ann.keyring)
        today = timezone.now().date()
        sittings: list[Sitting] = []
        entries: list[Entry] = []
        number, key = ann.keyring.newest(bond.id)
        plain = {"by": "", "move": "", "slot": "", "data": {}, "at": ""}
        while have < total:
            day = today - timedelta(days=1 + have // FEW)
            other = Sitting(bond=bond, space=bond.id, author=ann.id, day=day, epoch=number)
            other.card = _sealed(other, "card", card, key)
            sittings.append(other)
            for seq in range(SMALL):
                row = Entry(sitting=other, seq=seq, space=bond.id, author=ann.id, epoch=number)
                row.body = _sealed(row, "body", plain, key)
                entries.append(row)
            have += SMALL
        Sitting.objects.bulk_create(sittings, batch_size=500)
        Entry.objects.bulk_create(entries, batch_size=500)
        Seat.objects.bulk_create(
            [Seat(sitting=one, person_id=p) for one in sittings for p in (ann.id, ben.id)],
            batch_size=500,
        )
        _keep(bond, ann, total // FEW)

    def get(path: str) -> Callable[[], None]:
        def fetch() -> None:
            response = ann.client.get(path)
            if response.status_code != 200:
                sys.exit(f"{path}: {response.status_code}")

        return fetch

    pages = {
        "sitting of 30": get(f"/sittings/{sitting.pk}/"),
        "bond": get(f"/bonds/{bond.pk}/"),
        "today": get("/"),
        "shelf": get("/practices/"),
        "shelf of the bond": get(f"/practices/?bond={bond.pk}"),
        "promises": get(f"/bonds/{bond.pk}/promises/"),
        "jar": get(f"/bonds/{bond.pk}/jar/"),
        "bare view": get("/health/"),
    }
    return pages, fill


def _keep(bond: Bond, player: Player, total: int) -> None:
    """As many slips in the jar, and as many promises, one in ten of them with a day to come."""
    from django.utils import timezone

    from nearer.keeps import keeping
    from nearer.keeps.models import Keep
    from tests.cast import member

    by = str(member(bond, player).pk)
    number, key = player.keyring.newest(bond.id)
    for drawer in ("appreciation", "promise"):
        first = keeping.keep(
            drawer=drawer, bond=bond, by=by, words="You came back with the umbrella.",
            keyring=player.keyring,
        )  # fmt: skip
        body = first.body.open(player.keyring)
        rows = [
            Keep(
                bond=bond, space=bond.id, author=player.id, epoch=number, mark=first.mark,
                number=first.number + 1 + n,
                comes_up=timezone.now().date() + timedelta(days=n) if n % 10 == 0 else None,
            )
            for n in range(total)
        ]  # fmt: skip
        for row in rows:
            row.body = _sealed(row, "body", body, key)
        Keep.objects.bulk_create(rows, batch_size=500)


def _sealed(row: SealedRow, field: str, value: object, key: bytes) -> bytes:
    """As `SealedRow.seal` does it, but without asking the database for the key each time."""
    import seal

    return seal.seal(key, json.dumps(value).encode(), row.about(field))


def measure(pages: Pages) -> dict[str, float]:
    """Median CPU seconds per request for each page, taken in turns."""
    for _ in range(WARM_UP):
        for fetch in pages.values():
            fetch()
    taken: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, fetch in pages.items():
            start = time.process_time()
            fetch()
            taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def main() -> None:
    """Print the table."""
    prepare()
    from django.db import connection

    from bench.unsealed import nothing_sealed

    with nothing_sealed():
        plain_pages, _ = story("plain")
    sealed_pages, fill = story("sealed")

    def unsealed(fetch: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            with nothing_sealed():
                fetch()

        return run

    both = {f"{name}, unsealed": unsealed(fetch) for name, fetch in plain_pages.items()}
    both |= {f"{name}, sealed": fetch for name, fetch in sealed_pages.items()}
    first = measure(both)
    bare = first["bare view, sealed"]
    print(f"{'page':32} {'ms CPU':>8} {'of bare':>8} {'sealed/unsealed':>16}")
    for name, taken in first.items():
        pair = name.replace(", sealed", ", unsealed")
        against = f"{taken / first[pair]:.2f}" if pair != name else ""
        print(f"{name:32} {taken * 1000:8.2f} {taken / bare:8.1f} {against:>16}")

    fill(FEW)
    few = measure(sealed_pages)
    fill(MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    many = measure(sealed_pages)
    print(f"\n{'page':32} {FEW:>8,} {MANY:>8,} {'ratio':>8}")
    for name in [name for name in sealed_pages if name != "bare view"]:
        scale = few["bare view"] / many["bare view"]
        ratio = many[name] / few[name] * scale
        print(f"{name:32} {few[name] * 1000:8.2f} {many[name] * 1000:8.2f} {ratio:8.2f}")


if __name__ == "__main__":
    main()
