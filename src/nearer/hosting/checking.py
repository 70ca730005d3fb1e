"""Looking whether this server is set up so that it keeps what SECURITY.md promises."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator

from django.conf import settings

from . import database_checks, file_checks, machine_checks
from .findings import Finding, Weight

SHORTEST_SECRET = 40
SHORTEST_TOKEN = 20
LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}


def findings() -> list[Finding]:
    """Everything that is not as it should be, gravest first. Nothing is changed."""
    found = [
        *_settings(),
        *_reached_from_outside(),
        *file_checks.findings(),
        *database_checks.findings(),
        *machine_checks.findings(),
    ]
    return sorted(found, key=lambda one: -one.weight)


def _settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            Weight.STOP, "DEBUG is on: pages of errors would show words. Set DEBUG to False."
        )
    secret = settings.SECRET_KEY
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < 10 or secret.startswith("django-"):
        yield Finding(
            Weight.STOP,
            "SECRET_KEY is short or well known: leave it out, and each start draws its own.",
        )
    token = settings.METRICS_TOKEN
    if token and len(token) < SHORTEST_TOKEN:
        yield Finding(
            Weight.STOP,
            "NEARER_METRICS_TOKEN is short: use 20 or more characters drawn at random.",
        )
    if token and token == secret:
        yield Finding(Weight.STOP, "NEARER_METRICS_TOKEN is another key, too: draw one of its own.")
    if settings.DEMO:
        yield Finding(
            Weight.WARN, "NEARER_DEMO opens views without a password: unset it for real people."
        )


def is_local(host: str) -> bool:
    """Whether a host name means this machine alone."""
    if host in LOCAL or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def public_hosts() -> list[str]:
    """The names under which others can reach this server."""
    return [host for host in settings.ALLOWED_HOSTS if not is_local(host)]


def _reached_from_outside() -> Iterator[Finding]:
    hosts = public_hosts()
    if hosts and not settings.BEHIND_PROXY:
        yield Finding(
            Weight.STOP,
            f"{hosts[0]} would be served over http, where anybody on the way reads along: put a"
            " server that speaks https in front and set NEARER_BEHIND_PROXY=yes.",
        )
    if hosts and settings.DEMO:
        yield Finding(
            Weight.STOP, f"The demo would be open to anybody at {hosts[0]}: unset NEARER_DEMO."
        )
    if not settings.OPERATOR:
        yield Finding(
            Weight.STOP if hosts else Weight.WARN,
            "Nobody is named as running this server, and people have to know before they write:"
            " set NEARER_OPERATOR to your name.",
        )
