"""A case against the conditions of its period: each met, not met or unknown, and the verdict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.eligibility.periods import KEYS, ConditionPeriod, load_periods
from assistant.eligibility.read import EligibilityError
from assistant.eligibility.rules import JUDGES, RAISED_BY, Setting
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
    day; where nothing is stated, the newest whose rules are known.
    """
    found, assumed = _find_periods(facts, on, period)
    conditions = tuple(_condition(facts, part, key, today) for part in found for key in KEYS)
    deadline = found[-1].rules["deadline"].last_day if found else None
    return Verdict(
        _outcome(conditions, rules_known=bool(found) and all(part.rules_known for part in found)),
        conditions,
        tuple(part.key for part in found),
        found[0].start if found else None,
        found[-1].end if found else None,
        assumed,
        deadline,
        today > deadline if today and deadline else None,
    )


def period_keys() -> tuple[str, ...]:
    """The periods in order of time."""
    return tuple(period.key for period in load_periods())


def rules_known(day: date) -> bool:
    """Whether the rules of the call that a day lies in are known; a day before every call has none to know."""
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
        return tuple(period for period in periods if period.rules_known)[-1:], True
    last = max(first, facts.end or first)
    return tuple(period for period in periods if period.touches(first, last)), False


def _condition(
    facts: EligibilityFacts, period: ConditionPeriod, key: str, today: date | None
) -> Condition:
    rule = period.rules[key]
    if rule.unknown:
        raised = RAISED_BY[key](facts)
        return Condition(
            key, State.UNKNOWN, rule.unknown, rule.source, period.key, rule.hint, decides=raised
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
