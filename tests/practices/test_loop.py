"""The loop as it is in the catalogue: share, ready, reflect, receipt, and only then the rest."""

from __future__ import annotations

import pytest

from nearer.practices import shelf
from nearer.practices.play import Unfitting
from tests.practices.table import FULLY, NOT_YET, NOW, Table

SECRET = "I was passed over again"


def shared(*cast: str, wish: str = "think-along", way: str = "apart") -> Table:
    table = Table(shelf.get("sharing"), *cast, way=way)
    table.gives(cast[0], "share", SECRET)
    table.gives(cast[0], "feelings", feelings=["sad:2"])
    table.gives(cast[0], "wish", choices=wish)
    table.skips(cast[0], "beforehand")
    return table


def reflected(wish: str = "think-along") -> Table:
    table = shared("ann", "ben", wish=wish)
    table.gives("ben", "ready", **NOW)
    table.gives("ben", "reflect", "You feel small and sad")
    table.skips("ben", "question")
    return table


def test_two_go_through_the_loop() -> None:
    table = reflected()
    assert table.open("ann") == [["receipt"]]
    assert table.open("ben") == []
    assert table.state.waiting_on("ben") == ("ann",)
    table.gives("ann", "receipt", **FULLY)
    table.gives("ben", "ideas", "What if you asked her?")
    assert table.words("ann")[-1] == "What if you asked her?"
    table.skips("ann", "last")
    assert table.state.over
    assert table.state.why_over == "finished"


def test_the_share_is_one_page_and_nobody_else_is_awaited_meanwhile() -> None:
    table = Table(shelf.get("sharing"), "ann", "ben")
    assert table.open("ann") == [["share", "feelings", "wish", "beforehand"]]
    assert table.open("ben") == []
    assert table.state.awaited == {"ann"}


def test_nobody_reads_the_share_before_they_are_ready() -> None:
    table = shared("ann", "ben")
    assert table.words("ben") == []
    table.gives("ben", "ready", when="at", day="today", time="21:00")
    assert table.words("ben") == []
    table.gives("ben", "ready", **NOW)
    assert table.words("ben") == [SECRET]


def test_not_now_at_nine_is_an_answer_that_the_other_sees() -> None:
    table = shared("ann", "ben")
    table.gives("ben", "ready", when="at", day="today", time="21:00")
    said = [i.data for i in table.state.visible("ann") if i.step and i.step.kind == "ready"]
    assert said == [{"when": "at", "day": "today", "time": "21:00"}]
    assert table.state.put_off("ben") == said[0]
    assert table.open("ben") == [["ready"]]


def test_a_later_answer_replaces_not_now() -> None:
    table = shared("ann", "ben")
    table.gives("ben", "ready", when="not-today")
    table.gives("ben", "ready", when="at", day="tomorrow", time="08:30")
    table.gives("ben", "ready", **NOW)
    said = [i.data for i in table.state.visible("ann") if i.step and i.step.kind == "ready"]
    assert said == [NOW]
    assert table.state.put_off("ben") is None
    assert table.open("ben") == [["reflect", "question"]]


def test_a_not_yet_that_is_shown_opens_the_reflection_again() -> None:
    table = reflected()
    table.gives("ann", "receipt", **NOT_YET)
    assert table.open("ben") == [["reflect", "question"]]
    assert table.receipts("ben")[0].data["helped"] == "more time"
    table.gives("ben", "reflect", "You are hurt, and it is not the first time")
    table.skips("ben", "question")
    table.gives("ann", "receipt", **FULLY)
    assert [item.data["understood"] for item in table.receipts("ben")] == ["not-yet", "fully"]
    assert table.open("ben") == [["ideas"]]
    assert len(table.words("ann")) == 3


def test_the_first_reflection_is_closed_in_the_second_round() -> None:
    table = shared("ann", "ben")
    table.gives("ben", "ready", **NOW)
    late = table.entry("ben", "reflect", {"words": "from another tab"}, id="late")
    table.gives("ben", "reflect", "You feel small")
    table.skips("ben", "question")
    table.gives("ann", "receipt", **NOT_YET)
    with pytest.raises(Unfitting) as refused:
        table.add(late)
    assert refused.value.reason == "closed"
    assert str(refused.value) == "Meanwhile it has gone on, and this step is closed."


def test_a_kept_receipt_tells_the_other_only_that_it_goes_on() -> None:
    table = reflected()
    table.gives("ann", "receipt", **{**NOT_YET, "then": "keep"})
    assert table.receipts("ben") == []
    assert "more time" not in str(table.seen_by("ben").visible("ben"))
    assert table.open("ben") == [["ideas"]]
    (mine,) = table.receipts("ann")
    assert mine.private
    assert mine.data["helped"] == "more time"


def test_a_kept_receipt_can_be_shown_later_even_when_all_is_over() -> None:
    table = reflected(wish="listen")
    kept = table.gives("ann", "receipt", **{**NOT_YET, "then": "keep"})
    assert table.state.over
    (slot,) = table.state.showable("ann")
    assert table.state.showable("ben") == ()
    show = table.entry_for(slot, "ann", "show", dict(kept.private or {}))
    table.add(show)
    (seen,) = table.receipts("ben")
    assert seen.data["understood"] == "not-yet"
    assert not seen.private
    assert table.state.showable("ann") == ()
    assert table.state.over


def test_nobody_shows_the_receipt_of_another() -> None:
    table = reflected(wish="listen")
    kept = table.gives("ann", "receipt", **{**NOT_YET, "then": "keep"})
    (slot,) = table.state.showable("ann")
    with pytest.raises(Unfitting):
        table.add(table.entry_for(slot, "ben", "show", dict(kept.private or {})))


@pytest.mark.parametrize("wish", ["listen", "just-know"])
def test_no_advice_where_none_was_wished_for(wish: str) -> None:
    table = reflected(wish=wish)
    table.gives("ann", "receipt", **FULLY)
    assert table.state.over


@pytest.mark.parametrize(
    ("wish", "step"), [("comfort", "comfort"), ("think-along", "ideas"), ("celebrate", "gladness")]
)
def test_what_was_wished_for_comes_after_the_receipt(wish: str, step: str) -> None:
    table = reflected(wish=wish)
    assert table.open("ben") == []
    table.gives("ann", "receipt", **FULLY)
    assert table.open("ben") == [[step]]


def test_a_question_is_answered_before_the_receipt() -> None:
    table = shared("ann", "ben")
    table.gives("ben", "ready", **NOW)
    table.gives("ben", "reflect", "You feel small")
    table.gives("ben", "question", "What was the worst of it?")
    assert table.open("ann") == [["answer"]]
    table.gives("ann", "answer", "The silence")
    table.gives("ben", "more", again="yes")
    assert table.open("ben") == [["reflect", "question"]]


def test_three_listeners_each_go_their_own_way() -> None:
    table = shared("ann", "ben", "cleo", "dov")
    assert [table.open(m) for m in ("ben", "cleo", "dov")] == [[["ready"]]] * 3
    table.gives("ben", "ready", **NOW)
    table.gives("ben", "reflect", "only for Ann")
    table.skips("ben", "question")
    assert table.open("ann") == [["receipt"]]
    assert "only for Ann" in table.words("ann")
    assert table.words("cleo") == []
    table.gives("cleo", "ready", **NOW)
    assert table.words("cleo") == [SECRET]
    table.gives("ann", "receipt", lane="ben", **NOT_YET)
    assert table.open("ben") == [["reflect", "question"]]
    assert table.open("cleo") == [["reflect", "question"]]
    assert table.receipts("cleo") == []


def test_the_sharer_answers_several_lanes_apart() -> None:
    table = shared("ann", "ben", "cleo")
    for listener in ("ben", "cleo"):
        table.gives(listener, "ready", **NOW)
        table.gives(listener, "reflect", f"words of {listener}")
        table.skips(listener, "question")
    assert table.open("ann") == [["receipt"], ["receipt"]]
    assert [page.thread for page in table.state.open_for("ann")] == ["ben", "cleo"]
    table.gives("ann", "receipt", lane="cleo", **FULLY)
    assert [page.thread for page in table.state.open_for("ann")] == ["ben"]
    assert table.open("cleo") == [["ideas"]]


def test_one_listener_leaves_and_the_others_go_on() -> None:
    table = shared("ann", "ben", "cleo")
    table.leaves("ben")
    assert table.state.awaited == {"cleo"}
    assert not table.state.over
    table.gives("cleo", "ready", **NOW)
    table.gives("cleo", "reflect", "after Ben had left")
    assert "after Ben had left" not in table.words("ben")
    with pytest.raises(Unfitting) as refused:
        table.leaves("ben")
    assert refused.value.reason == "left"


def test_it_is_over_when_the_sharer_leaves() -> None:
    table = shared("ann", "ben", "cleo")
    table.leaves("ann")
    assert table.state.over
    assert table.state.why_over == "left"
    assert table.state.awaited == frozenset()
    assert table.words("ben") == []


def test_face_to_face_words_may_be_said_aloud() -> None:
    table = Table(shelf.get("sharing"), "ann", "kid", way="together", bond="family")
    said = table.gives("ann", "share", "")
    assert said.data == {"words": "", "said": True}
    step = table.script.step("reflect")
    assert "aloud" in step.text("ask", way="together", bond="family", names={"listener": "Kim"})


def test_a_double_submit_counts_once() -> None:
    table = shared("ann", "ben")
    table.gives("ben", "ready", **NOW)
    sent = table.gives("ben", "reflect", "You feel small")
    with pytest.raises(Unfitting) as refused:
        table.add(sent)
    assert refused.value.reason == "twice"
    before = table.state
    table.entries.append(sent)
    assert table.state == before


def test_two_phones_racing_for_one_slot_keep_the_first_and_tell_the_second() -> None:
    table = shared("ann", "ben")
    table.gives("ben", "ready", **NOW)
    phone = table.entry("ben", "reflect", {"words": "from the phone"})
    laptop = table.entry("ben", "reflect", {"words": "from the laptop"}, id="other")
    table.add(phone)
    with pytest.raises(Unfitting) as refused:
        table.add(laptop)
    assert refused.value.reason == "already"
    assert "from the phone" in table.words("ann")
