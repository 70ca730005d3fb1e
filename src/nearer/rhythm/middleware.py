"""After somebody came in, or a form of theirs was done, their reminders are brought up to date."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

import seal
from nearer.people import zone
from nearer.people.models import Person
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.roster import Broken

from .keeping_up import keep_up

log = logging.getLogger(__name__)
SENT_ON = 302


class RhythmMiddleware:
    """Innermost: it sees what a view answered before anybody else does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == SENT_ON:
            came_in: Keyring | None = getattr(request, "came_in", None)
            keyring = came_in or request.keyring  # type: ignore[attr-defined]
            if keyring is not None:
                _keep_up(keyring, afresh=came_in is not None)
        return response


def _keep_up(keyring: Keyring, *, afresh: bool) -> None:
    # What somebody did is done. A page of theirs that is damaged must not say otherwise.
    try:
        person = Person.objects.filter(pk=keyring.person).first()
        if person is not None and person.settled:
            with timezone.override(zone.zone_of(keyring)):
                keep_up(person, keyring, afresh=afresh)
    except (seal.Tampered, NoKey, Broken, DatabaseError):
        log.exception("Reminders could not be kept up")
