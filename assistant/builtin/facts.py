"""What a turn says about the user's case: found in the words, kept with the words it came from.

A question comes in (redacted, one turn); `Facts` go out. What was not said is None. Values are not judged here:
140 % is kept, and the calculator says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal

from assistant.builtin import dates, numbers
from assistant.builtin.vocabulary import keys, pattern
from assistant.calculator import Category, Grant
from corpus import Municipality, Register


@dataclass(frozen=True, slots=True)
class DoctorGroup:
    """Doctors who share category and share, in a question about several."""

    count: int
    category: Category | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The user's case as far as it was said. `words` maps each fact to the words it came from."""

    municipalities: tuple[Municipality, ...] = ()
    """One: known. Several: the name is ambiguous. None: not said."""
    unknown_municipality: str | None = None
    grant: Grant | None = None
    category: Category | None = None
    share: Decimal | None = None
    start: date | None = None
    end: date | None = None
    open_period: dates.PeriodMention | None = None
    """A period that was said without a year, or without an end."""
    year: int | None = None
    first_start: date | None = None
    agreement: bool | None = None
    agreement_date: date | None = None
    rate: Decimal | None = None
    hours: Decimal | None = None
    cost: Decimal | None = None
    years: Decimal | None = None
    doctors: int | None = None
    groups: tuple[DoctorGroup, ...] = ()
    locum: bool | None = None
    locum_months: int | None = None
    agency: bool | None = None
    commercial: bool | None = None
    old_scheme: bool | None = None
    specialist: bool | None = None
    other_doctor: str | None = None
    doctor_applies: bool | None = None
    ambiguous_number: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def municipality(self) -> Municipality | None:
        """The kommune, when there is exactly one."""
        return self.municipalities[0] if len(self.municipalities) == 1 else None

    def said(self) -> tuple[str, ...]:
        """Names of the facts that were said."""
        empty = Facts()
        return tuple(
            f.name for f in fields(self) if f.name != "words" and getattr(self, f.name) != getattr(empty, f.name)
        )

    def updated_by(self, newer: Facts) -> Facts:
        """These facts with everything the newer turn said put on top."""
        changes = {name: getattr(newer, name) for name in newer.said()}
        if {"start", "end", "open_period"} & changes.keys():
            changes = _merge_period(self, newer) | {k: v for k, v in changes.items() if k not in PERIOD}
            if newer.year is None and newer.start:
                changes["year"] = newer.start.year
        elif newer.year is not None and newer.year != self.year:
            changes |= {"start": None, "end": None, "open_period": None}
        if "municipalities" in changes:
            changes["unknown_municipality"] = newer.unknown_municipality
        if ("share" in changes or "category" in changes) and not newer.groups:
            changes["groups"] = ()
        return replace(self, **changes, words={**self.words, **newer.words})


PERIOD = {"start", "end", "open_period"}


def _merge_period(old: Facts, new: Facts) -> dict[str, object]:
    if new.start and new.end:
        return {"start": new.start, "end": new.end, "open_period": None}
    mention = new.open_period or dates.PeriodMention()
    start, end = mention.resolve(near=old.start)
    start, end = new.start or start, new.end or end
    if start and not end and not mention.months:
        end = old.end if old.end and old.end >= start else None
    if mention.months and not start and old.start:
        start = old.start
        end = dates.PeriodMention(dates.DayMention(start.day, start.month, start.year, 0, 0), months=mention.months).resolve()[1]
    if end and not start:
        start = old.start
    return {"start": start, "end": end, "open_period": None if start and end else mention}


def read_facts(text: str, register: Register) -> Facts:
    """All facts that one turn states."""
    words: dict[str, str] = {}
    found: dict[str, object] = {}
    found |= _municipality(text, register, words)
    found |= _positions(text, words)
    found |= _times(text, words)
    found |= _flags(text, words)
    found |= _amounts(text, words)
    return Facts(**found, words=words)  # type: ignore[arg-type]


def _municipality(text: str, register: Register, words: dict[str, str]) -> dict[str, object]:
    mentions = register.mentions(text)
    if mentions:
        last = mentions[-1]
        words["municipality"] = last.text
        return {"municipalities": last.candidates}
    unknown = register.unknown_names(text)
    return {"unknown_municipality": unknown[0]} if unknown else {}


def _positions(text: str, words: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    groups = _groups(text)
    if len(groups) > 1:
        found["groups"] = groups
    category = first_category(text)
    if category:
        found["category"], words["category"] = category
    share = first_share(text)
    if share:
        found["share"], words["share"] = share
    if match := pattern("doctors").search(text):
        count = numbers.word_value(match["count"])
        if count is not None and count == count.to_integral_value() and count > 1:
            found["doctors"], words["doctors"] = int(count), match.group()
    return found


def first_category(text: str) -> tuple[Category, str] | None:
    """The first category of doctor that the text names, with its words."""
    hits = []
    for key in keys("categories"):
        if match := pattern("categories", key).search(text):
            hits.append((match.start(), -match.end(), Category(key), match.group()))
    if not hits:
        return None
    _, _, category, said = min(hits, key=lambda hit: hit[:2])
    return category, said


SHARE = numbers.re.compile(
    r"(?<![\w.,])(?P<minus>[-−])?(?P<value>\d{1,6}(?:[.,]\d+)?)\s?(?:%|prosent\w*|percent|per cent|pct)(?!\s*(?:egenandel|egenfinans|eigen|own))"
    r"|(?<![\w.,])(?P<fraction>[01][.,]\d+|1)\s?(?:årsverk|stilling\w*|FTE|man-years?)",
    numbers.re.IGNORECASE,
)


def first_share(text: str) -> tuple[Decimal, str] | None:
    """The first stillingsandel in the text as a fraction, with its words."""
    hits = []
    if match := SHARE.search(text):
        raw = match["value"] or match["fraction"]
        value = Decimal(raw.replace(",", "."))
        value = value / 100 if match["value"] else value
        hits.append((match.start(), -value if match["minus"] else value, match.group()))
    for key in keys("shares"):
        if match := pattern("shares", key).search(text):
            hits.append((match.start(), Decimal(key), match.group()))
    if not hits:
        return None
    _, share, said = min(hits, key=lambda hit: hit[0])
    return share, said


GROUP = numbers.re.compile(
    rf"(?<!\w)(?P<count>{numbers.COUNT})\s+(?:nye?\s+|new\s+)?(?P<who>\w*(?:leg[ea]\w*|GPs?|doctors?|vikar\w*))(?P<rest>[^;\n]*?)"
    rf"(?=(?:,?\s+(?:og|and|samt|pluss)\s+|,\s*){numbers.COUNT}\s+(?:nye?\s+|new\s+)?\w*(?:leg[ea]|GP|doctor|vikar)|$|[;\n])",
    numbers.re.IGNORECASE,
)


def _groups(text: str) -> tuple[DoctorGroup, ...]:
    groups = []
    for match in GROUP.finditer(text):
        count = numbers.word_value(match["count"])
        category = first_category(match["who"])
        if count is None or category is None or count < 1 or count != count.to_integral_value():
            continue
        share = first_share(match["rest"])
        groups.append(DoctorGroup(int(count), category[0], share[0] if share else None))
    return tuple(groups)


def _times(text: str, words: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    rest = text
    for name in ("first_start", "agreement_date"):
        for day in dates.find_days(rest):
            if pattern(name).search(rest[: day.start]) and (when := day.first()):
                found[name], words[name] = when, rest[day.start : day.end]
                rest = rest[: day.start] + " " * (day.end - day.start) + rest[day.end :]
                break
    period = _best_period(rest)
    if period:
        words["period"] = rest[slice(*period.span)].strip() or rest.strip()
        start, end = period.resolve()
        found |= {"start": start, "end": end}
        if not (start and end):
            found["open_period"] = period
    if years := dates.find_years(rest):
        found["year"] = years[-1]
        words.setdefault("year", str(years[-1]))
    if pattern("locum").search(text) and (months := dates.find_months(text)):
        found["locum_months"] = months
    return found


def _best_period(text: str) -> dates.PeriodMention | None:
    periods = dates.find_periods(text)
    if not periods:
        return None
    starts = [p for p in periods if p.start and p.end is None and p.months is None]
    ends = [p for p in periods if p.end and p.start is None]
    if starts and ends:
        return dates.PeriodMention(starts[0].start, ends[0].end, span=(starts[0].span[0], ends[0].span[1]))
    return max(periods, key=lambda p: (p.start is not None) + (p.end is not None or p.months is not None))


def _flags(text: str, words: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for answer, value in (("no", False), ("yes", True)):
        if match := pattern("agreement", answer).search(text):
            found["agreement"], words["agreement"] = value, match.group()
            break
    for key in keys("grants"):
        if pattern("grants", key).search(text):
            found["grant"] = Grant(key)
            break
    for name in ("agency", "commercial", "locum", "old_scheme", "specialist", "doctor_applies"):
        if match := pattern(name).search(text):
            found[name], words[name] = True, match.group()
    for name, doctor in (("lis1", "lis1"), ("hospital", "hospital_doctor")):
        if match := pattern(name).search(text):
            found["other_doctor"], words["other_doctor"] = doctor, match.group()
    return found


def _amounts(text: str, words: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    if match := pattern("hours").search(text):
        found["hours"], words["hours"] = Decimal(match["count"].replace(",", ".")), match.group()
    for name in ("rate", "cost"):
        if match := pattern(name).search(text):
            amounts = numbers.find(text[match.start("amount") :])
            if not amounts:
                continue
            words[name] = match.group()
            if amounts[0].ambiguous:
                found["ambiguous_number"] = match["amount"]
            else:
                found[name] = amounts[0].value
    return found
