"""One turn in, the facts that it states out, each with the words it came from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from assistant.builtin import dates, numbers
from assistant.builtin.agreement import read_agreement
from assistant.builtin.amounts import are_in_all, read_amounts, read_years
from assistant.builtin.asking import asking_part, is_long
from assistant.builtin.facts import Facts
from assistant.builtin.periods import PeriodMention, find_months, find_periods, find_weeks
from assistant.builtin.positions import (
    first_category,
    first_share,
    groups,
    groups_of,
    rows,
    shares_conflict,
)
from assistant.builtin.roles import days_with_roles, without
from assistant.builtin.unread import find_unread, set_aside
from assistant.builtin.vocabulary import keys, pattern, words
from assistant.builtin.years import SPAN
from assistant.calculator import Element, Grant, add_months
from corpus import Mention, Register, sentences

MOST_DOCTORS = 500
"""Above this a number before «leger» is a year or a count of the country's."""
MONTHS_IN_YEAR = 12
LAST_LIS3_YEAR = 2021
"""From 2022 supervision of LIS3 belongs to the national scheme."""


def read_facts(text: str, register: Register) -> Facts:
    """All facts that one turn states; what it puts right itself («nei forresten») counts last."""
    first, *later = pattern("puts_right").split(text)
    facts = _read(first, register)
    for part in later:
        facts = facts.updated_by(_read(part, register))
    return facts


def _read(text: str, register: Register) -> Facts:
    said: dict[str, str] = {}
    found: dict[str, object] = {}
    found |= _municipality(text, register, said)
    found |= _positions(_in_focus(text), said)
    found |= _times(text, said)
    found |= _flags(text, said)
    found |= _grant(text, found)
    found |= _first_row_begun(found)
    grant = found.get("grant")
    found |= read_amounts(text, said, supervised_lis3=grant is Grant.LIS3_SUPERVISION)
    found |= read_years(text, grant if isinstance(grant, Grant) else None, said)
    if answered := read_agreement(text, in_a_case=_is_case(found)):
        found["agreement"], said["agreement"] = answered
    if "hours" in found and any(
        are_in_all(text, match) for match in pattern("hours").finditer(text)
    ):
        found.pop("doctors", None)
    if found.get("agreement") is False and grant is None and "hours" in found:
        found["expense_hours"] = ((Element.VEILEDNING, found.pop("hours")),)
    facts = Facts(**found, words=said)  # type: ignore[arg-type]
    return replace(facts, aside=set_aside(text, facts), unread=find_unread(_in_focus(text), facts))


def _is_case(found: dict[str, object]) -> bool:
    """Whether a bare «ALIS-avtale» beside these facts is one of them."""
    return bool({"share", "first_start", "positions", "groups", "doctors"} & found.keys()) or (
        "category" in found
        and bool({"start", "end", "open_period", "municipalities"} & found.keys())
    )


def _municipality(text: str, register: Register, said: dict[str, str]) -> dict[str, object]:
    named = tuple(m for m in register.mentions(text) if not _is_place_of_office(text, m))
    mentions = tuple(m for m in named if not _is_past_place(text, m)) or named
    if mentions:
        said["municipality"] = mentions[-1].text
        return {"municipalities": mentions[-1].candidates}
    for match in pattern("place").finditer(text):
        if pattern("office_in").search(text[: match.start("name")]):
            continue
        if candidates := register.find(match["name"]):
            said["municipality"] = match["name"]
            return {"municipalities": candidates}
    if stated := pattern("centrality").search(text):
        said["centrality"] = stated.group()
        return {"centrality": int(stated["class"])}
    unknown = [name for name in register.unknown_names(text) if not _is_word(name)]
    return {"unknown_municipality": unknown[0]} if unknown else {}


def _is_place_of_office(text: str, mention: Mention) -> bool:
    """«ALIS-kontoret i Bodø» is where an office lies, not whose question it is."""
    return bool(pattern("office_in").search(text[: mention.start]))


def _is_past_place(text: str, mention: Mention) -> bool:
    """«var fastlege i Haugesund før hun kom hit» tells of another kommune than the user's."""
    return bool(pattern("past_place").search(text[: mention.start]))


def _is_word(name: str) -> bool:
    """Whether a supposed name is the ordinary first word of a sentence («Kunne kommunen …»)."""
    lists = ("nb", "nn", "en")
    first = name.split(maxsplit=1)[0].lower()
    return any(first in words(key, "words", file="language") for key in lists) or first in words(
        "shared", file="language"
    )


def _positions(text: str, said: dict[str, str]) -> dict[str, object]:
    found: dict[str, Any] = {}
    several = groups(text)
    listed = () if several else rows(text)
    if match := pattern("doctors").search(text):
        count = numbers.word_value(match["count"])
        if count is not None and count == count.to_integral_value() and 1 < count <= MOST_DOCTORS:
            found["doctors"], said["doctors"] = int(count), match.group()
    if "doctors" in found and _is_background(text):
        found.pop("doctors"), said.pop("doctors")
    if each := groups_of(listed, text, found.get("doctors")):
        several, listed = each, ()
    if several:
        found["groups"] = several
    if listed:
        found["positions"] = listed
    if category := first_category(text):
        found["category"], said["category"] = category
    if (share := first_share(text)) and (several or listed or not shares_conflict(text)):
        found["share"], said["share"] = share
    return found


def _first_row_begun(found: dict[str, object]) -> dict[str, object]:
    """«60 % fra starten og fram til …»: a first row without a start begins on the first day."""
    listed, first = found.get("positions"), found.get("first_start")
    if not (isinstance(listed, tuple) and listed and isinstance(first, date)):
        return {}
    row = listed[0]
    if row.start is None and row.end and first < row.end:
        return {"positions": (replace(row, start=first), *listed[1:])}
    return {}


def _in_focus(text: str) -> str:
    """A long turn from the sentence on that says whom it is about: «Legen det gjelder …»."""
    if not pattern("focus").search(text) or not is_long(text):
        return text
    told = sentences(text)
    start = next((n for n, one in enumerate(told) if pattern("focus").search(one)), 0)
    return " ".join(told[start:])


def _is_background(text: str) -> bool:
    """Whether a number of doctors is told of beside a case of one: «har 44 fastleger. En av …»."""
    return (
        is_long(text)
        and not pattern("doctors").search(asking_part(text))
        and not pattern("together").search(text)
    )


def _times(text: str, said: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    rest = text
    told = days_with_roles(text)
    for name, day in told.items():
        found[name], said[name] = day.when, text[day.start : day.end]
    rest = without(text, told)
    if period := _best_period(rest):
        said["period"] = rest[slice(*period.span)].strip() or rest.strip()
        start_day, end_day = period.resolve()
        first = told["first_start"].when if "first_start" in told else None
        if end_day and period.start is None:  # «she joined us on 1 October … up to 31 May»
            joined = first or _lone_day(rest, period)
            if joined and joined < end_day <= add_months(joined, MONTHS_IN_YEAR):
                start_day = joined
        found |= {"start": start_day, "end": end_day}
        if not (start_day and end_day):
            found["open_period"] = period
    if years := dates.find_years(_of_the_scheme(rest)):
        found["year"] = years[-1]
        by_themselves = _without_days(_of_the_scheme(rest))
        # «2025/26» is a period of the scheme, whose days are asked for, and neither of its years.
        if str(years[-1]) in dates.WHOLE_YEAR.findall(by_themselves) and not SPAN.search(
            by_themselves
        ):
            said["year"] = str(years[-1])
    if pattern("locum").search(text):
        months, weeks = find_months(text), find_weeks(text)
        if months or weeks:
            found["locum_months"] = Decimal(months) if months else weeks
    return found


def _of_the_scheme(text: str) -> str:
    """Of a long turn the sentences that ask, and those that speak of the scheme.

    «Legen ble utdannet i 2019. Vi søker for …» has no case in 2019.
    """
    if not is_long(text):
        return text
    told = [one for one in sentences(text) if pattern("of_the_scheme").search(one)]
    return " ".join((*told, asking_part(text)))


def _lone_day(text: str, period: PeriodMention) -> date | None:
    """The one day besides the end of a period, so that it can only be its start."""
    first, last = period.span
    others = [d for d in dates.find_days(text) if d.day and not first <= d.start < last]
    return others[0].first() if len(others) == 1 else None


def _without_days(text: str) -> str:
    """The text without its days and months, so that the years that are left stand by themselves."""
    for day in reversed([day for day in dates.find_days(text) if day.day is not None]):
        text = text[: day.start] + " " + text[day.end :]
    return text


def _best_period(text: str) -> PeriodMention | None:
    periods = find_periods(text)
    if not periods:
        return None
    starts = [p for p in periods if p.start and p.end is None and p.months is None]
    ends = [p for p in periods if p.end and p.start is None]
    if starts and ends:
        span = (starts[0].span[0], ends[0].span[1])
        return PeriodMention(starts[0].start, ends[0].end, span=span)
    return max(periods, key=_told)


def _told(period: PeriodMention) -> int:
    """How much of a period was said."""
    return (period.start is not None) + (period.end is not None or period.months is not None)


def _flags(text: str, said: dict[str, str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for name in ("agency", "commercial", "locum", "old_scheme", "specialist", "doctor_applies"):
        if match := pattern(name).search(text):
            found[name], said[name] = True, match.group()
    if "agency" not in found and (match := pattern("own_employee").search(text)):
        found["agency"], said["agency"] = False, match.group()
    for name, doctor in (("lis1", "lis1"), ("hospital", "hospital_doctor")):
        if match := pattern(name).search(text):
            found["other_doctor"], said["other_doctor"] = doctor, match.group()
    return found


def _grant(text: str, found: dict[str, object]) -> dict[str, object]:
    """The grant that is named by itself. LIS3 names one only up to 2021."""
    start, year = found.get("start"), found.get("year")
    when = start.year if isinstance(start, date) else year
    for key in keys("grants"):
        if not pattern("grants", key).search(text):
            continue
        late = isinstance(when, int) and when > LAST_LIS3_YEAR
        if not (key == Grant.LIS3_SUPERVISION.value and late):
            return {"grant": Grant(key)}
    return {}
