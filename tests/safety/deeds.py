"""What Ann can do that is nobody's business: one line each. A new feature adds its line here.

`ALONE` and `ACCOUNT` must leave everything that reaches Ben as it is, byte for byte; what stands in
`ALONE` can be done one after the other. Of a pair in `EITHER_WAY`
Ben may learn that something was done, and never which of the two. `SEEN` are the positive controls:
deeds that are meant to be seen, and have to be noticed by the same comparison.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nearer.bonds.models import Invitation
from nearer.keeps.caring_views import _field
from nearer.practices import caring, decks
from nearer.reminders import browsers
from nearer.sittings.models import Sitting
from nearer.vault import signed_in
from tests.cast import PASSWORD, bind, device, member, say, sit
from tests.people.stepping import with_app
from tests.reminders.receiver import Browser
from tests.safety.watching import Deed, Scene, addresses
from tests.trust.house import body
from tests.trust.visitor import code_on

OTHER = "seven herons by the weir"


def everything_there_is_to_read(s: Scene) -> None:
    """Opens every address that answers to reading, her own things and what is shared."""
    for path in addresses(s):
        response = s.ann.client.get(path)
        body(response)


def sign_in_elsewhere(s: Scene) -> None:
    device(s.ann.keyring)


def sign_in_with_the_page(s: Scene) -> None:
    s.ann.client.post("/sign-out/")
    s.ann.client.cookies.clear()
    form = {"email": s.ann.email, "password": PASSWORD}
    assert s.ann.client.post("/sign-in/", form).status_code == 302


def new_code(s: Scene) -> str:
    path = s.path("new_code")
    s.post("new_code", {"do": "make", "password_to_go_on": PASSWORD})
    code = code_on(body(s.ann.client.get(path)), 8)
    groups = code.split("-")
    s.post("new_code", {"do": "type", "group-2": groups[2], "group-6": groups[6]})
    return code


def come_back_with_the_code(s: Scene) -> None:
    form = {"email": s.ann.email, "code": new_code(s), "password": OTHER, "password_again": OTHER}
    s.post("sign_out")
    assert s.ann.client.post("/recover/", form).status_code == 302


def guess_at_her_password(s: Scene) -> None:
    for number in range(25):
        form = {"email": s.ann.email, "password": f"{OTHER} {number}"}
        s.house.client("anonymous").post("/sign-in/", form)


def in_a_circle_without_ben(s: Scene) -> None:
    cleo = s.house.people["other"]
    cast = [member(s.house.bond, s.ann), member(s.house.bond, cleo)]
    circle = sit(s.ann, s.house.bond, cast=cast)
    say(s.ann, circle, "share", {"words": "About Ben."})
    s.extra["circle"] = circle


def with_the_circle(then: Callable[[Scene, Sitting], object]) -> Deed:
    def deed(s: Scene) -> None:
        in_a_circle_without_ben(s)
        then(s, s.extra.pop("circle"))

    return deed


def another_bond(s: Scene) -> None:
    stan = s.house.people["stranger"]
    own = bind(s.ann, stan, kind="friend", name="Elsewhere")
    shared = sit(s.ann, own)
    say(s.ann, shared, "share", {"words": "Of something else."})
    s.extra["elsewhere"] = own


def leave_another_bond(s: Scene) -> None:
    another_bond(s)
    own = s.extra.pop("elsewhere")
    assert s.ann.client.post(f"/bonds/{own.pk}/leave/").status_code == 302


def write_to_oneself(s: Scene) -> None:
    own = sit(s.ann, None, "to-myself")
    say(s.ann, own, "inside", {"words": "For nobody."})


def begin_and_not_send(s: Scene) -> None:
    query = f"?bond={s.house.bond.pk}&way=apart"
    s.get("begin", query)
    place = f"/begin/sharing/{query}"
    s.post("keep_draft", {"place": place, "title": "A share", "words-share": "Half a thing"})


def draft(place: Callable[[Scene], str], name: str) -> Deed:
    def deed(s: Scene) -> None:
        s.post("keep_draft", {"place": place(s), "title": "A page", name: "Not yet"})

    return deed


def tick_what_ben_has_not(s: Scene) -> None:
    s.post("tick_idea", {"want": "yes", "new": "yes"})


def mark_a_way_of_caring(s: Scene) -> None:
    way = caring.all().ways[1]
    form = {_field(sentence): "3" for sentence in way.receive[:2]}
    s.post("way_of_caring", form, way=way.id)


def a_date_for_somebody_else(s: Scene) -> None:
    told = str(member(s.house.bond, s.house.people["other"]).pk)
    path = s.path("dates")
    form = {"words-it": "What we plan for Ben", "choice-day": s.extra["day"], "choice-told": told}
    s.fill(path, "words-it", **{k.replace("-", "__"): v for k, v in form.items()})


def a_slip_for_somebody_else(s: Scene) -> None:
    told = str(member(s.house.bond, s.house.people["other"]).pk)
    s.fill(s.path("jar"), "words-it", words__it="Thank you, Cleo", choice__to=told)


def closeness(s: Scene) -> None:
    path = s.path("closeness_look")
    s.fill(path, "form", rating__safe="0", rating__heard="1", choice__circles="1", words__line="!")


def gym(s: Scene) -> None:
    s.post("gym_exercise", {"reply": "I am here. What was it like?"})


def favourite_card(s: Scene) -> None:
    deck = next(d for d in decks.of_kind("cards", "family"))
    form = {"card": deck.cards[0].id, "favourite": "yes"}
    s.post("deck", form, deck=deck.slug)


def calm_in_a_pause(s: Scene) -> None:
    s.post("pause_calm")


def let_bens_asking_pass(s: Scene) -> None:
    s.post("let_pass", sitting=s.extra["asked"].pk)


def read_what_ben_shared(s: Scene) -> None:
    s.get("sitting", sitting=s.extra["bens"].pk)


def write_and_delete_in_her_journal(s: Scene) -> None:
    s.post("write_journal", {"words-journal": "Nobody reads this."})
    s.post("delete_entry")


def her_words(s: Scene) -> str:
    return f"/sittings/{s.extra['bens'].pk}/?form=x"


def end_the_other_device(s: Scene) -> None:
    s.post("end_device")


def password(s: Scene) -> None:
    form = {"password_now": PASSWORD, "password": OTHER, "password_again": OTHER}
    s.post("change_password", form)


def other_locks(s: Scene) -> None:
    s.post("safer", {"password_now": PASSWORD, "password": OTHER, "password_again": OTHER})


def withdraw_every_invitation(s: Scene) -> None:
    """New locks do it too, since somebody else may hold the links."""
    for one in Invitation.objects.filter(bond=s.house.bond):
        name = "stop_return" if one.place_id else "withdraw"
        s.post(name, invitation=one.pk)


def she_is_away_so_long_that_she_is_signed_out(s: Scene) -> None:
    s.now += signed_in.GRAIN * 12
    s.ann.client.get("/")


def knows_it(knew: str) -> Deed:
    return lambda s: s.post("little_again", {"knew": knew})


def receipt(understood: str, helped: str) -> Deed:
    """Keeps to herself how a reply of Ben's landed."""

    def deed(s: Scene) -> None:
        marks = {"understood": understood, "accepted": "fully", "cared": "fully"}
        answer = {**marks, "helped": helped, "then": "keep"}
        say(s.ann, s.extra["replied"], "receipt", answer)

    return deed


def deeper(choice: str) -> Deed:
    return lambda s: say(s.ann, s.extra["cards"], "on", {"choice": choice})


def help_notes(s: Scene) -> None:
    s.post("help_notes", {"words-notes": "Where could I go on Friday?"})


def a_photo_for_herself(s: Scene) -> None:
    for name in ("photo", "photo_large", "photo_small", "photos"):
        s.get(name)


def comes_round(s: Scene) -> None:
    form = {"choice-what": "sharing", "choice-how": "daily", "choice-tell": "yes"}
    path = f"{s.path('add_rhythm')}?bond={s.house.bond.pk}"
    answer = s.ann.client.post(path, form)
    assert answer.status_code == 302, body(answer)[-2000:]


def not_today(s: Scene) -> None:
    s.post("not_today")


def a_browser_that_takes_notices(s: Scene) -> None:
    browsers.add_push(
        person=s.ann.id,
        subscription=Browser().subscription("https://fcm.googleapis.com/fcm/send/kx"),
        label="Firefox",
    )


def second_step(s: Scene) -> None:
    with_app(s.ann)


def another_address(s: Scene) -> None:
    s.post("change_address", {"email": "elsewhere@example.org", "password_now": PASSWORD})


def take_along(s: Scene) -> None:
    s.post("take_along", {"what": "all", "how": "open", "password_to_go_on": PASSWORD})


ALONE: dict[str, Deed] = {
    # reading
    "opens every page there is": everything_there_is_to_read,
    "opens what Ben shared": read_what_ben_shared,
    "looks at help, for a country": lambda s: s.get("help", "?country=gb"),
    "looks at safety": lambda s: s.get("safety"),
    "looks at how to leave": lambda s: s.get("leave_bond"),
    "looks for a practice": lambda s: s.get("practices", f"?bond={s.house.bond.pk}&q=afraid"),
    "reads about keeping silent": lambda s: s.get("read", read="good-news"),
    "looks at a picture": a_photo_for_herself,
    "takes the calendar of a plan along": lambda s: s.get("plan_calendar"),
    # not sent, or taken back before
    "begins a share and does not send it": begin_and_not_send,
    "keeps a reply as a draft": draft(her_words, "words-reflect"),
    "keeps a draft of a closeness check": draft(lambda s: s.path("closeness_look"), "words-line"),
    "keeps a draft of a promise": draft(lambda s: s.path("promises"), "words-it"),
    "throws a draft away": lambda s: s.post("discard_draft"),
    # one's own pages
    "writes to herself": write_to_oneself,
    "writes in her journal": lambda s: s.post("write_journal", {"words-journal": "Mine."}),
    "changes a page of her journal": lambda s: s.post("journal_entry", {"words-journal": "No."}),
    "deletes a page of her journal": write_and_delete_in_her_journal,
    "puts down how close it is": closeness,
    "deletes a closeness check": lambda s: s.post("forget_check"),
    "deletes all of them": lambda s: s.post("forget_closeness"),
    "ticks what is in the way": lambda s: s.post("barrier", {"choice-sounds": ["joke"]}),
    "writes how she learned it": lambda s: s.post("learned_prompt", {"words-learned": "At home."}),
    "deletes how she learned it": lambda s: s.post("unwrite_prompt"),
    "practises in the gym": gym,
    "writes notes for those who help": help_notes,
    "deletes the notes for those who help": lambda s: s.post("delete_help_notes"),
    # in the bond, for herself
    "lets what Ben asked for pass": let_bens_asking_pass,
    "puts Ben's question aside": lambda s: s.post("put_aside"),
    "puts a topic aside": lambda s: s.fill(s.path("topics"), "words-it", words__it="Money"),
    "deletes a topic": lambda s: s.post("delete_keep", keep=s.house.keeps["topic"].pk),
    "says in a pause that she is calm": calm_in_a_pause,
    "would do something new": tick_what_ben_has_not,
    "marks what does her good": mark_a_way_of_caring,
    "likes a card": favourite_card,
    "likes a card no more": lambda s: s.post("no_favourite", card=decks.all()[0].cards[0].id),
    "likes a practice": lambda s: s.post("favourite"),
    "practises a little thing": knows_it("no"),
    "notes a date for her and Cleo": a_date_for_somebody_else,
    "thanks Cleo in the jar": a_slip_for_somebody_else,
    # peace, and what comes round
    "mutes the bond": lambda s: s.post("mute_bond", {"choice-span": "good"}),
    "wants peace from everything": lambda s: s.post("pause_all", {"choice-span": "week"}),
    "lets something come round": comes_round,
    "puts it off for today": not_today,
    "ends what came round": lambda s: s.post("remove_rhythm"),
    "is told at another time": lambda s: s.post("rhythm_times", {"choice-time": "20:00"}),
    "lives by another clock": lambda s: s.post("zone", {"zone": "Auckland"}),
    "takes her times into a calendar": lambda s: s.post("rhythm_feed", {"do": "make"}),
    "takes a notice on another browser": a_browser_that_takes_notices,
    # keeping what others wrote, silently, and taking along
    "keeps a copy of what Ben told her": lambda s: s.post("keep_entry"),
    "keeps a copy of what Ben put away": lambda s: s.post("keep_keep"),
    "reads what she kept": lambda s: s.get("kept_texts"),
    "takes a kept text along": lambda s: s.get("kept_text_file"),
    "deletes a kept text": lambda s: s.post("delete_kept_text"),
    "looks at how to end her account": lambda s: s.get("end_account"),
    # with others
    "shares with Cleo alone": in_a_circle_without_ben,
    "takes a break from that": with_the_circle(lambda s, c: s.post("pause", sitting=c.pk)),
    "takes no more part in that": with_the_circle(lambda s, c: s.post("stop", sitting=c.pk)),
    "begins a bond elsewhere": another_bond,
    "leaves a bond elsewhere": leave_another_bond,
    # her account, while she stays in it
    "signs in on another device": sign_in_elsewhere,
    "signs the other device out": end_the_other_device,
    "makes a new recovery code": new_code,
    "sets up a second step": second_step,
    "takes everything along": take_along,
    "deletes a copy from a bond she left": lambda s: s.post("delete_own_copy"),
    "switches the coach off": lambda s: s.post("coach", {"coach": "off"}),
    "calls herself otherwise in her account": lambda s: s.post("you", {"name": "Anna"}),
}

ACCOUNT: dict[str, Deed] = {
    "leaves quickly": lambda s: s.post("exit"),
    "signs out": lambda s: s.post("sign_out"),
    "signs in": sign_in_with_the_page,
    "stays away": she_is_away_so_long_that_she_is_signed_out,
    "is guessed at by somebody": guess_at_her_password,
    "changes her password": password,
    "comes back with it": come_back_with_the_code,
    "moves to another address": another_address,
}

EITHER_WAY: dict[str, tuple[Deed, Deed]] = {
    "keeps a receipt to herself": (
        receipt("fully", "that you stayed"),
        receipt("not-yet", "less advice"),
    ),
    "changes every lock": (withdraw_every_invitation, other_locks),
    "answers whether she knew": (knows_it("yes"), knows_it("no")),
}

SEEN: dict[str, Deed] = {
    "deletes a date that Ben was told": lambda s: s.post("delete_keep"),
    "shares with Ben": lambda s: say(
        s.ann, sit(s.ann, s.house.bond), "share", {"words": "For all of you."}
    ),
    "answers what Ben asked for": lambda s: say(
        s.ann, s.extra["asked"], "answer", {"choices": "not-now"}
    ),
    "puts a promise in other words": lambda s: s.fill(
        s.path("promise_words"), "words-it", words__it="I call before"
    ),
    "takes a picture back": lambda s: s.post("withdraw_photo"),
    "leaves the bond": lambda s: s.post("leave_bond"),
}


def give_ben_a_rhythm(s: Scene) -> None:
    """So that notices are due for him, and a calendar of his is read."""
    form = {"choice-what": "sharing", "choice-how": "daily", "choice-tell": "yes"}
    path = f"{s.path('add_rhythm')}?bond={s.house.bond.pk}"
    assert s.ben.client.post(path, form).status_code == 302
    made = body(s.ben.client.post(s.path("rhythm_feed"), {"do": "make"}, follow=True))
    calendar = re.search(r"/rhythm/feed/[\w-]+\.ics", made)
    assert calendar
    s.bens_own = [calendar[0]]


def arrange(s: Scene) -> None:
    """What Ann's deeds need: something of Ben's that waits for her, and a pause that runs."""
    here = [member(s.house.bond, s.ben), member(s.house.bond, s.ann)]
    asked = sit(s.ben, s.house.bond, "hug", cast=here)
    say(s.ben, asked, "wish", {"choices": "hug"})
    say(s.ben, asked, "line", {"words": "It was a long day"})
    bens = sit(s.ben, s.house.bond, cast=here)
    replied = sit(s.ann, s.house.bond, cast=here[::-1])
    for teller, sitting in ((s.ben, bens), (s.ann, replied)):
        say(teller, sitting, "share", {"words": "Something"})
        say(teller, sitting, "feelings", {}, move="skip")
        say(teller, sitting, "wish", {"choices": "listen"})
        say(teller, sitting, "beforehand", {}, move="skip")
    say(s.ann, bens, "ready", {"when": "now"})
    say(s.ben, replied, "ready", {"when": "now"})
    say(s.ben, replied, "reflect", {"words": "You said something."})
    say(s.ben, replied, "question", {}, move="skip")
    s.extra |= {"asked": asked, "bens": bens, "replied": replied}
    s.extra["day"] = s.now.date().isoformat()
    give_ben_a_rhythm(s)
    assert s.ben.client.post(s.path("bond_pause"), {"length": "tomorrow"}).status_code == 302
