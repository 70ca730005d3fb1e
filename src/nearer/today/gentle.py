"""One invitation a day. It asks, and nothing happens if nobody answers."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date

from nearer.bonds.shown import BondShown
from nearer.practices import shelf

# Where each leads: a practice, the shelf, or nowhere.
INVITATIONS = [
    ("Is there something that went well, and nobody knows yet?", "good-news"),
    ("What would {name} not guess about your day?", "sharing"),
    ("Somebody you love has had a day too. You might ask.", "rose-thorn-bud"),
    ("Three slow breaths. What is going on in there?", "to-myself"),
    ("What made you laugh lately, that you have not passed on?", "small-moment"),
    ("Has anything stayed with you that looks too small to mention?", "sharing"),
    ("Nobody has to read it for it to be worth writing down.", "to-myself"),
    ("What did you say “fine” to, that was not quite fine?", "sharing"),
    ("Whom did you think of today, without telling them?", "small-moment"),
    ("The best, the hardest, and something to look forward to.", "rose-thorn-bud"),
    ("Something you did lately took some courage. What was it?", "good-news"),
    ("What are you looking forward to, however modest?", "rose-thorn-bud"),
    ("Is there a feeling in you that has no name yet?", "to-myself"),
    ("What would you like to be asked about? You could begin there.", "sharing"),
    ("Something is finished that used to worry you. Who should know?", "good-news"),
    ("What did you see today that {name} would have liked?", "small-moment"),
    ("With a slow evening and {name} across the table, where would you begin?", "sharing"),
    ("Is there something you keep turning over on your own?", "sharing"),
    ("Something is easier to say with the dishes between you.", "shelf"),
    ("Nothing to say is a good state, too.", ""),
]


def invitation(person: uuid.UUID, day: date, bonds: list[BondShown]) -> dict[str, str]:
    """The invitation for a person and day: {text, slug, bond}. It changes from day to day.

    Without anybody to talk to, only those that need nobody come up.
    """
    fitting = [(text, slug) for text, slug in INVITATIONS if _possible(slug, bonds)]
    seed = hashlib.sha256(person.bytes + day.isoformat().encode()).digest()
    text, slug = fitting[int.from_bytes(seed[:4], "big") % len(fitting)]
    with_others = [bond for bond in bonds if bond.others]
    bond = with_others[seed[4] % len(with_others)] if with_others else None
    others = [m.name for m in bond.members if not m.me] if bond else []
    name = others[seed[5] % len(others)] if others else ""
    return {
        "text": text.format(name=name),
        "slug": slug if slug != "shelf" else "",
        "shelf": "yes" if slug == "shelf" else "",
        "bond": str(bond.id) if bond and "{name}" in text else "",
    }


def _possible(slug: str, bonds: list[BondShown]) -> bool:
    if slug in {"", "shelf"}:
        return True
    script = shelf.get(slug)
    return script.alone or any(bond.others and bond.kind in script.bonds for bond in bonds)
