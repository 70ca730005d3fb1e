"""Takes the pictures of README and docs: `.venv/bin/python -m tests.journeys.photograph`.

It starts the demo on folders of its own and photographs it on a phone and on a desk. Where
ImageMagick is at hand the pictures get a palette, which makes them half as large.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys import chromium, steps
from tests.serving import ROOT, free_port

SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
BOND = "Upstairs"
SHARED = (
    "When the results came on Thursday I read the mail three times before I believed it. They want"
    " the whole series, all twelve maps.\n\n"
    "I walked round the block, and then once more, because I did not know where to put my face."
)
REFLECTED = (
    "All twelve, after two years of drawing them at this table. You must have been so glad that it"
    " hardly fitted into the street. I am grinning, and a little teary."
)


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo that has just been made up."""
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEARER_", "DJANGO_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "nearer", "demo", "--port", str(port)],
            env={**kept, "NEARER_DATA": f"{home}/data", "PYTHONPATH": str(ROOT / "src")},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            next(line for line in process.stdout if line.startswith("Nearer is at"))
            time.sleep(1)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait()


def person(browser: Browser, at: str, key: str) -> Page:
    """The view of one of the invented people."""
    still = browser.new_context(base_url=at, reduced_motion="reduce", color_scheme="light")
    page = still.new_page()
    page.goto(f"/demo/{key}/")
    page.get_by_role("button").filter(has_text="Be ").click()
    page.wait_for_load_state()
    return page


def picture(page: Page, name: str, *, begins: str = "") -> None:
    """One page in both sizes, from its top or from these words on."""
    for size, shape in SIZES.items():
        page.set_viewport_size(shape)  # type: ignore[arg-type]
        page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
        if begins:
            top = page.get_by_text(begins).first.bounding_box()
            assert top is not None
            page.evaluate("y => window.scrollTo(0, y)", top["y"] - 120)
        path = ROOT / "docs" / f"{name}-{size}.png"
        page.screenshot(path=path, animations="disabled")
        _with_palette(path)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB", flush=True)


def _with_palette(path: Path) -> None:
    if tool := shutil.which("magick") or shutil.which("convert"):
        # The colours of a page that is mostly paper and letters; more show no difference.
        words = [tool, str(path), "-dither", "None", "-colors", "200", "-strip", f"PNG8:{path}"]
        subprocess.run(words, check=True)


def main() -> None:
    """All six, twice."""
    (ROOT / "docs").mkdir(exist_ok=True)
    with demo() as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=list(chromium.FLAGS)
        )
        nell, tomas = person(browser, at, "nell"), person(browser, at, "tomas")
        picture(nell, "today")
        steps.to_bond(nell, BOND)
        picture(nell, "bond")
        nell.get_by_role(
            "link", name=steps.words_of("Something that matters Begun by")
        ).last.click()
        nell.wait_for_load_state()
        picture(nell, "finished")

        steps.begin(tomas, BOND, "Something that matters")
        tomas.get_by_role("textbox").first.fill(SHARED)
        steps.feel(tomas, "Proud", "triumphant", "very")
        picture(tomas, "share")
        steps.pick(tomas, "Be glad with me")
        steps.press(tomas, "Send it to Nell")
        steps.open_waiting(nell, "Tomas would like to tell you something")
        steps.ready(nell)
        steps.write(nell, "What did you hear", REFLECTED)
        picture(nell, "reflection", begins="Read it twice if you can")
        steps.press(nell, "Send it to Tomas")
        steps.open_waiting(tomas, "Nell has answered you")
        steps.pick(tomas, "Fully", among="Did you feel understood?")
        picture(tomas, "receipt", begins="How did it land with you?")
        browser.close()


if __name__ == "__main__":
    main()
