"""The secret address of somebody's calendar. Of the address only a mark is kept."""

from __future__ import annotations

import secrets

from django.db import models

from nearer import pepper
from nearer.people.models import Person

SECRET_BYTES = 20


def mark_of(token: str) -> bytes:
    """By what a feed is found (32 bytes); it does not lead back to the address."""
    return pepper.blind_index("calendar feed", token)


class Feeds(models.QuerySet["Feed"]):
    """Finding feeds."""

    def at(self, token: str) -> Feed | None:
        """The feed with this secret, if there is one."""
        return self.filter(mark=mark_of(token)).first()

    def renew(self, person: Person) -> str:
        """A new secret (160 bits) for somebody's feed; the one before leads nowhere from now on."""
        token = secrets.token_urlsafe(SECRET_BYTES)
        self.update_or_create(person=person, defaults={"mark": mark_of(token)})
        return token


class Feed(models.Model):
    """That somebody has a calendar address."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    mark = models.BinaryField(unique=True, max_length=32)

    objects = Feeds.as_manager()
