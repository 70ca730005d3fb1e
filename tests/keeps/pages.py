"""Small helps for tests of the keeps: asking for a page, sending a form, standing in a bond."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

from nearer.bonds.models import Bond, Member
from nearer.keeps import hooks
from nearer.keeps.here import Here, stand
from tests.cast import Player, member


def get(player: Player, path: str) -> str:
    """What somebody reads there, without tags; it has to be a page."""
    response = player.client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return words(response)


def words(response: Any) -> str:
    """The main part of a page as text, without the small menus beside words."""
    main = response.content.decode().split("<main", 1)[1].split(">", 1)[1].split("</main>", 1)[0]
    main = re.sub(r'<details class="quiet-more menu.*?</details>', "", main, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def post(
    player: Player, path: str, form: dict[str, Any] | None = None, *, status: int = 302
) -> Any:
    """Send a form, which is taken unless `status` says otherwise."""
    response = player.client.post(path, form or {})
    assert response.status_code == status, (path, response.status_code, response.content[:3000])
    return response


def there(player: Player, bond: Bond) -> Here:
    """A bond as somebody stands in it."""
    return stand(bond, player.keyring)


def id_of(player: Player, bond: Bond) -> str:
    """Somebody's member id."""
    return str(member(bond, player).pk)


def keep_of(companion: Member, lender: Player, kind: str, words: str, **more: Any) -> None:
    """Keep what a companion said on somebody's phone."""
    bond = companion.bond
    hooks.keep(
        kind=kind,
        entry_id=uuid.uuid4(),
        bond=bond,
        space=bond.id,
        by=str(companion.pk),
        words=words,
        keyring=lender.keyring,
        **more,
    )
