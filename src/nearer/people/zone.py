"""Where somebody's clock stands. The time zone is sealed in the profile; without one it is UTC.

Days that stand in the clear on rows are days of UTC all the same: a day of one's own would tell a
copy of the database where somebody lives.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from django.utils import timezone

from nearer.vault.keyring import Keyring

from .models import Person
from .profile import write_profile

DEFAULT = "UTC"
KNOWN = "zone"


@cache
def _every() -> frozenset[str]:
    """All that this machine knows; to find them out, Python walks over its files each time."""
    return frozenset(available_timezones())


@cache
def names() -> tuple[str, ...]:
    """Every zone somebody may choose, such as “Europe/Lisbon”, in the order of the alphabet."""
    plain = {name for name in _every() if "/" in name}
    strange = ("Etc/", "SystemV/", "US/", "posix/", "right/")
    return (DEFAULT, *sorted(name for name in plain if not name.startswith(strange)))


def find(asked: str) -> str:
    """The name of a zone as somebody may write it: in whole, or a city alone; "" for neither."""
    wanted = _plain(asked)
    if not wanted:
        return ""
    every = [*names(), *sorted(_every())]
    whole = next((name for name in every if _plain(name) == wanted), "")
    return whole or next((name for name in every if _plain(city(name)) == wanted), "")


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def city(name: str) -> str:
    """“Buenos Aires” of “America/Argentina/Buenos_Aires”."""
    return name.rsplit("/", 1)[-1].replace("_", " ")


def zone_of(keyring: Keyring) -> ZoneInfo:
    """Somebody's time zone; UTC where none is kept, or none that this machine knows."""
    if KNOWN not in keyring.known:
        person = Person.objects.filter(pk=keyring.person).first()
        take(person, keyring)
    found: ZoneInfo = keyring.known[KNOWN]
    return found


def take(person: Person | None, keyring: Keyring) -> ZoneInfo:
    """Read the zone off an account that is at hand, for the rest of this request."""
    profile = person.profile.open_or(keyring, {}) if person else {}
    keyring.known[KNOWN] = zone = _zone(str(profile.get("zone") or DEFAULT))
    return zone


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo(DEFAULT)


def now(keyring: Keyring) -> datetime:
    """This moment, on somebody's own clock."""
    return timezone.now().astimezone(zone_of(keyring))


def today(keyring: Keyring) -> date:
    """The day that it is where somebody is."""
    return now(keyring).date()


def day_of(moment: datetime | str, keyring: Keyring) -> date:
    """The day on which a moment (as a string ISO 8601) fell where somebody is."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return at.astimezone(zone_of(keyring)).date()


def moment(day: date, minute: int, keyring: Keyring) -> datetime:
    """So many minutes after midnight on a day of somebody's own clock, in UTC."""
    hour, rest = divmod(minute, 60)
    wall = datetime(day.year, day.month, day.day, hour, rest, tzinfo=zone_of(keyring))
    return wall.astimezone(UTC)


def choose(*, person: Person, keyring: Keyring, name: str) -> bool:
    """Keep a time zone; False, and nothing is changed, where there is none of this name."""
    if name not in _every():
        return False
    take(write_profile(person, keyring, zone=name, zone_declined=""), keyring)
    return True


def decline(*, person: Person, keyring: Keyring, name: str) -> None:
    """Stay with the zone there is, and do not offer this one again."""
    if name in _every():
        take(write_profile(person, keyring, zone_declined=name), keyring)


def begin_with(*, name: str, keyring: Keyring) -> None:
    """Keep the zone of the browser that somebody signs up with, unless they have one already."""
    person = Person.objects.get(pk=keyring.person)
    if name and not person.profile.open_or(keyring, {"zone": DEFAULT}).get("zone"):
        choose(person=person, keyring=keyring, name=name)


def offer(person: Person, keyring: Keyring) -> dict[str, str]:
    """What the page needs that offers the zone of the browser where it is another one."""
    declined = str(person.profile.open_or(keyring, {}).get("zone_declined", ""))
    return {"clock_kept": str(zone_of(keyring)), "clock_declined": declined}
