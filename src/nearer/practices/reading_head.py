"""Reads the head of a practice file: for how many, in which roles, how it is found."""

from __future__ import annotations

from typing import Any

from nearer.practices import situations
from nearer.practices.reading import Section, is_slug
from nearer.practices.steps import ALL

FILLINGS = ("one", "others")
MOST_PEOPLE = 12
MOST_SITUATIONS = 4
MOST_NEXT = 3
STAGES = 3


def finding_in(top: Section, name: str, alone: bool) -> dict[str, Any]:
    """The keys by which a practice is found, and what may come of it."""
    found = top.strings("situations", situations.IDS, required=False)
    if top.has("situations") and not 1 <= len(found) <= MOST_SITUATIONS:
        top.fault(f"“situations” names {len(found)}, and must name 1 to {MOST_SITUATIONS}")
    following = top.strings("next", required=False)
    if len(following) > MOST_NEXT:
        top.fault(f"“next” names {len(following)}, and may name {MOST_NEXT}")
    if name.removesuffix(".toml") in following:
        top.fault("“next” names this practice itself")
    fades = top.flag("fades")
    if fades and alone:
        top.fault("“alone” is true, so nobody is asked, and “fades” means nothing")
    return {
        "situations": found,
        "stage": top.whole("stage", 1, STAGES, 1),
        "keywords": top.strings("keywords", required=False),
        "next": following,
        "fades": fades,
    }


def people_in(top: Section, alone: bool) -> tuple[int, int]:
    """The fewest and the most who take part."""
    people = top.items("people", required=True)
    if len(people) != 2 or not all(type(count) is int for count in people):
        if top.has("people"):
            top.fault("“people” must be two numbers, the fewest and the most")
        return (1, 1) if alone else (2, MOST_PEOPLE)
    least, most = people
    if alone and (least, most) != (1, 1):
        top.fault("“alone” is true, so “people” must be [1, 1]")
    elif not alone and not 2 <= least <= most <= MOST_PEOPLE:
        top.fault(f"“people” is [{least}, {most}]: the fewest first, and from 2 to {MOST_PEOPLE}")
    return least, most


def roles_in(top: Section) -> dict[str, str]:
    """Each role and how it is filled."""
    section = top.table_of("roles")
    if section is None:
        return {}
    roles: dict[str, str] = {}
    for role in section.table:
        filling = section.one_of(role, FILLINGS)
        if not is_slug(role) or role in (ALL, "you", "one", "others"):
            section.fault(f"“{role}” cannot be the name of a role")
        elif filling in roles.values():
            section.fault(f"“{role}” is “{filling}”, and so is another; one name is enough")
        elif filling:
            roles[role] = filling
    return roles
