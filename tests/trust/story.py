"""An evening of two people over real HTTP, with a canary in every place where text can go."""

from __future__ import annotations

import base64
import re
import secrets
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from tests.serving import Server
from tests.trust.visitor import Visitor, code_on

CHOSEN = {
    "title of a practice": "Something that matters",
    "title of another": "Rose, thorn, bud",
    "title of one alone": "To myself",
    "name of a practice": "rose-thorn-bud",
    "name of one alone": "to-myself",
    "a step": "warm-word",
    "a step of the loop": "beforehand",
    "a slot": "main.1.share",
    "a kind of step": "receipt",
    "a wish": "think-along",
    "a judgement": "not-yet",
    "a feeling": "relieved",
    "a line of the practice": "It spares everybody the guessing",
    "a kind of bond": "partner",
}
"""What is not typed but chosen, and must not be told from the disk either."""


class Story:
    """Ann and Ben. `words`: every canary so far by label; `must_stay`: what was acknowledged."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.words: dict[str, str | bytes] = dict(CHOSEN)
        self.ann, self.ben = Visitor(server.url), Visitor(server.url, self.canary("agent"))
        self.bond = ""
        self.sitting = ""

    def canary(self, label: str) -> str:
        """A word that stands nowhere else, remembered under this label."""
        assert label not in self.words, label
        word = f"kx{secrets.token_hex(9)}"
        self.words[label] = word
        return word

    def tell(self) -> None:
        """The whole evening, up to the killing."""
        self.come_in()
        self.bind()
        self.share()
        self.other_practices()
        self.by_oneself()
        self.keeps()
        self.between()
        self.drafts()
        self.what_goes_wrong()
        self.malformed()
        self.come_back()
        self.leave_things_open()
        self.remember_cookies()

    def come_in(self) -> None:
        for who, name in ((self.ann, "ann"), (self.ben, "ben")):
            email = f"{self.canary(f'address of {name}')}@example.org"
            password = f"{self.canary(f'password of {name}')} and more"
            who.go("/join/")
            who.send(
                who.form("name", "email", "password"),
                name=self.canary(f"refused name of {name}"),
                email="nonsense",
                password=self.canary(f"refused password of {name}"),
                password_again=self.canary(f"second refused password of {name}"),
            )
            code = who.sign_up(self.canary(f"name of {name}"), email, password)
            self.keep_code(f"recovery code of {name}", code)
        who = Visitor(self.server.url)
        who.go("/sign-in/")
        who.send(
            who.form("email", "password"),
            email=email,
            password=self.canary("wrong password"),
        )
        assert who.page.status_code == 422
        who.send(who.form("email", "password"), email=email, password=password)
        assert who.at == "/"
        who.go("/you/")
        who.send(who.form("name"), name=self.canary("new name"))
        self.the_way_in(who, password)
        self.cookies_of(who, "the second device")
        who.close()

    def the_way_in(self, who: Visitor, password: str) -> None:
        """Another address, and a second step that is set up and taken away again."""
        who.go("/you/address/")
        address = self.canary("another address")
        form = who.form("email", "password_now")
        who.send(form, email=f"{address}@example.org", password_now=self.canary("not mine"))
        assert who.page.status_code == 422
        form = who.form("email", "password_now")
        who.send(form, email=f"{address}@example.org", password_now=password)
        assert "?address" in who.at
        who.go("/you/second-step/app/")
        who.send(who.form("do"), do="make", password_to_go_on=password)
        self.words["secret of an app"] = who.page.text.split("secret=")[1].split("&")[0]
        who.send(who.form("code"), code=self.canary("digits that were none")[:40])
        assert who.page.status_code == 422
        who.send(who.form("do"), do="leave")

    def keep_code(self, label: str, code: str) -> None:
        self.words[label] = code
        self.words[f"{label}, without dashes"] = code.replace("-", "")
        self.words[f"beginning of {label}"] = code[:14]

    def bind(self) -> None:
        ann, ben = self.ann, self.ben
        ann.go("/bonds/new/")
        ann.send(
            ann.form("kind", "name", "own_name"),
            kind="partner",
            name=self.canary("name of the bond"),
            own_name=self.canary("name in the bond"),
        )
        found = re.search(r"/bonds/([0-9a-f-]{36})/", ann.at)
        assert found, ann.at
        self.bond = found[1]
        path, code = ann.invite(self.bond)
        self.keep_code("invitation code", code)
        ben.go(path)
        ben.send(ben.form("code"), code=self.canary("wrong code"))
        ben.send(ben.form("code"), code=code)
        ben.send(ben.form("code", "name"), code=code, name=self.canary("name of the newcomer"))
        assert ben.at == "/bonds/", (ben.at, ben.page.status_code)
        ann.let_in(self.bond)
        ann.go(f"/bonds/{self.bond}/name/")
        ann.send(ann.form("name"), name=self.canary("new name of the bond"))
        ann.go(f"/bonds/{self.bond}/companions/")
        ann.send(ann.form("name"), name=self.canary("name of a companion"))
        assert ann.page.status_code == 200

    def share(self) -> None:
        ann, ben = self.ann, self.ben
        ann.go(f"/begin/sharing/?bond={self.bond}&way=apart")
        form = ann.form("words__share", "choice__wish")
        ann.send(form, words__share=self.canary("share without a wish"))
        assert ann.page.status_code == 422
        ann.send(
            ann.form("words__share"),
            words__share=self.canary("share"),
            words__beforehand=self.canary("beforehand"),
            feeling=["relieved"],
            strength__relieved="3",
            choice__wish="think-along",
        )
        found = re.search(r"/sittings/([0-9a-f-]{36})/", ann.at)
        assert found, (ann.at, ann.page.status_code)
        self.sitting = f"/sittings/{found[1]}/"
        ben.go("/")
        ben.go(self.sitting)
        ben.send(ben.form("ready"), ready="at", day="today", time="21:00")
        ben.send(ben.form("ready"), ready="now")
        self.reflect("reflection", "question")
        ann.go(self.sitting)
        ann.send(ann.form("words__answer"), words__answer=self.canary("answer"))
        ben.go(self.sitting)
        ben.send(ben.form(at="add"), again="no")
        self.receipt("helped, shown", "not-yet", "show")
        self.reflect("second reflection", "")
        self.receipt("helped, kept privately", "fully", "keep")
        ben.go(self.sitting)
        ben.send(ben.form("words__ideas"), words__ideas=self.canary("idea"))
        ann.go(self.sitting)
        ann.send(ann.form("words__last"), words__last=self.canary("last word"))
        assert ann.page.status_code == 200

    def reflect(self, label: str, question: str) -> None:
        ben = self.ben
        ben.go(self.sitting)
        words = {"words__reflect": self.canary(label)}
        if question:
            words["words__question"] = self.canary(question)
        ben.send(ben.form("words__reflect"), **words)
        assert ben.page.status_code == 200, (label, ben.page.status_code)

    def receipt(self, label: str, how: str, then: str) -> None:
        ann = self.ann
        ann.go(self.sitting)
        ann.send(
            ann.form("understood"),
            understood=how,
            accepted="fully",
            cared="partly",
            helped=self.canary(label),
            then=then,
        )
        assert ann.page.status_code == 200, (label, ann.page.status_code)

    def other_practices(self) -> None:
        ann, ben = self.ann, self.ben
        ann.go(f"/begin/rose-thorn-bud/?bond={self.bond}&way=apart")
        ann.send(ann.form("words__rose"), **self.three("of ann"))
        path = ann.at
        ben.go(path)
        ben.send(ben.form("words__rose"), **self.three("of ben"))
        ben.send(ben.form("words__warm-word"), words__warm__word=self.canary("warm word"))
        ann.go("/begin/to-myself/")
        ann.send(ann.form("words__inside"), words__inside=self.canary("to myself"))
        assert ann.page.status_code == 200
        self.what_is_mine()
        # Face to face on one phone, with the companion.
        ann.go(f"/begin/small-moment/?bond={self.bond}&way=together")
        form = ann.form("choice__what", "words__line")
        ann.send(
            form,
            choice__what=form.options["choice-what"][0],
            words__line=self.canary("told face to face"),
        )
        assert ann.at.startswith("/sittings/"), (ann.at, ann.page.status_code)

    def what_is_mine(self) -> None:
        """Words changed, copied by the other, shown later, and taken back."""
        ann, ben = self.ann, self.ben
        alone = ann.at
        ann.go(f"/begin/rose-thorn-bud/?bond={self.bond}&way=apart")
        ann.send(ann.form("words__rose"), **self.three("of ann, later"))
        sitting = ann.at.partition("?")[0].partition("#")[0]
        deed = re.findall(r"/sittings/[0-9a-f-]{36}/entries/[0-9a-f-]{36}/words/", ann.page.text)
        ann.go(deed[0])
        other, entry = self.canary("other words"), deed[0].removesuffix("words/")
        ann.send(ann.form("words__it"), words__it=other)
        assert other in ann.page.text, (ann.at, ann.page.status_code)
        ben.go(sitting)
        ben.send(ben.form("words__rose"), **self.three("of ben, later"))
        ben.go(f"{entry}copy/")
        ben.send(next(form for form in ben.forms if not form.action))
        assert ben.page.status_code == 200, (ben.at, ben.page.status_code)
        ben.go("/kept/")
        ann.go(f"{entry}remove/")
        ann.send(next(form for form in ann.forms if not form.action))
        assert "was removed by its author" in ann.page.text
        ann.go(alone)
        found = re.findall(r"/sittings/[0-9a-f-]{36}/entries/[0-9a-f-]{36}/show/", ann.page.text)
        ann.go(found[0])
        ann.go("/kept/check/")
        ann.send(ann.form("words__file"), words__file=self.canary("file to be checked"))

    def three(self, whose: str) -> dict[str, str]:
        return {f"words__{one}": self.canary(f"{one} {whose}") for one in ("rose", "thorn", "bud")}

    def by_oneself(self) -> None:
        ann = self.ann
        ann.go(f"/closeness/{self.bond}/now/")
        line = self.canary("line about closeness")
        ann.send(
            ann.form("rating__safe", "words__line"),
            rating__safe="2",
            choice__circles="3",
            words__line=line,
        )
        assert line in ann.page.text, (ann.at, ann.page.status_code)
        ann.go("/in-the-way/how-i-learned/at-the-table/")
        learned = self.canary("how I learned it")
        ann.send(ann.form("words__learned"), words__learned=learned)
        assert learned in ann.page.text
        ann.go("/in-the-way/how-i-learned/sentences/")
        ann.send(
            ann.form("words__learned"),
            words__learned=self.canary("how I learned it, deleted"),
        )
        ann.send(ann.form(at="delete"))
        ann.go("/you/take-along/")
        passphrase = f"{self.canary('passphrase of a file')} and more"
        ann.send(
            ann.form("what", "how"),
            what="all",
            how="sealed",
            password_file=passphrase,
            password_file_again=passphrase,
        )
        assert ann.page.content.startswith(b"age-encryption.org/v1"), ann.page.status_code
        ann.go("/you/take-along/")
        ann.send(ann.form("what", "how"), what="all", how="open")
        assert ann.page.content.startswith(b"PK"), ann.page.status_code
        ann.go(f"/rhythm/add/?bond={self.bond}")
        round_ = self.canary("what comes round")
        form = ann.form("words__own")
        ann.send(form, choice__what="own", words__own=round_, choice__how="daily",
                 choice__tell="yes")  # fmt: skip
        assert round_ in ann.page.text, (ann.at, ann.page.status_code)
        ann.go("/you/clock/")
        ann.send(ann.form("listed"), zone=self.canary("no city"))
        assert ann.page.status_code == 422
        ann.go("/in-the-way/fear/")
        form = ann.form("choice__sounds")
        ann.send(form, choice__sounds=form.options["choice-sounds"][:2])
        assert ann.page.status_code == 200

    def keeps(self) -> None:
        ann, bond = self.ann, f"/bonds/{self.bond}"
        ann.go(f"{bond}/promises/")
        ann.send(ann.form("words__it"), words__it=self.canary("promise"))
        ann.go(f"{bond}/dates/")
        day = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
        words = self.canary("date")
        ann.send(ann.form("words__it"), words__it=words, choice__day=day)
        assert words in ann.page.text, (ann.at, ann.page.status_code)
        ann.go(f"{bond}/jar/")
        ann.send(ann.form("words__it"), words__it=self.canary("slip"))
        ann.go(f"{bond}/little-things/")
        form = ann.form("words__it", "words__asked")
        about = form.options["choice-about"][:1]
        asked, words = self.canary("little question"), self.canary("little thing")
        ann.send(form, choice__about=about, words__asked=asked, words__it=words)
        assert asked in ann.page.text, (ann.at, ann.page.status_code)
        ann.go(f"{bond}/topics/")
        words = self.canary("topic")
        ann.send(ann.form("words__it"), words__it=words)
        assert words in ann.page.text

    def between(self) -> None:
        """New things, plans, cards, journals, ways of caring, a pause."""
        ann, ben, bond = self.ann, self.ben, f"/bonds/{self.bond}"

        def write(page: str, field: str, label: str, **more: str) -> None:
            ann.go(page)
            words = self.canary(label)
            ann.send(ann.form(field), **{field: words}, **more)
            assert words in ann.page.text, (label, ann.at, ann.page.status_code)

        write(f"{bond}/ideas/own/", "words__idea", "own idea")
        own = re.findall(r'id="(own-[0-9a-f-]{36})"', ann.page.text)[0]
        for who in (ann, ben):
            who.go(f"{bond}/ideas/")
            who.send(who.form(at=own), would="yes")
        assert "Both of you would" in ben.page.text
        day = (datetime.now(UTC).date() + timedelta(days=3)).isoformat()
        where = self.canary("place of a plan")
        more = {"choice__day": day, "words__where": where}
        write(f"{bond}/plans/", "words__plan", "plan", **more)
        assert where in ann.ask("GET", f"{ann.at}calendar.ics?words=yes").text
        write(f"{bond}/cards/write/", "words__card", "own card", choice__depth="1")
        ann.go(f"{bond}/cards/own/")
        ann.send(ann.form(at="/cards/own/"), favourite="yes")
        write("/journal/write/", "words__journal", "own journal")
        write(f"{bond}/journal/write/", "words__journal", "journal of a bond")
        write(f"{bond}/journal/ask/", "words__prompt", "question for somebody")
        ben.go(f"{bond}/journal/")
        asked = re.findall(r"/journal/asked/[0-9a-f-]{36}/", ben.page.text)[0]
        ben.go(f"{bond}{asked}")
        ben.send(ben.form("words__journal"), words__journal=self.canary("answer to a question"))
        ann.go(f"{bond}/caring/words/")
        form = ann.form(at="/caring/words/")
        ann.send(form, **dict.fromkeys(form.options, "3"))
        ann.go(f"{bond}/caring/")
        ann.send(ann.form(at="/caring/show/"), show="yes")
        ann.go(f"{bond}/pause/")
        ann.send(ann.form(at=f"{bond}/pause/"), length="20")
        for who in (ben, ann):
            who.go(f"{bond}/pause/")
            who.send(who.form(at="/calm/"))
        assert "Coming back" in ann.page.text
        for who in (ben, ann):
            who.go(f"{bond}/pause/")
            who.send(who.form(at="/back/"))

    def drafts(self) -> None:
        ann = self.ann
        for number, fate in enumerate(("kept", "kept in passing", "discarded")):
            ann.go(f"/begin/sharing/?bond={self.bond}&way=apart")
            form = ann.form("words__share")
            form.action = "/drafts/"
            ann.send(
                form,
                words__share=self.canary(f"draft, {fate}"),
                title=self.canary(f"title of a draft, {fate}"),
                place=f"/elsewhere/{number}/?{self.canary(f'place of a draft, {fate}')}",
                headers_={"Sec-Fetch-Mode": "cors" if "passing" in fate else "navigate"},
            )
            assert ann.page.status_code in {200, 204}
        ann.go("/")
        found = re.search(r"/drafts/[0-9a-f-]{36}/discard/", ann.page.text)
        if found:
            ann.send(ann.form(at=found[0]))

    def what_goes_wrong(self) -> None:
        ann = self.ann
        # Too long, a stale form, an old token: each time the words are given back.
        ann.go(f"/begin/sharing/?bond={self.bond}&way=apart")
        long = self.canary("in 200,000 characters")
        ann.send(ann.form("words__share"), words__share=(long + " ") * (200_000 // 21))
        assert ann.page.status_code == 422
        assert long in ann.page.text
        ann.go("/begin/to-myself/")
        form = ann.form("words__inside")
        form.action = f"{self.sitting}add/"
        stale = self.canary("stale form")
        ann.send(form, words__inside=stale)
        assert ann.page.status_code == 409
        assert stale in ann.page.text
        old = self.canary("old token")
        ann.send(form, words__inside=old, csrfmiddlewaretoken="x" * 32)
        assert ann.page.status_code == 403
        assert old in ann.page.text
        ann.send(form, feeling=self.canary("feeling that is none"))
        ann.go(f"/nowhere/{self.canary('path')}/?{self.canary('query')}={self.canary('value')}")
        assert ann.page.status_code == 404
        ann.go(f"/practices/{self.canary('practice that is none')}/")
        ann.go(f"/bonds/{self.bond}/?page={self.canary('page')}")
        ann.go(f"/sign-in/?next=/{self.canary('next')}")
        stranger = Visitor(self.server.url)
        stranger.go("/recover/")
        stranger.send(
            stranger.form("email", "code"),
            email=f"{self.canary('address that is none')}@example.org",
            code=self.canary("wrong recovery code"),
            password=self.canary("password at recovery"),
            password_again=self.canary("password at recovery again"),
        )
        # Somebody whose session is over writes on: the words are carried through the sign-in.
        carried = Visitor(self.server.url)
        carried.go("/help/")
        form.fields = [
            ("csrfmiddlewaretoken", dict(carried.forms[0].fields)["csrfmiddlewaretoken"])
        ]
        over = self.canary("session over while writing")
        carried.send(form, words__inside=over)
        assert carried.page.status_code == 401
        assert over in carried.page.text
        carried.close()
        stranger.close()

    def malformed(self) -> None:
        ann = self.ann
        ann.go("/begin/to-myself/")
        token = dict(ann.form("words__inside").fields)["csrfmiddlewaretoken"]
        name = self.canary("name of a file")
        content = (self.canary("inside a file") + "\n").encode() * 200_000
        ann.send(
            ann.form("words__inside"),
            words__inside=self.canary("beside a file"),
            files_={"photo-x": (f"{name}.jpg", content, "image/jpeg")},
        )
        part = '--x\r\nContent-Disposition: form-data; name="a\r\n%s'
        for content_type, text in {
            "application/json": '{"words": "%s", ',
            "multipart/form-data; boundary=x": part,
            "multipart/form-data": "%s",
            "application/x-www-form-urlencoded": "words-inside=%%ff%%fe\xff%s&&&=%%zz",
            "text/plain; charset=%s": "%s",
        }.items():
            body = (text % self.canary(f"malformed {content_type}")).encode("latin-1")
            kind = content_type.replace("%s", "utf-9")
            headers = {"Content-Type": kind, "X-CSRFToken": token}
            with suppress(Exception):
                ann.ask("POST", f"{self.sitting}add/", content=body, headers=headers)
        for header in ("Referer", "X-Forwarded-For", "Origin", "Accept-Language", "Host"):
            value = self.canary(f"header {header}")
            value = f"https://{value}.example/" if header in {"Referer", "Origin"} else value
            ann.ask("GET", "/help/", headers={header: value})
        for line in (
            f"GET /{self.canary('malformed line')} HTTP/9.9\r\n\r\n",
            f"{self.canary('method')} / HTTP/1.1\r\nHost: localhost\r\n\r\n",
            f"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {self.canary('length')}\r\n\r\n",
        ):
            with suppress(OSError):
                self.raw(line.encode(), wait=0.5)

    def come_back(self) -> None:
        """Recover with the code: a new password, a new code."""
        who = Visitor(self.server.url)
        who.go("/recover/")
        password = self.canary("password after recovery") + " long"
        address = f"{self.words['address of ann']!s}@example.org"
        who.send(
            who.form("email", "code"),
            email=address,
            code=str(self.words["recovery code of ann"]),
            password=password,
            password_again=password,
        )
        assert who.at.startswith("/recovery-code/"), who.page.status_code
        shown = re.findall(r'class="code__group">([0-9A-Z]{4})<', who.page.text)
        who.send(who.form("group__2"), group__2=self.canary("wrong group"), group__6="x")
        who.send(who.form("group__2"), group__2=shown[2], group__6=shown[6])
        self.keep_code("second recovery code", "-".join(shown))
        self.cookies_of(self.ann, "the device of before")
        self.ann.close()
        self.ann = who

    def leave_things_open(self) -> None:
        """A code not typed back, an invitation not answered, a pause."""
        una = Visitor(self.server.url)
        una.go("/join/")
        password = self.canary("password of una") + " and more"
        una.send(
            una.form("name", "email"),
            name=self.canary("name of una"),
            email=f"{self.canary('address of una')}@example.org",
            password=password,
            password_again=password,
            age="young",
        )
        self.keep_code("open recovery code", code_on(una.page.text, 8))
        self.cookies_of(una, "una")
        una.close()
        self.keep_code("open invitation code", self.ann.invite(self.bond)[1])
        self.ann.go(f"/begin/rose-thorn-bud/?bond={self.bond}&way=apart")
        self.ann.send(self.ann.form("words__rose"), **self.three("before a pause"))
        self.ann.send(self.ann.form(at="pause"), day="today", time=self.canary("time of a pause"))
        self.ask_the_coach()
        self.ann.go("/")

    def ask_the_coach(self) -> None:
        """Words that only the coach is asked about, and an answer in the gym."""
        self.ann.go(f"/begin/sharing/?bond={self.bond}&way=apart")
        words = f"You never listen, {self.canary('words for the coach')}, you are so selfish"
        self.ann.send(self.ann.form("words__share"), words__share=words, move="read-over")
        self.ann.go("/gym/partner-01/")
        reply = f"You are overreacting, {self.canary('answer in the gym')}, get over it"
        self.ann.send(self.ann.form("reply"), reply=reply)

    def remember_cookies(self) -> None:
        self.cookies_of(self.ann, "ann")
        self.cookies_of(self.ben, "ben")

    def cookies_of(self, who: Visitor, whose: str) -> None:
        for number, cookie in enumerate(who.cookies):
            self.words[f"cookie {number} of {whose}"] = cookie
            self.words[f"token {number} of {whose}"] = base64.urlsafe_b64decode(cookie)
        who.cookies.clear()

    # ---- being killed ----

    def raw(self, data: bytes, wait: float = 0.0) -> socket.socket:
        """Bytes straight onto the line; returns the open socket."""
        where = urlsplit(self.server.url)
        line = socket.create_connection((where.hostname, where.port), timeout=5)
        line.sendall(data)
        if wait:
            line.settimeout(wait)
            with suppress(OSError):
                line.recv(4096)
            line.close()
        return line

    def half_a_body(self, label: str, content_type: str, head: str) -> socket.socket:
        """Begin a large request and stop in the middle of it."""
        body = (head + (self.canary(label) + "\n") * 100_000).encode()
        lines = [
            f"POST {self.sitting}add/ HTTP/1.1",
            "Host: 127.0.0.1",
            f"Cookie: __Host-s={self.ann.cookie}",
            f"Content-Type: {content_type}",
            f"Content-Length: {2 * len(body)}",
            "",
            "",
        ]
        return self.raw("\r\n".join(lines).encode() + body)

    def be_killed(self) -> str:
        """SIGKILL in the middle of large bodies, and of requests that write; returns their word."""
        part = '--x\r\nContent-Disposition: form-data; name="{0}"{1}\r\n\r\n'
        lines = [
            self.half_a_body("half a form", "application/x-www-form-urlencoded", "words-inside="),
            self.half_a_body(
                "half a field", "multipart/form-data; boundary=x", part.format("words-x", "")
            ),
            self.half_a_body(
                "half a file",
                "multipart/form-data; boundary=x",
                part.format("photo-x", f'; filename="{self.canary("name of half a file")}.jpg"'),
            ),
        ]
        self.ann.go("/begin/to-myself/")
        form = self.ann.form("words__inside")
        form.action = "/drafts/"
        filled = form.filled(
            words__inside=self.canary("in flight") + " and so on" * 5_000, place="/in-flight/"
        )
        headers = {"Sec-Fetch-Mode": "cors"}
        acknowledged: list[str] = []
        cookie = self.ann.cookie

        def write(number: int) -> None:
            who = Visitor(self.server.url)
            who.cookie = cookie
            with suppress(Exception):
                for turn in range(500):
                    place = f"/in-flight/{number}/{turn % 5}"
                    sent = who.ask(
                        "POST", "/drafts/", data={**filled, "place": place}, headers=headers
                    )
                    if sent.status_code == 204:
                        acknowledged.append(place)

        writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for writer in writers:
            writer.start()
        time.sleep(1.5)
        self.server.kill()
        for writer in writers:
            writer.join()
        for line in lines:
            line.close()
        assert acknowledged
        return str(self.words["in flight"])
