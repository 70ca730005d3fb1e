"""Reads one step of a practice file."""

from __future__ import annotations

from nearer.practices.kinds.known import KINDS
from nearer.practices.reading import Section, is_slug, meant
from nearer.practices.steps import AFTER, ALL, AT_ONCE, ME, TOGETHER, Step, When


def place_of(name: str, place: int, entry: Section) -> str:
    """How a fault names the step: by its id, else by its number."""
    id = entry.table.get("id")
    return f"{name}, step “{id}”" if isinstance(id, str) and id else f"{name}, step number {place}"


def read_step(section: Section) -> Step | None:
    """One step, or None when even its kind or id cannot be told."""
    kind = KINDS.get(section.one_of("kind", tuple(KINDS)))
    id = section.string("id")
    if id and not is_slug(id):
        section.fault("the id must be of a-z, 0-9 and -, and begin with a letter")
    if kind is None or not id:
        return None
    keys = dict.fromkeys(kind.needed, True) | dict.fromkeys(kind.offered, False)
    texts = {key: section.wording(key, required) for key, required in keys.items()}
    if kind.moves:
        texts["calls"] = section.wording("calls")
    together = section.table_of("together")
    shown, after = _shown(section) if kind.may_hide else (AT_ONCE, "")
    step = kind(
        id=id,
        who=section.string("who", ALL if kind.kind == "read" else None),
        texts=texts,
        together={key: together.wording(key) for key in keys} if together else {},
        shown=shown,
        after=after,
        optional=kind.may_be_optional and section.flag("optional"),
        same_page=kind.may_share_page and section.flag("same_page"),
        lane=section.string("lane", ""),
        cards=_about(section) if kind.may_have_card else (),
        remember=kind.may_be_remembered and section.flag("remember"),
        when=_when(section),
        **kind.own(section),
    )
    if together:
        together.finish("“together”")
    section.finish(f"a step of kind “{kind.kind}”")
    return step


def _shown(section: Section) -> tuple[str, str]:
    shown = section.string("shown", AT_ONCE)
    if shown.startswith("after "):
        return AFTER, shown.removeprefix("after ").strip()
    known = (AT_ONCE, TOGETHER, ME)
    if shown not in known:
        near = meant(shown, known)
        section.fault(f"“shown” is “{shown}”, not “at once”, “together”, “me” or “after …”{near}")
    return shown, ""


def _about(section: Section) -> tuple[str, ...]:
    if isinstance(section.table.get("about"), str):
        return (section.string("about"),)
    cards = section.strings("about", required=False)
    if section.has("about") and not cards:
        section.fault("“about” names nothing")
    return cards


def _when(section: Section) -> When | None:
    table = section.table_of("when")
    if table is None:
        return None
    step = table.string("step")
    among = table.strings("is", required=False)
    given = table.flag("given")
    if table.has("is") == table.has("given"):
        table.fault("it needs either “is” or “given”")
        step = ""
    elif table.has("is") and not among:
        table.fault("“is” names nothing")
    table.finish("“when”")
    return When(step, among, given) if step else None
