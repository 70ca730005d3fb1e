"""Days and times as English says them: “the 4th of March”, “a week on Friday”, “half past four”."""

from __future__ import annotations

import re
from datetime import date, timedelta

FARTHEST = timedelta(days=366)
WEEK = "monday tuesday wednesday thursday friday saturday sunday"
DAYS = WEEK.split()
SHORT_DAYS = {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thurs": 3, "fri": 4}
MONTHS = "january february march april may june july august september october november december"
MONTH = {name: number for number, name in enumerate(MONTHS.split(), start=1)}
MONTH |= {name[:3]: number for name, number in MONTH.items()} | {"sept": 9}
COUNTED = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = COUNTED.split()
NUMBER = {name: number for number, name in enumerate(NUMBERS, start=1)} | {"a": 1, "an": 1}

_DAY = rf"(?:{'|'.join(DAYS)})"
_SHORT = rf"(?:{'|'.join(sorted(SHORT_DAYS, key=len, reverse=True))})"
_MONTH = rf"(?:{'|'.join(sorted(MONTH, key=len, reverse=True))})"
_N = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)}|an?)"
_TH = r"(?:st|nd|rd|th)"
_NOT_A_DAY = (
    r"(?!\s+(?!at\b|in\b|and\b|but\b|for\b|with\b|I\b|we\b|he\b|she\b|they\b|my\b|our\b)\w)"
)

_PATTERNS = [
    (
        "date",
        rf"\b(?:on\s+)?(?:{_DAY},?\s+)?(?:the\s+)?(?P<d>\d{{1,2}}){_TH}?\s+(?:of\s+)?"
        rf"(?P<m>{_MONTH})\b\.?(?:,?\s+(?P<y>20\d\d))?",
    ),
    (
        "date",
        rf"\b(?:on\s+)?(?:{_DAY},?\s+)?(?P<m>{_MONTH})\b\.?\s+(?:the\s+)?(?P<d>\d{{1,2}}){_TH}?"
        rf"(?!\d|[:.]\d|\s*(?:%|pm|am|people|times|years|minutes|hours))(?:,?\s+(?P<y>20\d\d))?",
    ),
    ("iso", r"\b(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)\b"),
    ("weekday", rf"\b(?P<day>{_DAY})(?:\s+|,\s*)the\s+(?P<th>\d{{1,2}}){_TH}\b"),
    ("weekday", rf"\ba\s+week\s+(?:on\s+)?(?P<day>{_DAY})(?P<week>)\b"),
    ("weekday", rf"\b(?:on\s+)?(?P<day>{_DAY})\s+(?P<week>week)\b"),
    ("weekday", rf"\b(?:(?P<how>next|this|coming|this coming|on|by)\s+)?(?P<day>{_DAY})\b"),
    ("weekday", rf"\b(?P<how>next|this|coming|on|by)\s+(?P<day>{_SHORT})\b"),
    ("ordinal", rf"\bon\s+the\s+(?P<th>\d{{1,2}}){_TH}\b{_NOT_A_DAY}"),
    ("in", r"\bthe\s+day\s+after\s+(?P<two>tomorrow)\b"),
    ("in", r"\b(?P<one>tomorrow)\b(?![’'])"),
    ("in", rf"\bin\s+(?P<n>{_N})\s+(?P<unit>day|week)s?(?:[’']s?\s+time)?\b"),
    ("in", rf"\b(?P<n>{_N})\s+(?P<unit>day|week)s?\s+(?:from\s+(?:now|today)|today)\b"),
    ("in", r"\bin\s+a\s+(?P<fortnight>fortnight)\b"),
]
PATTERNS = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS]
WEEKDAY = _DAY
_HOUR = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
TIME = re.compile(
    rf"\b(?:at\s+)?(?:(?P<noon>noon|midday)"
    rf"|(?P<part>half past|quarter past|quarter to|half)\s+(?P<ph>{_HOUR})"
    rf"|(?P<h>\d{{1,2}})[:.](?P<min>[0-5]\d)(?:\s*(?P<ap>[ap]\.?m\b))?"
    rf"|(?P<h2>\d{{1,2}})\s*(?P<ap2>[ap]\.?m\b)"
    rf"|(?<=at )(?P<h3>{_HOUR})(?:\s+o[’']clock)?(?!\s*(?:%|st\b|nd\b|rd\b|th\b|people|of)))"
    rf"(?:\s+(?:in\s+the\s+|at\s+)?(?P<of>morning|afternoon|evening|night))?",
    re.I,
)
PARTS = {"half past": 30, "half": 30, "quarter past": 15, "quarter to": -15}


def _date(match: re.Match[str], today: date) -> date | None:
    name = match["m"].lower()
    if name in {"may", "march", "mar", "sun"} and not match["m"][0].isupper():
        return None
    month, day, year = MONTH[name], int(match["d"]), match["y"]
    if year:
        return _real(int(year), month, day)
    this = _real(today.year, month, day)
    return this if this and this > today else _real(today.year + 1, month, day)


def _iso(match: re.Match[str], _: date) -> date | None:
    return _real(int(match["y"]), int(match["m"]), int(match["d"]))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _weekday(match: re.Match[str], today: date) -> date | None:
    named, parts = match["day"].lower(), match.groupdict()
    wanted = DAYS.index(named) if named in DAYS else SHORT_DAYS[named]
    day = today + timedelta(days=(wanted - today.weekday() - 1) % 7 + 1)
    if parts.get("th"):
        ahead = (today + timedelta(days=n) for n in range(1, FARTHEST.days))
        th = int(parts["th"])
        return next((d for d in ahead if d.day == th and d.weekday() == wanted), None)
    if "week" in parts:
        return day + timedelta(days=7)
    same_week = day.isocalendar()[:2] == today.isocalendar()[:2]
    return (
        day + timedelta(days=7) if (parts.get("how") or "").lower() == "next" and same_week else day
    )


def _ordinal(match: re.Match[str], today: date) -> date | None:
    ahead = (today + timedelta(days=n) for n in range(1, 62))
    return next((day for day in ahead if day.day == int(match["th"])), None)


def _in(match: re.Match[str], today: date) -> date | None:
    parts = match.groupdict()
    if parts.get("one") or parts.get("two") or parts.get("fortnight"):
        return today + timedelta(days=1 if parts.get("one") else 2 if parts.get("two") else 14)
    number = NUMBER.get(match["n"].lower()) or int(match["n"])
    return today + timedelta(days=number * (7 if match["unit"].lower() == "week" else 1))


MEANS = {"date": _date, "iso": _iso, "weekday": _weekday, "ordinal": _ordinal, "in": _in}


def time_near(sentence: str, span: tuple[int, int]) -> tuple[str, tuple[int, int]]:
    """The time of day right after a day or right before it, and the span of both."""
    after = TIME.search(sentence, span[1])
    if after and len(sentence[span[1] : after.start()].split()) <= 3:
        return _clock(after), (span[0], after.end())
    before = list(TIME.finditer(sentence, 0, span[0]))
    if before and not sentence[before[-1].end() : span[0]].strip(" ,"):
        return _clock(before[-1]), (before[-1].start(), span[1])
    return "", span


def _clock(match: re.Match[str]) -> str:
    if match["noon"]:
        return "12:00"
    said = match["ph"] or match["h"] or match["h2"] or match["h3"]
    hour = NUMBER.get(said.lower()) or int(said)
    minute = PARTS[match["part"].lower()] if match["part"] else int(match["min"] or 0)
    half = (match["ap"] or match["ap2"] or "").lower()[:1]
    part = (match["of"] or "").lower()
    if half == "p" or part in {"afternoon", "evening", "night"}:
        hour += 12 if hour < 12 else 0
    elif not half and not part and 1 <= hour <= 7 and len(said) < 3 + (said.isalpha()) * 9:
        hour += 0 if said.startswith("0") else 12
    total = hour * 60 + minute
    return f"{total // 60:02}:{total % 60:02}" if 0 <= total < 24 * 60 else ""
