"""What could be done next, when a practice is over."""

from __future__ import annotations

from urllib.parse import urlencode

from nearer.practices import shelf

from .opened import Opened


def following(opened: Opened, reader: str) -> list[dict[str, str]]:
    """Practices that its script names and that fit here: {slug, title, short, query}.

    `query` keeps the bond and the company where the practice is one for them.
    """
    state, found = opened.state, []
    bond = opened.sitting.bond_id if opened.sitting else None
    here = [member for member in state.cast if member not in state.left]
    on_shelf = {script.slug: script for script in shelf.all()}
    for slug in opened.script.next:
        script = on_shelf.get(slug)
        if script is None:
            continue
        query = ""
        if not script.alone and bond is not None:
            if state.bond not in script.bonds or len(here) < script.least:
                continue
            others = [member for member in here if member != reader]
            fits = len(here) <= script.most
            query = "?" + urlencode(
                [("bond", str(bond)), *(("with", one) for one in others if fits)]
            )
        title = script.wording("title", bond=state.bond)
        short = script.wording("short", bond=state.bond or next(iter(script.bonds), ""))
        found.append({"slug": slug, "title": title, "short": short, "query": query})
    return found
