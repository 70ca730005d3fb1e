"""One house with somebody in every position towards it, and a canary in each thing it holds."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds import invitations, returning
from nearer.bonds.models import Bond, Invitation, Member
from nearer.growing import barriers, closeness
from nearer.keeps import (
    cards,
    dates,
    ideas,
    jar,
    journal,
    kept_texts,
    little,
    plans,
    promises,
    prompts,
    topics,
)
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.parting import copies
from nearer.parting.leaving import part
from nearer.people.models import today
from nearer.photos import actions as photos
from nearer.photos.models import Photo
from nearer.photos.taking_in import Prepared
from nearer.practices import decks
from nearer.reminders import browsers, channels
from nearer.rhythm import page
from nearer.rhythm.every import DAILY, Every
from nearer.rhythm.keeping_up import keep_up
from nearer.rhythm.models import Feed
from nearer.sittings import drafts
from nearer.sittings.copy_views import text_of
from nearer.sittings.leaving import leave_bond
from nearer.sittings.models import Draft, Sitting
from nearer.today import help_notes
from nearer.urls import urlpatterns
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import Player, bind, enter, look, member, say, sit
from tests.reminders.receiver import Browser
from tests.sittings.carding import begin
from tests.sittings.mine import entry_of

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
    "browser": ("kxbrowser", {"member"}),
    "picture": ("kxpicture", {"member"}),
    "promise": ("kxpromise", {"other", "member"}),
    "little": ("kxlittle", {"other", "member"}),
    "date": ("kxdate", {"member"}),
    "slip": ("kxslip", {"member"}),
    "topic": ("kxtopic", {"member"}),
    "plan": ("kxplan", {"other", "member"}),
    "idea": ("kxidea", {"other", "member"}),
    "card": ("kxcard", {"other", "member"}),
    "journal": ("kxjournal", {"member"}),
    "question": ("kxquestion", {"member"}),
    "closeness": ("kxcloseness", {"member"}),
    "learned": ("kxlearned", {"member"}),
    "notes for those who help": ("kxnotes", {"member"}),
    "rhythm": ("kxrhythm", {"member"}),
    "told": ("kxtold", {"member"}),
    "copy": ("kxcopy", {"member"}),
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
    check: uuid.UUID
    photo: Photo
    way_back: Invitation
    keeps: dict[str, Keep]
    made: uuid.UUID
    row: uuid.UUID
    token: str
    copy: uuid.UUID
    told: Sitting
    kept_text: uuid.UUID
    codes: list[str] = field(default_factory=list)
    pointed_at: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    def client(self, role: str, **options: Any) -> Client:
        """A browser of somebody in this role."""
        client = Client(raise_request_exception=False, **options)
        if role != "anonymous":
            client.cookies.update(self.people[role].client.cookies)
        return client

    def arguments(self, name: str) -> dict[str, Any]:
        """What an address of this name needs, pointing at things of the member's.

        Looked up once, since tests may take away what it points at and go on asking for it.
        """
        if not self.pointed_at:
            for each, keys in parameters().items():
                self.pointed_at[each] = {key: self._argument(each, key) for key in keys}
        return self.pointed_at[name]

    def _argument(self, name: str, key: str) -> Any:
        if key == "invitation" and name == "answer_invitation":
            return self.open_invitation.pk
        if key == "invitation" and name in WAYS_BACK:
            return self.way_back.pk
        if key in ("sitting", "entry") and name in ENTRIES:
            sitting, words = getattr(self, ENTRIES[name]), CANARIES[WROTE[ENTRIES[name]]][0]
            entry = entry_of(self.people["member"], sitting, words)
            return sitting.pk if key == "sitting" else uuid.UUID(entry.id)
        if key == "keep":
            return self.keeps[KEEPS.get(name, name)].pk
        if key == "card" and name == "write_journal_about":
            return decks.of_kind("prompts", "")[0].cards[0].id
        return {
            "bond": self.bond.pk,
            "invitation": self.answered.pk,
            "member": self.companion.pk,
            "sitting": self.circle.pk,
            "draft": self.draft.pk,
            "photo": self.photo.pk,
            "device": self.device.pk,
            "channel": channels.ways(person=self.people["member"].id)[0].id,
            "row": self.row,
            "copy": self.copy,
            "text": self.kept_text,
            "form": "txt",
            "token": self.token,
            "slug": "sharing",
            "situation": "tell",
            "id": "partner-01",
            "check": self.check,
            "idea": f"own-{self.made}",
            "card": f"own-{self.made}",
            "deck": "own",
            "way": "words",
            "read": "good-news",
            "barrier": "fear",
            "prompt": "at-the-table",
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


ENTRIES = {
    "entry_words": "circle",
    "take_entry_back": "circle",
    "show_entry": "alone",
    "keep_entry": "told",
}
"""In which sitting an address of an entry points at one."""
WROTE = {"circle": "shared", "alone": "alone", "told": "told"}

WAYS_BACK = {"way_back", "confirm_return", "hand_over", "stop_return"}

KEEPS = {
    "promise_kept": "promise",
    "promise_missed": "promise",
    "promise_change": "promise",
    "promise_words": "promise",
    "promise_answer": "promise",
    "little_again": "little_thing",
    "delete_keep": "date",
    "plan_calendar": "plan",
    "plan_became": "plan",
    "delete_plan": "plan",
    "delete_entry": "journal_entry",
    "answer_prompt": "question",
    "put_aside": "question",
    "show_keep": "date",
    "keep_keep": "question",
    "show_page": "journal_entry",
}
"""Which of the keeps an address points at, where that is not in its name."""

WORDS = {"slug", "situation", "id", "read", "barrier", "prompt", "deck", "way", "form"}
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
    endpoint = Browser().subscription("https://fcm.googleapis.com/x")
    browsers.add_push(person=ann.id, subscription=endpoint, label=CANARIES["browser"][0])
    check = _growing(ann, bond)
    photo = _photo(ann, circle)
    way_back = _way_back(ann, ben, bond)
    people = {
        "unsettled": enter("Una", settled=False),
        "stranger": enter("Stan"),
        "pending": eve,
        "former": dan,
        "other": cleo,
        "member": ann,
    }
    draft = Draft.objects.get(author=ann.id)
    told = begin(ben, bond, TOLD, ann)
    say(ben, told, "told", {"words": CANARIES["told"][0]})
    house = House(
        people,
        ben,
        bond,
        circle,
        alone,
        companion,
        waiting,
        answered,
        draft,
        found[0],
        check,
        photo,
        way_back,
        _keeps(ann, ben, bond),
        _made(ann, bond),
        _rhythm(ann, bond),
        Feed.objects.renew(ann.person),
        _left_before(ann, ben),
        told,
        _kept_text(ann, told),
        codes,
    )
    house.arguments("today")
    return house


def _left_before(ann: Player, ben: Player) -> uuid.UUID:
    """Another bond, which the member has left with a copy of her words."""
    other = bind(ann, ben, kind="friend", name="Another")
    say(ann, sit(ann, other, "sharing"), "share", {"words": CANARIES["copy"][0]})
    own = member(other, ann)
    part(bond=other, member=own, person=ann.person, keyring=ann.keyring, erase=True, copy=True)
    return copies.all_of(ann.keyring)[0].id


def _way_back(ann: Player, ben: Player, bond: Bond) -> Invitation:
    """Ben's place, which a new account has answered for."""
    made = returning.mark(
        bond=bond, place=member(bond, ben), inviter=member(bond, ann), keyring=ann.keyring
    )
    fresh = enter("Nell")
    invitations.accept(
        invitation=made,
        code=str(made.code.open(ann.keyring)),
        newcomer=fresh.person,
        name=CANARIES["newcomer"][0],
        keyring=fresh.keyring,
    )
    return made


def _growing(ann: Player, bond: Bond) -> uuid.UUID:
    """What the member keeps for herself; the id of a closeness check."""
    closeness.put_down(
        bond=bond.pk,
        name=CANARIES["bond"][0],
        answers={"safe": 1, "heard": 3},
        circles=3,
        words=CANARIES["closeness"][0],
        at=timezone.now(),
        form=uuid.uuid4(),
        keyring=ann.keyring,
    )
    prompt = barriers.prompt("at-the-table")
    assert prompt is not None
    barriers.write(prompt=prompt, words=CANARIES["learned"][0], keyring=ann.keyring)
    help_notes.keep(words=CANARIES["notes for those who help"][0], keyring=ann.keyring)
    return closeness.checks(bond.pk, ann.keyring)[0][0].id


def _keeps(ann: Player, ben: Player, bond: Bond) -> dict[str, Keep]:
    """One of each in its drawer, put there by the member; some for her and Ben alone."""
    here, to = stand(bond, ann.keyring), str(member(bond, ben).pk)
    kx = {name: word for name, (word, _) in CANARIES.items()}

    def id() -> uuid.UUID:
        return uuid.uuid4()

    return {
        "promise": promises.make(here=here, words=kx["promise"], day=today(), id=id()),
        "date": dates.add(
            here=here, words=kx["date"], day=today(), time="", whose="", told=[to], id=id()
        ),
        "slip": jar.put_in(here=here, words=kx["slip"], to=to, id=id()),
        "little_thing": little.add(
            here=here, about=here.me, asked="?", words=kx["little"], id=id()
        ),
        "topic": topics.put_aside(here=here, words=kx["topic"], id=id()),
        "plan": plans.make(here=here, id=id(), words=kx["plan"], day=today(), time="", where=""),
        "journal_entry": journal.write(
            id=id(), words=kx["journal"], asked="", keyring=ann.keyring, here=None
        ),
        "question": prompts.leave(
            here=stand(bond, ben.keyring), id=id(), to=here.me, words=kx["question"]
        ),
    }


def _rhythm(ann: Player, bond: Bond) -> uuid.UUID:
    """Something that comes round every day, for the member alone."""
    id, words = uuid.uuid4(), CANARIES["rhythm"][0]
    page.put(page.Comes(id, page.OWN, bond.pk, "", words, Every(DAILY), True), ann.keyring)
    # As after any form of hers: what the server knows of it stands already.
    keep_up(ann.person, ann.keyring)
    return id


TOLD = """
title = "Told"
short = "For the test."
why = "So that somebody is told something."
source = "none"
minutes = 5
people = [2, 4]
bonds = ["family"]
ways = ["apart"]
situations = ["play"]
ending = "Enough."

[[step]]
id = "told"
kind = "write"
who = "all"
ask = "What?"
"""


def _kept_text(ann: Player, told: Sitting) -> uuid.UUID:
    """A copy that the member keeps of what Ben told her."""
    entry = uuid.UUID(entry_of(ann, told, CANARIES["told"][0]).id)
    text = text_of(look(ann, told), entry)
    assert text is not None
    return kept_texts.keep(source=entry, text=text, keyring=ann.keyring)


def _made(ann: Player, bond: Bond) -> uuid.UUID:
    """By what a card and an idea of the member's are found."""
    here, made = stand(bond, ann.keyring), uuid.uuid4()
    cards.write(here=here, id=f"own-{made}", text=CANARIES["card"][0], depth=1)
    do = CANARIES["idea"][0]
    ideas.add(here=here, id=made, do=do, cost=0, minutes=60, place="in", daring=1)
    return made


def _photo(ann: Player, circle: Sitting) -> Photo:
    """A picture of the member's, for the few of a circle."""
    seen = CANARIES["picture"][0]
    return photos.keep(
        id=uuid.uuid4(),
        prepared=Prepared(seen.encode(), seen.encode(), 1, 1, seen),
        bond=circle.bond,
        space=circle.space,
        keyring=ann.keyring,
        at=timezone.now(),
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
