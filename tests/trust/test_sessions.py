"""Being signed in ends: after thirty days, and for every cookie that somebody held before."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from django.conf import settings
from django.test import Client
from django.utils import timezone

from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player

STEP = timedelta(minutes=25)


def test_after_thirty_days_it_is_over_however_often_it_was_used(ann: Player) -> None:
    begin, used = timezone.now(), 0
    moment = begin
    while moment < begin + timedelta(days=settings.SIGNED_IN_DAYS + 1):
        with patch("nearer.vault.signed_in.timezone.now", return_value=moment):
            if signed_in.recognise(ann.token) is None:
                break
        used, moment = used + 1, moment + STEP

    assert used > 1_700
    assert moment - begin <= timedelta(days=settings.SIGNED_IN_DAYS)
    assert moment - begin > timedelta(days=settings.SIGNED_IN_DAYS) - 2 * STEP
    assert not SignedIn.objects.filter(person=ann.id).exists()


def test_a_cookie_that_somebody_was_given_before_is_worth_nothing_afterwards(ann: Player) -> None:
    """Whoever slips a cookie of theirs into another browser does not come in with it."""
    theirs, hers = Client(), Client()
    theirs.get("/help/")
    known = theirs.cookies[signed_in.COOKIE].value
    hers.cookies[signed_in.COOKIE] = known

    form = {"email": ann.email, "password": PASSWORD}
    assert hers.post("/sign-in/", form).status_code == 302

    assert hers.cookies[signed_in.COOKIE].value != known
    assert hers.get("/bonds/").status_code == 200
    assert theirs.get("/bonds/").status_code == 302


def test_signing_in_again_ends_the_session_before(ann: Player) -> None:
    client = Client()
    form = {"email": ann.email, "password": PASSWORD}
    client.post("/sign-in/", form)
    before = client.cookies[signed_in.COOKIE].value

    client.post("/sign-in/", form)

    old = Client()
    old.cookies[signed_in.COOKIE] = before
    assert client.cookies[signed_in.COOKIE].value != before
    assert client.get("/bonds/").status_code == 200
    assert old.get("/bonds/").status_code == 302
