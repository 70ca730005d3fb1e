"""Rule 3: whoever wants to go goes, alone and at once. Nobody is asked, and nobody asks why."""

from __future__ import annotations

import re
from html import unescape

from django.utils import timezone

from nearer.bonds.models import Bond, Member
from nearer.people.models import Person
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, bind, say, sit
from tests.trust.house import body
from tests.trust.visitor import Form, forms_of

PAST = "password_to_go_on"
TAGS = re.compile(r"<[^>]+>")


class Clicks:
    """Somebody who follows links and presses buttons, and counts."""

    def __init__(self, player: Player) -> None:
        self.client, self.clicks = player.client, 0
        self.at, self.text = "/", body(player.client.get("/"))

    def follow(self, path: str) -> None:
        """Press a link that stands on the page."""
        assert f'href="{path}"' in self.text, f"no way from {self.at} to {path}"
        self._go(path)

    def press(self, at: str, **typed: str) -> Form:
        """Press the button of a form that stands on the page."""
        form = next(form for form in forms_of(self.text) if at in form.action)
        self.clicks += 1
        answer = self.client.post(form.action, form.filled(**typed))
        assert answer.status_code == 302, body(answer)[-2000:]
        return form

    def _go(self, path: str) -> None:
        self.clicks += 1
        self.at, self.text = path, body(self.client.get(path))


def is_in(player: Player, bond: Bond) -> bool:
    return Member.objects.present().filter(bond=bond, person=player.id).exists()


def test_a_bond_is_left_in_three_clicks_from_its_page(ann: Player, ben: Player, bond: Bond) -> None:
    hand = Clicks(ann)
    hand.follow("/bonds/")
    hand.follow(f"/bonds/{bond.pk}/")
    hand.clicks = 0  # from the bond that is to be left

    hand.follow(f"/bonds/{bond.pk}/leave/")
    form = hand.press("/leave/")

    assert hand.clicks <= 3
    assert not is_in(ann, bond)
    assert is_in(ben, bond)
    assert not [name for name in form.names if re.search("why|reason|because", name)]


def test_everything_is_left_in_three_clicks_with_ones_own_password(
    ann: Player, bond: Bond, cleo: Player
) -> None:
    other = bind(cleo, ann, kind="friend", name="Cleo and me")
    hand = Clicks(ann)
    hand.follow("/you/")
    hand.clicks = 0

    hand.follow("/safety/")
    hand.press("/safety/cut/", password_to_go_on=PASSWORD)

    assert hand.clicks <= 3
    assert not is_in(ann, bond)
    assert not is_in(ann, other)


def test_nobody_elses_account_is_needed(ann: Player, ben: Player, bond: Bond) -> None:
    """Ben is signed in nowhere, and what his account holds has been spoilt."""
    SignedIn.objects.filter(person=ben.id).delete()
    Person.objects.filter(pk=ben.id).update(wrapped_pw=b"", wrapped_rec=b"", profile=b"")

    answer = ann.client.post(f"/bonds/{bond.pk}/leave/")

    assert answer.status_code == 302
    assert not is_in(ann, bond)


def test_nothing_has_to_be_waited_for(ann: Player, ben: Player, bond: Bond) -> None:
    """Not even a pause, or a sitting in which somebody waits, holds anybody."""
    sitting = sit(ben, bond)
    say(ben, sitting, "share", {"words": "Wait for me"})
    ben.client.post(f"/bonds/{bond.pk}/pause/", {"length": "tomorrow"})
    before = timezone.now()

    assert ann.client.post(f"/bonds/{bond.pk}/leave/").status_code == 302

    assert not is_in(ann, bond)
    assert signed_in.coarse(timezone.now()) - before < signed_in.GRAIN


def test_the_others_see_one_neutral_line(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family", name="Kitchen table")
    before = lines(ben, family)

    ann.client.post(f"/bonds/{family.pk}/leave/")

    after = lines(ben, family)
    assert [line for line in before if line not in after] == ["A Ann"]
    assert [line for line in after if line not in before] == ["Ann has left this bond."]


def lines(player: Player, bond: Bond) -> list[str]:
    """What stands on the page of a bond, line by line."""
    page = body(player.client.get(f"/bonds/{bond.pk}/")).split("<main", 1)[1].split("</main>")[0]
    page = re.sub(r"</(?:p|li|h\d|div|section)>", "\n", page.split(">", 1)[1])
    text = (" ".join(unescape(TAGS.sub(" ", line)).split()) for line in page.split("\n"))
    return [line for line in text if line]
