"""How each condition is judged, and which facts raise a condition that no source states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.periods import ConditionPeriod, Rule
from assistant.eligibility.types import Applicant, Doctor, EligibilityFacts, State

MUNICIPAL = (Doctor.FASTLEGE, Doctor.FASTLEGEVIKAR, Doctor.INTRODUKSJONSLEGE, Doctor.ALLMENNLEGE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the facts say of one condition."""

    state: State
    reason: str
    missing: str | None = None
    decides: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """What a condition is judged against: the period, its rule, and today where it matters."""

    period: ConditionPeriod
    rule: Rule
    today: date | None = None


def met(reason: str) -> Judgement:
    """The condition holds."""
    return Judgement(State.MET, reason)


def not_met(reason: str) -> Judgement:
    """The condition does not hold."""
    return Judgement(State.NOT_MET, reason)


def open_until(fact: str) -> Judgement:
    """The condition cannot be judged without a fact."""
    return Judgement(State.UNKNOWN, "fact_missing", fact)


def judge_flag(
    value: bool | None, fact: str, *, wanted: bool, reasons: tuple[str, str]
) -> Judgement:
    """A yes-or-no fact against what the condition wants; reasons for met and not met."""
    if value is None:
        return open_until(fact)
    return met(reasons[0]) if value is wanted else not_met(reasons[1])


def _applicant(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if facts.applicant in {None, Applicant.KOMMUNE}:
        return met("every_kommune" if setting.rule.every_kommune else "kommune_applies")
    return not_met("only_kommune_applies")


def _doctor(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if facts.category is None:
        return open_until("category")
    covered = facts.category in setting.rule.doctors
    return met("doctor_covered") if covered else not_met("doctor_not_covered")


def _specialisation(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if facts.specialist_already:
        return not_met("already_specialist")
    reasons = ("specialising", "not_specialising")
    return judge_flag(facts.specialising, "under_specialisation", wanted=True, reasons=reasons)


def _new_scheme(facts: EligibilityFacts, setting: Setting) -> Judgement:
    return judge_flag(
        facts.new_scheme, "new_scheme", wanted=True, reasons=("in_new_scheme", "in_old_scheme")
    )


def _agency(facts: EligibilityFacts, setting: Setting) -> Judgement:
    reasons = ("not_via_agency", "via_agency")
    return judge_flag(facts.via_agency, "via_agency", wanted=False, reasons=reasons)


def _commercial(facts: EligibilityFacts, setting: Setting) -> Judgement:
    reasons = ("not_commercial", "tied_to_commercial_actor")
    return judge_flag(facts.commercial_actor, "commercial_actor", wanted=False, reasons=reasons)


def _vikariat(facts: EligibilityFacts, setting: Setting) -> Judgement:
    limit = setting.rule.more_than_months
    if facts.category is not Doctor.FASTLEGEVIKAR and facts.vikariat_months is None:
        return open_until("category") if facts.category is None else met("not_a_vikar")
    if facts.vikariat_months is None or limit is None:
        return open_until("vikariat_months")
    long_enough = facts.vikariat_months > limit
    return met("vikariat_long_enough") if long_enough else not_met("vikariat_too_short")


def _agreement(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if setting.rule.required:
        reasons = ("has_agreement", "agreement_required")
        return judge_flag(facts.agreement, "has_agreement", wanted=True, reasons=reasons)
    if facts.agreement is False:
        return met("supervision_only")
    return met("has_agreement" if facts.agreement else "agreement_voluntary")


def _template(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if facts.agreement is False:
        return met("no_agreement_needed")
    reasons = ("template_used", "template_not_used")
    return judge_flag(facts.template_used, "template_used", wanted=True, reasons=reasons)


def _agreement_date(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if facts.agreement is False:
        return met("no_agreement_needed")
    if facts.agreement_date is None:
        return open_until("agreement_date")
    start = facts.start or setting.period.start
    if facts.agreement_date <= start:
        return met("agreement_before_start")
    if setting.rule.backdated_to:
        return _backdated(facts)
    return _from_signing(facts, setting)


def _backdated(facts: EligibilityFacts) -> Judgement:
    """The exception for an agreement signed inside the period: both of its conditions must hold."""
    for fact in ("employment_covers_period", "facilitation_carried_out"):
        value = getattr(facts, fact)
        if value is None:
            return open_until(fact)
        if not value:
            return not_met(f"{fact}_not")
    return met("backdated")


def _from_signing(facts: EligibilityFacts, setting: Setting) -> Judgement:
    end = facts.end or setting.period.end
    if end and facts.agreement_date and facts.agreement_date > end:
        return not_met("agreement_after_end")
    return met("from_signing_only")


def _own_share(facts: EligibilityFacts, setting: Setting) -> Judgement:
    if not setting.rule.required:
        return met("own_share_removed")
    reasons = ("own_share_paid", "own_share_not_paid")
    return judge_flag(facts.own_share_paid, "own_share_paid", wanted=True, reasons=reasons)


def _deadline(facts: EligibilityFacts, setting: Setting) -> Judgement:
    """Decides when the day of applying is known; without it, a passed deadline is only told."""
    last_day = setting.rule.last_day
    if last_day is None:
        return open_until("applied_on")
    if facts.applied_on:
        in_time = facts.applied_on <= last_day
        return met("applied_in_time") if in_time else not_met("applied_too_late")
    if setting.today is None:
        return Judgement(State.UNKNOWN, "deadline_not_checked", "applied_on", decides=False)
    if setting.today <= last_day:
        return met("deadline_ahead")
    return Judgement(State.NOT_MET, "deadline_passed", "applied_on", decides=False)


def _centrality(facts: EligibilityFacts, setting: Setting) -> Judgement:
    """Gives more money, not the right to it."""
    if facts.centrality is None:
        return Judgement(State.UNKNOWN, "fact_missing", "centrality", decides=False)
    if facts.centrality == setting.rule.supplement_class:
        return Judgement(State.MET, "gives_supplement", decides=False)
    return Judgement(State.NOT_MET, "no_supplement", decides=False)


JUDGES: dict[str, Callable[[EligibilityFacts, Setting], Judgement]] = {
    "applicant": _applicant,
    "doctor": _doctor,
    "specialisation": _specialisation,
    "new_scheme": _new_scheme,
    "agency": _agency,
    "commercial_actor": _commercial,
    "vikariat": _vikariat,
    "agreement": _agreement,
    "template": _template,
    "agreement_date": _agreement_date,
    "own_share": _own_share,
    "deadline": _deadline,
    "centrality": _centrality,
}

RAISED_BY: dict[str, Callable[[EligibilityFacts], bool]] = {
    "applicant": lambda facts: facts.applicant not in {None, Applicant.KOMMUNE},
    "doctor": lambda facts: facts.category is not None and facts.category not in MUNICIPAL,
    "specialisation": lambda facts: facts.specialising is False,
    "new_scheme": lambda facts: facts.new_scheme is False,
    "agency": lambda facts: facts.via_agency is True,
    "commercial_actor": lambda facts: facts.commercial_actor is True,
    "vikariat": lambda facts: (
        facts.category is Doctor.FASTLEGEVIKAR or facts.vikariat_months is not None
    ),
    "agreement": lambda facts: facts.agreement is False,
    "template": lambda facts: facts.template_used is False,
    "agreement_date": lambda facts: (
        facts.agreement_date is not None
        and facts.start is not None
        and facts.agreement_date > facts.start
    ),
    "own_share": lambda facts: facts.own_share_paid is False,
    "deadline": lambda _facts: False,
    "centrality": lambda _facts: False,
}
"""When a condition that no source states matters to a case: the verdict is then open."""

ASKED_BY: dict[str, Callable[[EligibilityFacts], bool]] = {
    "applicant": lambda facts: facts.applicant is not None,
    "doctor": lambda facts: facts.category not in {None, Doctor.FASTLEGE, Doctor.FASTLEGEVIKAR},
    "specialisation": lambda facts: (
        facts.under_specialisation is not None or facts.specialist_already is not None
    ),
    "new_scheme": lambda facts: facts.new_scheme is not None,
    "agency": lambda facts: facts.via_agency is not None,
    "commercial_actor": lambda facts: facts.commercial_actor is not None,
    "vikariat": RAISED_BY["vikariat"],
    "agreement": lambda facts: facts.agreement is False,
    "template": lambda facts: facts.template_used is not None,
    "agreement_date": lambda facts: facts.agreement_date is not None,
    "own_share": lambda facts: facts.own_share_paid is not None,
    "deadline": lambda facts: facts.applied_on is not None,
    "centrality": lambda _facts: False,
}
"""When a case states something that a condition is about. A fastlege as such, or that there is an
ALIS-avtale, is what nearly every case says: it singles out no condition."""


def states(rule: Rule, key: str) -> bool:
    """Whether a rule settles what the case asks of it; where to apply does not say who may."""
    if rule.unknown:
        return False
    return key != "applicant" or rule.every_kommune
