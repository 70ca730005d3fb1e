"""Two hundred texts that mean to be more than text, through every field there is: they stay words.

What a browser makes of a page is looked at with a reader of HTML: an element or an attribute that
the page has not without them is a hole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import product

from nearer.bonds.models import Bond
from tests.cast import Player
from tests.full import FULL
from tests.trust import house as houses
from tests.trust.house import House, Response, body, parameters
from tests.trust.visitor import Form, forms_of

DO = "kxdo(1)"
CARRIERS = [
    "<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<svg><script>{}</script>",
    "<body onload={}>", "<iframe src='javascript:{}'>", "<a href='javascript:{}'>x</a>",
    "<details open ontoggle={}>", "<input autofocus onfocus={}>", "<video><source onerror={}>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<object data='data:{}'>", "<meta http-equiv=refresh content='0;{}'>",
    "<form action='javascript:{}'><button>x</button></form>",
    "<link rel=stylesheet href='data:text/css,{}'>", "<base href='//evil.example/{}'>",
    "{{{{ {} }}}}", "{{% load {} %}}", "${{{}}}", "<% {} %>",
]  # fmt: skip
BREAKS = [
    "", '"', "'", "\">", "'>", "</textarea>", "</title>", "</style>", "-->", "`", "</script>",
]  # fmt: skip
HOSTILE = [b + c.format(DO) for c, b in product(CARRIERS, BREAKS)]
AT_ONCE = 11 if FULL else 55
"""So many stand in one text."""


LEADING = {"href", "src", "action", "formaction", "data", "content", "hx-get", "hx-post"}


class Reader(HTMLParser):
    """The elements and attributes of a page, with what runs or leads somewhere in full."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found[tag] += 1
        for name, value in attrs:
            leads = name in LEADING and "javascript:" in (value or "").lower()
            if name.startswith("on") or leads:
                self.found[f"{tag} {name}={value}"] += 1

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def html(response: Response) -> str:
    """A page; nothing for what a browser does not read as one."""
    return body(response) if "text/html" in response.get("Content-Type", "") else ""


def holes(text: str) -> list[str]:
    """What a page must not have, whatever it holds."""
    found = Reader(text).found
    fine = {"script": 2, "base": 0, "object": 0, "iframe": 0, "style": 0, "video": 0}
    made = [tag for tag, most in fine.items() if found[tag] > most]
    made += [one for one in found if "kxdo" in one and " value=" not in one]
    return made + [one for one in found if " on" in one or "javascript:" in one]


def rows(words: list[str]) -> Iterator[str]:
    for at in range(0, len(words), AT_ONCE):
        yield "\n".join(words[at : at + AT_ONCE])


def filled(form: Form, words: str) -> dict[str, list[str]]:
    """A form with the words in every field that is open, and the first of every choice."""
    made = form.filled()
    for name in form.names:
        short = name in {"name", "own_name"} or name.startswith("alt-")
        if name.startswith(("words-", "alt-")) or name in {"name", "own_name", "reply"}:
            made[name] = [words[:60] if short else words]
        elif name in form.options:
            made.setdefault(name, form.options[name][:1])
    return made


SKIP = {"sign_out", "exit", "cut_everything", "leave_bond", "stop", "stop_return", "withdraw"}
SKIP |= {"safer", "change_password", "new_code", "recover", "recovery_code", "end_account"}


def pages(paths: list[str], player: Player) -> Iterator[tuple[str, Response]]:
    for path in paths:
        yield path, player.client.get(path)


def write_everywhere(house: House, paths: list[str], words: str) -> tuple[int, list[str]]:
    """Send every form of the member's pages, and read what came of it with both pairs of eyes.

    Returns how many were sent, and the holes in all that came back.
    """
    sent, answers = send_everywhere(house, paths, words)
    found = [f"{path}: {hole}" for path, answer in answers for hole in holes(answer)]
    for player in (house.people["member"], house.ben):
        for path, page in pages(paths, player):
            found += [f"{path}: {hole}" for hole in holes(html(page))]
    return sent, found


def send_everywhere(
    house: House, paths: list[str], words: str
) -> tuple[int, list[tuple[str, str]]]:
    """Send every form of the member's pages; returns how many, and each address with its answer."""
    ann, sent, answers = house.people["member"], 0, []
    for path, page in list(pages(paths, ann)):
        for form in forms_of(body(page)):
            writes = any(name.startswith("words-") for name in form.names) or "name" in form.names
            if not writes or any(part in form.action for part in ("exit", "sign-out", "cut")):
                continue
            answer = ann.client.post(form.action or path, filled(form, words))
            sent += 1
            assert answer.status_code < 500, (path, answer.status_code)
            answers.append((path, html(answer)))
    return sent, answers


def test_there_are_two_hundred() -> None:
    assert len(set(HOSTILE)) >= 200


def test_two_hundred_hostile_texts_stay_words_in_every_field(server_mark: None) -> None:
    house = houses.build()
    paths = [house.path(name) for name in parameters() if name not in SKIP]
    drawers = ["/journal/", house.path("promises"), house.path("topics")]
    shown = set()
    for words in rows(HOSTILE):
        sent, found = write_everywhere(house, paths, words)
        assert sent > 15
        assert found == []
        for path in drawers:
            said = "".join(Reader(body(house.people["member"].client.get(path))).said)
            shown |= {one for one in words.split("\n") if one in said}

    assert len(shown) > len(HOSTILE) // 2, "they were not taken, so that nothing was looked at"


def test_a_page_that_lets_one_through_would_be_noticed(ann: Player, bond: Bond) -> None:
    page = body(ann.client.get("/"))
    assert holes(page) == []
    missed = [one for one in HOSTILE if not holes(page.replace("</main>", f"{one}</main>"))]

    # What is left has no element that is forbidden here: templates of other languages, and such as
    # a page may have. They are looked for as words above.
    fine = ("{{", "{%", "${", "<%", "<meta", "<link")
    assert [one for one in missed if not any(part in one for part in fine)] == []
