"""One house with somebody in every position towards it, and a canary in each thing it holds."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, reverse

from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.bonds.models import Bond, Invitation, Member
from nearer.sittings import drafts
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Draft, Sitting
from nearer.urls import urlpatterns
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import Player, bind, enter, member, say, sit

Response = Any
"""What the test client gives back; the stubs have a private type for it."""

ROLES = ("anonymous", "unsettled", "stranger", "pending", "former", "other", "member")
"""A visitor; an account whose recovery code waits; one without a bond; one who has answered an
invitation; one who left the bond; one in the bond but not in this sitting; one in both."""

CANARIES = {
    "bond": ("kxbondname", {"other", "member"}),
    "companion": ("kxcompanion", {"other", "member"}),
    "newcomer": ("kxnewcomer", {"other", "member"}),
    "shared": ("kxsharedwords", {"member"}),
    "alone": ("kxalone", {"member"}),
    "draft": ("kxdraft", {"member"}),
    "device": ("kxdevice", {"member"}),
}
"""What is written where, and who may ever see it."""


@dataclass
class House:
    """People by role, and what addresses can point at."""

    people: dict[str, Player]
    ben: Player
    bond: Bond
    circle: Sitting
    alone: Sitting
    companion: Member
    open_invitation: Invitation
    answered: Invitation
    draft: Draft
    device: SignedIn
    codes: list[str] = field(default_factory=list)

    def client(self, role: str, **options: Any) -> Client:
        """A browser of somebody in this role."""
        client = Client(raise_request_exception=False, **options)
        if role != "anonymous":
            client.cookies.update(self.people[role].client.cookies)
        return client

    def arguments(self, name: str) -> dict[str, Any]:
        """What an address of this name needs, pointing at things of the member's."""
        return {key: self._argument(name, key) for key in parameters()[name]}

    def _argument(self, name: str, key: str) -> Any:
        if key == "invitation" and name == "answer_invitation":
            return self.open_invitation.pk
        return {
            "bond": self.bond.pk,
            "invitation": self.answered.pk,
            "member": self.companion.pk,
            "sitting": self.circle.pk,
            "draft": self.draft.pk,
            "device": self.device.pk,
            "slug": "sharing",
            "id": "partner-01",
        }[key]

    def path(self, name: str) -> str:
        """The address of the real thing."""
        return reverse(name, kwargs=self.arguments(name)) + self._query(name)

    def paths_to_nothing(self, name: str) -> list[str]:
        """The same addresses where each id, one after the other, is of nothing."""
        real = self.arguments(name)
        made = [
            reverse(name, kwargs={**real, key: uuid.uuid4()}) for key in real if key not in WORDS
        ]
        ids = {key: value if key in WORDS else uuid.uuid4() for key, value in real.items()}
        return [*made, reverse(name, kwargs=ids)] if made else []

    def _query(self, name: str) -> str:
        return f"?bond={self.bond.pk}&way=apart" if name in {"begin", "practice"} else ""


WORDS = {"slug", "id"}
"""Parts of an address that name a thing of the catalogue, and nobody's own."""


def parameters() -> dict[str, list[str]]:
    """Every address by name, with the parts that it takes."""
    made = {}
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern), "an included table of addresses: look into it too"
        assert pattern.name, f"{pattern.pattern} has no name"
        made[pattern.name] = list(pattern.pattern.converters)
    assert len(made) == len(urlpatterns), "two addresses with one name"
    return made


def build() -> House:
    """Let them all in."""
    ann, ben, cleo, dan, eve = (enter(name) for name in ("Ann", "Ben", "Cleo", "Dan", "Eve"))
    bond = bind(ann, ben, cleo, dan, kind="family", name=CANARIES["bond"][0])
    companion = bonds.add_companion(bond=bond, name=CANARIES["companion"][0], keyring=ann.keyring)
    circle = sit(ann, bond, "sharing", cast=[member(bond, ann), member(bond, ben)])
    say(ann, circle, "share", {"words": CANARIES["shared"][0]})
    alone = sit(ann, None, "to-myself")
    say(ann, alone, "inside", {"words": CANARIES["alone"][0]})
    leave_bond(bond=bond, member=member(bond, dan), person=dan.person, keyring=dan.keyring)
    inviter = member(bond, ann)
    waiting = bonds.invite(bond=bond, inviter=inviter, keyring=ann.keyring)
    answered = bonds.invite(bond=bond, inviter=inviter, keyring=ann.keyring)
    codes = [str(one.code.open(ann.keyring)) for one in (waiting, answered)]
    invitations.accept(
        invitation=answered,
        code=codes[1],
        newcomer=eve.person,
        name=CANARIES["newcomer"][0],
        keyring=eve.keyring,
    )
    answered.refresh_from_db()
    drafts.keep(
        place=f"/sittings/{circle.pk}/?form=x",
        title=CANARIES["draft"][0],
        fields={"words-x": [CANARIES["draft"][0]]},
        keyring=ann.keyring,
    )
    token = signed_in.open_device(keyring=ann.keyring, label=CANARIES["device"][0])
    found = signed_in.recognise(token)
    assert found is not None
    people = {
        "unsettled": enter("Una", settled=False),
        "stranger": enter("Stan"),
        "pending": eve,
        "former": dan,
        "other": cleo,
        "member": ann,
    }
    draft = Draft.objects.get(author=ann.id)
    return House(
        people, ben, bond, circle, alone, companion, waiting, answered, draft, found[0], codes
    )


def normal(response: Response) -> str:
    """Status, headers and body without what changes from request to request."""
    headers = "\n".join(
        f"{name}: {value}"
        for name, value in sorted(response.items())
        if name not in {"Content-Length"}
    )
    text = f"{response.status_code}\n{headers}\n{sorted(response.cookies)}\n" + body(response)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", text)
    return re.sub(r"[0-9a-f]{8}(-|%2D)([0-9a-f]{4}\1){3}[0-9a-f]{12}", "ID", text)


def body(response: Response) -> str:
    """What the response holds, streamed or not."""
    held = b"".join(response.streaming_content) if response.streaming else response.content
    return str(held, "utf-8", "replace")
