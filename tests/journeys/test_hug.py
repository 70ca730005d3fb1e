"""A hug: asked for, let pass so that nobody can tell, and another time given gladly."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import keeping, steps
from tests.journeys.almanac import Almanac
from tests.journeys.company import gather
from tests.journeys.conftest import Gather, Opens
from tests.journeys.knowing import bytes_of

US = "Two coats"
LINE = "We have been passing each other on the stairs since Monday."
# Stands in for the sound and the touch of a phone, and notes what they are asked for.
SPY = """
window.heard = [];
window.felt = [];
const param = () => ({setValueAtTime: (hertz) => heard.push(hertz), linearRampToValueAtTime() {}});
const gain = {setValueAtTime() {}, linearRampToValueAtTime() {}};
window.AudioContext = class {
    state = "running"; currentTime = 0; destination = {};
    createOscillator() {
        return {frequency: param(), connect: (to) => to, start() {}, stop() {}};
    }
    createGain() { return {gain, connect: (to) => to}; }
};
Object.defineProperty(Navigator.prototype, "vibrate", {value: (touch) => felt.push(touch) > 0});
"""


def test_to_let_it_pass_is_not_to_have_looked(
    almanac: Almanac, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = gather(almanac.server, "partner", US, ("Ann", "Ben"))
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, US, "A hug")
    axe(ann)
    asks(ann, "A hug, some time today")
    steps.to_bond(ben, US)
    hers = (ann.url, "/", ben.url, f"{ben.url}keeps/")
    before = bytes_of(ann, *hers)
    keeping.go_on(ben, "A hug", "Ann asks for a hug")
    steps.sees(ben, LINE, "It goes from your page, and nobody learns that you did.")
    axe(ben)
    assert bytes_of(ann, *hers) == before, "that Ben has looked shows"
    steps.press(ben, "Let it pass")
    steps.today(ben)
    expect(ben.get_by_role("link", name="hug")).to_have_count(0)
    assert bytes_of(ann, *hers) == before, "that Ben let it pass shows"

    # The next day it is over by itself, the same for one who passed and one who never looked.
    asked = ann.url
    almanac.days_go_by(1)
    two.come_back(ann, "Ann")
    steps.sees(ann, "Nothing waits for you.")
    ann.goto(asked)
    steps.sees(ann, "It was not the moment, and that is all right.")
    expect(ann.get_by_role("button", name="Let it pass")).to_have_count(0)
    assert "passed" not in bytes_of(ann)
    axe(ann)


def test_what_somebody_noticed_can_be_let_pass_as_quietly(company: Gather, phone: Opens) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, US, "Noticing")
    steps.pick(ann, "You seem tired")
    steps.write(ann, "And in one line of your own?", "You stood at the window for long.")
    steps.press(ann, "Send it to Ben")
    ann.wait_for_url("**/sittings/**")
    before = bytes_of(ann, ann.url, "/")
    keeping.go_on(ben, "Noticing", "Ann saw something, and thought of you")
    expect(ben.get_by_role("button", name="Pass", exact=True)).to_have_count(0)
    steps.press(ben, "Let it pass")
    assert bytes_of(ann, ann.url, "/") == before


def test_another_time_it_is_gladly_given_and_the_breath_is_heard_and_felt(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    ann.add_init_script(SPY)
    ann.clock.install()
    gladly(ann, ben)
    ann.reload()
    steps.sees(ann, "Five minutes, close", "In for 4, out for 6.")
    assert ann.evaluate("heard.length + felt.length") == 0, "it sounds before anybody began"
    ann.get_by_role("button", name="Turn the sound on").click()
    steps.press(ann, "Start")
    expect(ann.get_by_text(re.compile("^Breathe (in|out)$"))).to_be_visible()
    axe(ann)

    # It rises as one breathes in, falls as one breathes out, and can be felt.
    ann.clock.run_for(21_000)
    heard, felt = ann.evaluate("[heard, felt]")
    assert heard[:4] in ([174, 261, 174, 261], [261, 174, 261, 174])
    assert {str(touch) for touch in felt} == {"70", "[35, 90, 35]"}
    ann.get_by_role("button", name="Turn the sound off").click()
    ann.clock.run_for(11_000)
    assert len(ann.evaluate("heard")) == len(heard), "it sounds on after it was put off"
    ann.get_by_role("button", name="Turn the sound on").click()
    ben.reload()
    steps.sees(ben, "until")  # the same clock
    ann.clock.run_for(300_000)
    expect(ann.get_by_text("The time is over. Take as long as you like.")).to_be_attached()
    assert ann.evaluate("felt").pop() == [180, 120, 260], "nobody hears or feels the end"
    steps.press(ann, "We are done")
    keeping.each(keeping.passes, ann, ben)
    steps.sees(ann, "That was it. Whatever came of it, it was asked for kindly.")


def test_the_clock_needs_no_script(company: Gather, phone: Opens) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = (two.at(phone, name, javascript=False) for name in ("Ann", "Ben"))
    gladly(ann, ben)
    steps.sees(ben, "Five minutes, close", "5 minutes")
    steps.press(ben, "Start")
    for page in (ben, ann):
        page.reload()
        expect(page.get_by_text(re.compile(r"^until \d\d:\d\d"))).to_be_visible()
    steps.press(ann, "We are done")
    for page in (ann, ben):
        page.reload()
        steps.press(page, "Pass")
    steps.sees(ben, "That was it.")


def asks(page: Page, wish: str) -> None:
    steps.pick(page, wish)
    steps.write(page, "A line with it?", LINE)
    steps.press(page, "Send it to Ben")
    steps.sees(page, LINE)


def gladly(ann: Page, ben: Page) -> None:
    steps.begin(ann, US, "A hug")
    asks(ann, "A hug, now")
    steps.cannot_know(ann, "Let it pass")
    keeping.go_on(ben, "A hug", "Ann asks for a hug")
    steps.pick(ben, "Gladly")
    steps.write(ben, "In your own words?", "Give me ten minutes.")
    steps.press(ben, "Send it to Ann")
