"""The answer to «hvor mye»: the calculator's outcome in words, or the question that comes next."""

from __future__ import annotations

from decimal import Decimal

from assistant.builtin.conversation import Understanding
from assistant.builtin.intent import asks_for_a_year
from assistant.calculator import Category, Computed, NeedsFacts, NotEligible, NotPublished
from assistant.case_input import CaseInput
from assistant.draft import Draft, Sentence
from assistant.evidence import IssuedCalculation, ToolResult
from assistant.numbers_out import day, money, number
from assistant.outcomes import CalculationOutcome
from assistant.render import unit_word
from assistant.replies import has, say
from assistant.types import Calculation, Language, Status
from corpus import Municipality

FACT_NAMES = {"centrality": "municipality"}
"""The calculator's facts by the names a user is asked for."""
ASKED = {"grant": "agreement"}
"""Facts that are asked for by what decides them."""


def write_amount(understood: Understanding, result: ToolResult) -> Draft:
    """Draft the answer to an amount question from the calculator's outcome."""
    language = understood.language
    found = result.outcome
    if not isinstance(found, CalculationOutcome):
        return Draft(Status.ERROR, (Sentence(say("error", language)),), completeness="none")
    if unclear := unclear_municipality(found.given, language, understood):
        return unclear
    outcome = found.outcome
    if isinstance(outcome, Computed):
        untold = _untold_of_hours(outcome, found.given, understood)
        return _needs(untold, understood) if untold else _computed(understood, result, found)
    if isinstance(outcome, NeedsFacts):
        return _needs(outcome, understood, result.alternatives)
    if isinstance(outcome, NotPublished):
        return _not_published(outcome, understood, result)
    if isinstance(outcome, NotEligible):
        evidence = tuple(item.id for item in result.evidence)
        return Draft(
            Status.ANSWERED,
            (Sentence(say(outcome.reason, language), evidence),),
            completeness="full",
        )
    text = found.problem or say("error", language)
    return Draft(Status.NEEDS_INPUT, (Sentence(text),), missing=("case",), completeness="none")


def unclear_municipality(
    given: CaseInput, language: Language, understood: Understanding
) -> Draft | None:
    """Ask which kommune is meant, when the name is borne by several or by none."""
    if len(given.candidates) > 1:
        name = understood.facts.words.get("municipality", given.candidates[0].name)
        text = say(
            "ambiguous_municipality",
            language,
            name=name,
            choices=choices(given.candidates, language),
        )
        suggestions = tuple(_described(m) for m in given.candidates)
        return Draft(
            Status.NEEDS_INPUT,
            (Sentence(text),),
            missing=("municipality",),
            suggestions=suggestions,
        )
    if given.unknown_municipality:
        suggestion = (
            say("did_you_mean", language, choices=choices(given.suggestions, language))
            if given.suggestions
            else ""
        )
        name = given.unknown_municipality
        text = say("unknown_municipality", language, name=name, suggestion=suggestion)
        return Draft(
            Status.NEEDS_INPUT, (Sentence(text),), missing=("municipality",), completeness="none"
        )
    return None


def _described(municipality: Municipality) -> str:
    return f"{municipality.name} i {municipality.county}"


def choices(municipalities: tuple[Municipality, ...], language: Language) -> str:
    """«Herøy i Møre og Romsdal eller Herøy i Nordland»."""
    named = [_described(m) for m in municipalities]
    if len(named) == 1:
        return named[0]
    return f"{', '.join(named[:-1])} {say('or', language)} {named[-1]}"


def _computed(understood: Understanding, result: ToolResult, found: CalculationOutcome) -> Draft:
    outcome, issued = found.outcome, result.calculation
    if issued is None or not isinstance(outcome, Computed):
        raise TypeError("a computed outcome comes with an issued calculation")
    language = understood.language
    evidence = tuple(item.id for item in result.evidence if item.about is None)
    municipality = found.given.municipality
    who = municipality.name if municipality else say("the_municipality", language)
    key = {"hours": "hours_headline"}.get(outcome.unit) or (
        "amount_headline" if outcome.status == "unofficial" else "amount_headline_plain"
    )
    shown = (
        number(outcome.amount, language)
        if outcome.unit == "hours"
        else money(outcome.amount, language)
    )
    text = say(key, language, who=who, amount=shown, what=_what(outcome, understood))
    sentences = [Sentence(text, evidence)]
    sentences += [
        Sentence(
            say(
                "alternative_amount",
                language,
                amount=money(other.amount, language),
                unit=unit_word(other.unit, language),
                what=say(_distinct(outcome, other), language).rstrip("."),
            )
        )
        for other in outcome.alternatives
    ]
    if issued.calculation.before is not None:
        sentences.append(_difference(issued.calculation, language))
    if aside := understood.facts.aside:
        sentences.append(Sentence(say("not_counted", language, words=", ".join(aside))))
    return Draft(Status.ANSWERED, tuple(sentences), calculation=issued.id)


def _difference(calculation: Calculation, language: Language) -> Sentence:
    """What the case gave before the change, and how much more or less it gives now."""
    before, difference = calculation.before, calculation.difference or Decimal(0)
    if before is None:
        raise TypeError("a difference is from an amount before")
    change = "more" if difference > 0 else "less" if difference < 0 else "same"
    then, changed = (
        _with_unit(value, calculation.unit, language) for value in (before.amount, abs(difference))
    )
    return Sentence(say(f"difference_{change}", language, before=then, difference=changed))


def _with_unit(amount: Decimal, unit: str, language: Language) -> str:
    """«37 377,46 kroner», «NOK 37,377.46» or «9,63 timer»."""
    if unit == "hours":
        return f"{number(amount, language)} {unit_word(unit, language)}"
    return say("an_amount", language, amount=money(amount, language))


def _untold_of_hours(
    outcome: Computed, given: CaseInput, understood: Understanding
) -> NeedsFacts | None:
    """What hours are asked for without: share and period, which are not to be guessed."""
    rows = [row for case in given.cases for row in case.positions]
    asked = understood.query if understood.follows else understood.text
    if outcome.unit != "hours" or asks_for_a_year(asked):
        return None
    told = {
        "share": all(row.share is not None for row in rows),
        "period": all(row.start is not None and row.end is not None for row in rows),
    }
    missing = tuple(fact for fact, said in told.items() if not said)
    return NeedsFacts(missing, dict.fromkeys(missing, "missing")) if missing else None


def _distinct(outcome: Computed, other: Computed) -> str:
    """The warning that tells an alternative from the result."""
    return next(key for key in other.warnings if key not in outcome.warnings)


def _what(outcome: Computed, understood: Understanding) -> str:
    """What the amount is for, in a few words: doctors, category, share, period."""
    language = understood.language
    parts = []
    inputs = outcome.inputs
    if "doctors" in inputs:
        parts.append(say("doctors_count", language, count=inputs["doctors"]))
    if category := inputs.get("category"):
        parts.append(say(f"category_{Category(category).value}", language))
    if share := inputs.get("share"):
        parts.append(
            f"{share.replace('.', ',') if language is not Language.ENGLISH else share} %".replace(
                "% %", "%"
            )
        )
    for name, unit in (("hours", "unit_hours"), ("years", "unit_years")):
        if value := inputs.get(name):
            said = say(unit.removesuffix("s") if Decimal(value) == 1 else unit, language)
            parts.append(f"{number(Decimal(value), language)} {said}")
    if outcome.start and outcome.end:
        parts.append(f"{day(outcome.start, language)}–{day(outcome.end, language)}")
    return ", ".join(parts) or say(f"grant_{inputs.get('grant', 'alis_agreement')}", language)


def _needs(
    outcome: NeedsFacts,
    understood: Understanding,
    alternatives: tuple[IssuedCalculation, ...] = (),
) -> Draft:
    language = understood.language
    missing = tuple(dict.fromkeys(FACT_NAMES.get(fact, fact) for fact in outcome.missing))
    first = outcome.missing[0]
    reason = outcome.reasons.get(first, "missing")
    named = FACT_NAMES.get(first, first)
    asked = ASKED.get(named, named)
    sentences = []
    if understood.dont_know and alternatives:
        sentences += _range(alternatives, language)
    elif understood.dont_know:
        sentences.append(Sentence(say("needed_all_the_same", language)))
    if reason != "missing":
        sentences.append(Sentence(say(f"reason_{reason}", language)))
    if reason != "missing":
        sentences += [_otherwise(one.calculation, language) for one in alternatives]
    if alternatives and not alternatives[0].calculation.official:
        sentences.append(Sentence(alternatives[0].calculation.warnings[0]))
    sentences.append(Sentence(say(f"ask_{asked}", language)))
    suggestions = tuple(say(key, language) for key in _CHOICES.get(asked, ()) if has(key))
    return Draft(
        Status.NEEDS_INPUT,
        tuple(sentences),
        missing=missing,
        suggestions=suggestions,
        alternatives=tuple(one.id for one in alternatives),
    )


def _otherwise(calculation: Calculation, language: Language) -> Sentence:
    """What the case gives with the impossible fact put right, told by its last note."""
    text = say(
        "alternative_amount",
        language,
        amount=money(calculation.amount, language),
        unit=unit_word(calculation.unit, language),
        what=calculation.warnings[-1].rstrip("."),
    )
    return Sentence(text)


def _range(alternatives: tuple[IssuedCalculation, ...], language: Language) -> list[Sentence]:
    """From the least to the most that the case can give, and what each amount rests on."""
    told = [one.calculation for one in alternatives]
    unit = unit_word(told[0].unit, language)
    high, low = (money(told[at].amount, language) for at in (0, -1))
    lead = say("possible_range", language, low=low, high=high, unit=unit)
    return [Sentence(lead), *(Sentence(_possible(one, language)) for one in told)]


def _possible(calculation: Calculation, language: Language) -> str:
    conditions = {say(key, language) for key in POSSIBLE}
    notes = [note for note in calculation.warnings if note in conditions]
    return f"- {', '.join(reversed(notes))}: {money(calculation.amount, language)}"


POSSIBLE = (
    "if_category_fastlege", "if_category_introduksjonslege", "if_category_allmennlege",
    "if_grant_alis_agreement", "if_grant_supervision_only", "if_centrality_supplement",
    "if_centrality_other", "if_first_start_new", "if_first_start_over",
)  # fmt: skip
"""What the amounts of a range may rest on."""


_CHOICES = {
    "agreement": ("grant_alis_agreement", "grant_supervision_only"),
    "category": ("category_fastlege", "category_introduksjonslege", "category_allmennlege"),
    "share": ("choice_full_time", "choice_half_time"),
}


def _not_published(outcome: NotPublished, understood: Understanding, result: ToolResult) -> Draft:
    language = understood.language
    reason = f"not_published_{outcome.reason}"
    if has(reason):
        text = say(reason, language)
    else:
        text = say("not_published", language, period=_period_words(outcome, language))
    sentences = [Sentence(text)]
    known = tuple(item.id for item in result.evidence if item.about == "known_rates")
    if known and outcome.known_from and outcome.known_to:
        start, end = day(outcome.known_from, language), day(outcome.known_to, language)
        sentences.append(Sentence(say("known_rate_set", language, start=start, end=end), known))
    return Draft(Status.NOT_PUBLISHED, tuple(sentences), completeness="none")


def _period_words(outcome: NotPublished, language: Language) -> str:
    if outcome.start and outcome.end:
        return f"{day(outcome.start, language)}–{day(outcome.end, language)}"
    return day(outcome.start, language) if outcome.start else say("that_period", language)
