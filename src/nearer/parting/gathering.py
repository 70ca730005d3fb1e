"""Everything that I wrote, and everything that I received and can still see, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from nearer.bonds.models import Bond
from nearer.keeps.here import stand
from nearer.people.models import Person
from nearer.people.zone import day_of
from nearer.photos.models import Photo
from nearer.photos.shown import shown
from nearer.rhythm import page as rhythm
from nearer.vault.keyring import Keyring

from . import gathering_keeps, gathering_own
from .gathering_sittings import of_sittings
from .pieces import Chapter, Line, Part, Piece, picture_file

TOGETHER = "What you did together"


def chapters(person: Person, keyring: Keyring, bond: Bond | None) -> Iterator[Chapter]:
    """One bond, or with None every bond that I am in, and what is mine alone."""
    mine = [bond] if bond else list(Bond.objects.of(person).order_by("since", "id"))
    for one in mine:
        yield _of_bond(one, person, keyring)
    if bond is None:
        yield Chapter("alone", "For myself", (), _alone(person, keyring, [b.pk for b in mine]))


def _of_bond(bond: Bond, person: Person, keyring: Keyring) -> Chapter:
    here = stand(bond, keyring)

    def parts() -> Iterator[Part]:
        yield Part("sitting", TOGETHER, of_sittings(person, keyring, bond.pk))
        yield from gathering_keeps.of_bond(here)
        rows = [row for row in rhythm.read(keyring).comes if row.bond == bond.pk]
        yield Part("rhythm", "What comes round", gathering_own.come_round(rows))
        yield Part("picture", "Your pictures", _pictures(person, keyring, bond.pk))

    members = tuple(here.names[member] for member in here.present)
    return Chapter(here.shown.kind or "bond", here.shown.name, members, parts())


def _alone(person: Person, keyring: Keyring, bonds: list[UUID]) -> Iterator[Part]:
    yield from gathering_own.of_own(person, keyring, bonds=bonds)
    yield Part("picture", "Your pictures", _pictures(person, keyring, None))


def _pictures(person: Person, keyring: Keyring, bond: UUID | None) -> Iterator[Piece]:
    for photo in shown(Photo.objects.by(person.id).filter(bond=bond), keyring):
        if photo.readable:
            line = Line("", True, words=photo.alt, picture=picture_file(photo.id))
            yield Piece("", day_of(photo.at, keyring), (line,))
