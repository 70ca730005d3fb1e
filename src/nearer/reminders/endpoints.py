"""Where notices for browsers may be sent: to the makers of browsers, over https, and nowhere else.

An endpoint comes from somebody's browser, so it may be anything. It is looked at when it is saved
and again each time before a connection is opened.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com"})
ENDINGS = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")
LONGEST = 1000
PORT = 443

_PLAIN = re.compile(r"https://[a-z0-9.-]+(:443)?/[!-~]*")
_HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
# Addresses that only stand for others, some of which may be inside.
_STANDING_IN = [ipaddress.ip_network(net) for net in ("2001::/23", "2002::/16")]
_WORLD = ipaddress.ip_network("2000::/3")


class NotAllowed(ValueError):
    """Nothing is ever sent there. The message does not repeat the address."""


@dataclass(frozen=True)
class Place:
    """One endpoint: a host of an allowed name, and what is asked of it."""

    host: str
    target: str


def read(endpoint: str) -> Place:
    """The place that an endpoint names; raises NotAllowed."""
    if len(endpoint) > LONGEST or not _PLAIN.fullmatch(endpoint) or set(endpoint) & set("\\#@"):
        raise NotAllowed("not an address for notices")
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or not is_allowed(host):
        raise NotAllowed("not a service for notices")
    return Place(host, parts.path + (f"?{parts.query}" if parts.query else ""))


def is_allowed(host: str) -> bool:
    """Whether a host belongs to a maker of browsers."""
    return host in HOSTS or host.endswith(ENDINGS)


def resolve(host: str) -> list[str]:
    """The numeric addresses of a host; raises NotAllowed if any of them is not out in the world.

    Connect to one of these, and never ask again: the next answer may be another.
    """
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses or not all(is_public(address) for address in addresses):
        raise NotAllowed("not out in the world")
    return addresses


def is_public(address: str) -> bool:
    """Whether an address is out in the world: not private, of this link, or of a machine's own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if ip.version == 6 and (ip not in _WORLD or any(ip in net for net in _STANDING_IN)):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved
