"""A case against the conditions of its period: each met, not met or unknown, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.eligibility.periods import KEYS, ConditionPeriod, load_periods
from assistant.eligibility.read import EligibilityError
from assistant.eligibility.rules import ASKED_BY, JUDGES, RAISED_BY, Setting, states
from assistant.eligibility.types import Condition, EligibilityFacts, Finding, State, Verdict


def check(
    facts: EligibilityFacts,
    *,
    on: date | None = None,
    period: str | None = None,
    today: date | None = None,
) -> Verdict:
    """The conditions of the period asked about, and what follows from them.

    The period is the one named by its key, or those the facts' own days lie in, or the one of a
    day; where nothing is stated, the newest whose rules are known and say what the case asks.
    """
    found, assumed = _find_periods(facts, on, period)
    conditions = tuple(_condition(facts, part, key, today) for part in found for key in KEYS)
    deadline = found[-1].rules["deadline"].last_day if found else None
    known = bool(found) and all(part.rules_known for part in found)
    elsewhere = _elsewhere(facts, conditions, found)
    names = {part.key: part.name for part in load_periods()}
    told = [*(part.key for part in found), *(condition.period for condition in elsewhere)]
    return Verdict(
        _outcome(conditions, rules_known=known),
        conditions,
        tuple(part.key for part in found),
        found[0].start if found else None,
        found[-1].end if found else None,
        assumed,
        deadline,
        today > deadline if today and deadline else None,
        known,
        tuple(names[key] for key in dict.fromkeys(told)),
        elsewhere,
    )


def period_keys() -> tuple[str, ...]:
    """The periods in order of time."""
    return tuple(period.key for period in load_periods())


def rules_known(day: date) -> bool:
    """Whether the rules of a day's call are known; a day before every call has none to know."""
    touching = [period for period in load_periods() if period.touches(day, day)]
    return not touching or any(period.rules_known for period in touching)


def _find_periods(
    facts: EligibilityFacts, on: date | None, key: str | None
) -> tuple[tuple[ConditionPeriod, ...], bool]:
    periods = load_periods()
    if key is not None:
        named = tuple(period for period in periods if period.key == key)
        if not named:
            raise EligibilityError("period", key, f"choose one of {', '.join(period_keys())}")
        return named, False
    first = facts.start or on or facts.end
    if first is None:
        return _newest(facts, periods), True
    last = max(first, facts.end or first)
    return tuple(period for period in periods if period.touches(first, last)), False


def _newest(
    facts: EligibilityFacts, periods: Sequence[ConditionPeriod]
) -> tuple[ConditionPeriod, ...]:
    """The newest known period that states all that is asked; where none does, the newest known."""
    known = [period for period in periods if period.rules_known]
    asked = [key for key in KEYS if ASKED_BY[key](facts)]
    stating = [part for part in known if all(states(part.rules[key], key) for key in asked)]
    return tuple((stating or known)[-1:])


def _elsewhere(
    facts: EligibilityFacts, conditions: Sequence[Condition], found: Sequence[ConditionPeriod]
) -> tuple[Condition, ...]:
    """For each condition that is asked and not stated: as it stood in the nearest period."""
    open_keys = [item.key for item in conditions if item.asked and _not_stated(item)]
    nearest = [_nearest(key, found) for key in dict.fromkeys(open_keys)]
    return tuple(
        _condition(facts, period, key, None)
        for key, period in zip(dict.fromkeys(open_keys), nearest, strict=True)
        if period
    )


def _nearest(key: str, found: Sequence[ConditionPeriod]) -> ConditionPeriod | None:
    stating = [part for part in load_periods() if part.rules_known and not part.rules[key].unknown]
    distance = {part.key: abs((part.start - found[-1].start).days) for part in stating}
    return min(
        stating, key=lambda part: (distance[part.key], -part.start.toordinal()), default=None
    )


def _not_stated(condition: Condition) -> bool:
    return condition.state is State.UNKNOWN and condition.missing is None


def _condition(
    facts: EligibilityFacts, period: ConditionPeriod, key: str, today: date | None
) -> Condition:
    rule = period.rules[key]
    asked = ASKED_BY[key](facts)
    if rule.unknown:
        return Condition(
            key,
            State.UNKNOWN,
            rule.unknown,
            rule.source,
            period.key,
            rule.hint,
            decides=RAISED_BY[key](facts),
            asked=asked,
        )
    judged = JUDGES[key](facts, Setting(period, rule, today))
    return Condition(
        key,
        judged.state,
        judged.reason,
        rule.source,
        period.key,
        rule.hint,
        judged.missing,
        judged.decides,
        asked,
        rule.more_than_months,
    )


def _outcome(conditions: Sequence[Condition], *, rules_known: bool) -> Finding:
    """No where one fails; open where one is not published; a question where a fact lacks."""
    deciding = [condition for condition in conditions if condition.decides]
    if any(condition.state is State.NOT_MET for condition in deciding):
        return Finding.NOT_ELIGIBLE
    unknown = [condition for condition in deciding if condition.state is State.UNKNOWN]
    if not rules_known or any(condition.missing is None for condition in unknown):
        return Finding.UNKNOWN
    return Finding.NEEDS_FACTS if unknown else Finding.ELIGIBLE
