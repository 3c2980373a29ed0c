"""Who works how much, when: category, share, several doctors, several rows of one doctor."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from assistant.builtin import numbers
from assistant.builtin.facts import DoctorGroup
from assistant.builtin.periods import PeriodMention, find_periods
from assistant.builtin.vocabulary import keys, pattern, words
from assistant.calculator import Category, Position

SHARE = re.compile(
    r"(?<![\w.,])(?P<minus>[-−])?(?P<value>\d{1,6}(?:[.,]\d+)?)[\s-]?"
    r"(?:%|prosent\w*|percent|per cent|pct|pst)"
    r"|(?:\bprosent|\bpercent|\bpst\.?|%)\s*[:=]\s*(?P<labelled>\d{1,3}(?:[.,]\d+)?)\b"
    r"|(?<![\w.,])(?P<fraction>[01][.,]\d+|1)(?:[\s-]?|\s+(?:av|of)\s+(?:an?\s+|ein?\s+)?(?:full\w*|heil\w*|hel\w*)?[\s-]?(?:tids|time)?\s?)"
    r"(?:årsv\b|årsverk|stilling\w*|FTE|man-years?|position|post|job|contract|kontrakt\w*)"
    r"|\b(?:stillings?(?:prosent|andel|del)\w*|stillingsstorleik\w*)"
    r"(?:\s*(?:er|var|på|:|=))?\s*(?P<bare>\d{1,3})\b(?!\s?[%.]|\s*prosent)",
    re.IGNORECASE,
)


def categories(text: str) -> list[tuple[int, Category, str]]:
    """Every category of doctor that the text names: where, which, in what words."""
    hits: list[tuple[int, int, Category, str]] = []
    for key in keys("categories"):
        found_here = pattern("categories", key).finditer(text)
        hits += [(m.start(), -m.end(), Category(key), m.group()) for m in found_here]
    hits.sort(key=lambda hit: hit[:2])
    found: list[tuple[int, Category, str]] = []
    last = -1
    for start, end, category, said in hits:
        if start >= last:
            found.append((start, category, said))
            last = -end
    return found


def first_category(text: str) -> tuple[Category, str] | None:
    """The first category of doctor that the text names, with its words.

    «startet som fastlege» tells when the doctor first was one, not what the doctor is: it counts
    only where nothing else is named.
    """
    text = pattern("not_one").sub(_blank, text)
    found = categories(pattern("as_beginner").sub(_blank, text)) or categories(text)
    return (found[0][1], found[0][2]) if found else None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def shares(text: str) -> list[tuple[int, Decimal, str]]:
    """Every stillingsandel in the text as a fraction: where, how much, in what words."""
    hits = []
    for match in SHARE.finditer(text):
        if _is_no_share(text, match):
            continue
        stated = next(filter(None, map(match.group, ("value", "labelled", "fraction", "bare"))))
        value = Decimal(stated.replace(",", "."))
        value = value if match["fraction"] else value / 100
        hits.append((match.start(), -value if match["minus"] else value, match.group()))
    hits += [
        (m.start(), round(Decimal(m["part"]) / Decimal(m["of"]), FRACTION_DIGITS), m.group())
        for m in pattern("fraction").finditer(text)
    ]
    hits += [
        (m.start(), (numbers.word_value(m["days"]) or Decimal(0)) / DAYS_A_WEEK, m.group())
        for m in pattern("days_a_week").finditer(text)
    ]
    hits += [
        (m.start(), _fraction(m), m.group()) for m in pattern("spoken_fraction").finditer(text)
    ]
    for key in keys("shares"):
        found_here = pattern("shares", key).finditer(text)
        hits += [(m.start(), Decimal(key), m.group()) for m in found_here]
    return _once(sorted(hits, key=lambda hit: hit[0]), text)


def _once(hits: list[tuple[int, Decimal, str]], text: str) -> list[tuple[int, Decimal, str]]:
    """The shares without those inside another, and those that only repeat the one before.

    «0.75 of a full-time post» is one, «trekvart stilling (75 %)» too.
    """
    kept: list[tuple[int, Decimal, str]] = []
    for hit in hits:
        if kept and hit[0] < kept[-1][0] + len(kept[-1][2]):
            continue
        between = text[kept[-1][0] + len(kept[-1][2]) : hit[0]] if kept else ""
        if not (kept and kept[-1][1] == hit[1] and REPEATED.fullmatch(between)):
            kept.append(hit)
    return kept


def _fraction(match: re.Match[str]) -> Decimal:
    """The share that a fraction in words is: «tre femdels stilling»."""
    below = next(
        key for key in keys("denominators") if match["of"].lower() in words("denominators", key)
    )
    part = numbers.word_value(match["part"]) or Decimal(0)
    return round(part / Decimal(below), FRACTION_DIGITS)


DAYS_A_WEEK = 5
FRACTION_DIGITS = 4
"""A third of a post is 33,33 %, as a contract would say."""
REPEATED = re.compile(
    r"[\s(,=:/–-]*(?:altså|dvs\.?|det vil si|that is|i\.e\.)?[\s(,=:]*", re.IGNORECASE
)


def _is_no_share(text: str, match: re.Match[str]) -> bool:
    """Whether a percentage is of something else: egenandel, tilrettelegging, a part of the cost."""
    before = text[max(0, match.start() - 40) : match.start()]
    after = text[match.end() : match.end() + 40]
    return bool(pattern("no_share", "before").search(before)) or bool(
        pattern("no_share", "after").match(after)
    )


def first_share(text: str) -> tuple[Decimal, str] | None:
    """The first stillingsandel in the text, with its words."""
    found = shares(text)
    return (found[0][1], found[0][2]) if found else None


def shares_conflict(text: str) -> bool:
    """Whether the text gives one doctor several shares at the same time, so that none counts."""
    named = {category for _, category, _ in categories(text)}
    stated = {share for _, share, _ in shares(text)}
    return len(stated) > 1 and len(named) < len(stated)


def is_one_doctor(text: str) -> bool:
    """Whether shares at the same time are of one doctor: «60 % … og 40 % … samtidig»."""
    return bool(pattern("one_doctor").search(text))


GROUP = re.compile(
    rf"(?<!\w)(?P<count>{numbers.COUNT})\s+(?:nye?\s+|new\s+)?"
    r"(?P<who>\w*(?:leg[ea]\w*|GPs?|doctors?|vikar\w*))(?P<rest>[^;\n]*?)"
    rf"(?=(?:,?\s+(?:og|and|samt|pluss)\s+|,\s*){numbers.COUNT}\s+(?:nye?\s+|new\s+)?"
    r"\w*(?:leg[ea]|GP|doctor|vikar|intro|nursing)|$|[;\n])",
    re.IGNORECASE,
)


def groups(text: str) -> tuple[DoctorGroup, ...]:
    """Doctors of several kinds: «to fastleger i 100 % og en introduksjonslege i 60 %»."""
    if is_one_doctor(text):
        return ()
    found = []
    for match in GROUP.finditer(text):
        count = numbers.word_value(match["count"])
        category = first_category(match["who"])
        if count is None or category is None or count < 1 or count != count.to_integral_value():
            continue
        share = first_share(match["rest"])
        found.append(DoctorGroup(int(count), category[0], share[0] if share else None))
    return tuple(found) if len(found) > 1 and any(group.share for group in found) else ()


def groups_of(
    listed: tuple[Position, ...], text: str, doctors: int | None
) -> tuple[DoctorGroup, ...]:
    """Rows that are a doctor each: as many as there are doctors, or «den eine … den andre …»."""
    each = doctors == len(listed) or bool(pattern("one_by_one").search(text))
    if not (listed and each) or is_one_doctor(text):
        return ()
    own = len({(row.start, row.end) for row in listed}) > 1
    return tuple(
        DoctorGroup(1, row.category, row.share, *((row.start, row.end) if own else ()))
        for row in listed
    )


def rows(text: str) -> tuple[Position, ...]:
    """Several rows of one doctor; none where the text has one share.

    «100 % fra juni til november 2025 og 50 % fra desember 2025 til mai 2026» has two rows in turn,
    «fastlege i 70 % og sykehjemslege i 50 % fra … til …» two at once.
    """
    found = shares(text)
    if len(found) < 2:  # noqa: PLR2004 - one row is no list
        return ()
    text = pattern("not_one").sub(_blank, text)
    named = categories(pattern("as_beginner").sub(_blank, text))
    periods = [p for p in find_periods(text) if p.start or p.end]
    if len(periods) >= len(found):
        return _in_turn(found, _with_ends(periods, len(found)), named)
    if len(named) >= len(found) and len(periods) == 1:
        start, end = periods[0].resolve()
        return tuple(
            Position(category=_beside(where, named, found), share=share, start=start, end=end)
            for where, share, _ in found
        )
    return ()


def _with_ends(periods: list[PeriodMention], count: int) -> list[PeriodMention]:
    """The period of each row; «… siden 1. desember. Vi søker ut mai» ends the last one."""
    chosen, rest = periods[:count], periods[count:]
    ends = [period.end for period in rest if period.end and not period.start]
    last = chosen[-1]
    if ends and last.start and last.end is None and last.months is None:
        chosen[-1] = replace(last, end=ends[0])
    return chosen


def _in_turn(
    found: list[tuple[int, Decimal, str]],
    periods: list[PeriodMention],
    named: list[tuple[int, Category, str]],
) -> tuple[Position, ...]:
    resolved = []
    near = None
    for period in periods:
        start, end = period.resolve(near=near)
        near = end or start or near
        resolved.append((start, end))
    listed = []
    for number, ((where, share, _), (start, end)) in enumerate(zip(found, resolved, strict=True)):
        following = resolved[number + 1][0] if number + 1 < len(resolved) else None
        last = end or (following - timedelta(days=1) if following else None)
        category = (
            _beside(where, named, found) if len(named) > 1 else (named[0][1] if named else None)
        )
        listed.append(Position(category=category, share=share, start=start, end=last))
    return tuple(listed)


def _beside(
    where: int, named: list[tuple[int, Category, str]], found: list[tuple[int, Decimal, str]]
) -> Category | None:
    """The category of a share: the next one in «60 % fastlege og …», else the last before."""
    if found[0][0] < named[0][0]:
        return next((category for start, category, _ in named if start > where), named[-1][1])
    before = [category for start, category, _ in named if start <= where]
    return before[-1] if before else (named[0][1] if named else None)
