"""What a question asks of the conditions, the period that is taken for it, and the words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.builtin.eligibility_asked import asks_conditions
from assistant.builtin.read_facts import read_facts
from assistant.eligibility import EligibilityFacts, check, period_keys
from assistant.eligibility.periods import KEYS, load_periods
from assistant.eligibility.rules import ASKED_BY
from assistant.opening import calculator_box

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("vi hadde en vikar i fjorten måneder i 2021, talte han med for alis-avtale?", True),
        ("Er det bare distriktskommuner som kan søke, eller kan Oslo også det?", True),
        ("Hvor langt måtte et vikariat være for å gi tilskudd i 2022?", True),
        ("Kan et helseforetak søke om Nasjonal ALIS og veiledning?", True),
        ("Hva er en introduksjonslege?", False),
        ("Hvor mye får vi i tilskudd for en fastlegevikar?", False),
        ("Når var fristen for å søke tilskudd for vikarer i 2023?", False),
        ("Hvor mange vikarer har kommunen?", False),
    ],
)
def test_what_is_asked_of_the_conditions_is_told_from_other_questions(
    text: str, asked: bool
) -> None:
    assert asks_conditions(text, read_facts(text, calculator_box().register)) is asked


@pytest.mark.parametrize(
    ("facts", "asked", "period"),
    [
        (EligibilityFacts(), (), "2025"),
        (EligibilityFacts(via_agency=True), ("agency",), "2025"),
        (EligibilityFacts(new_scheme=False), ("new_scheme",), "2023"),
        (EligibilityFacts(via_agency=True, new_scheme=False), ("new_scheme", "agency"), "2023"),
        (
            EligibilityFacts(commercial_actor=True, new_scheme=False),
            ("new_scheme", "commercial_actor"),
            "2025",
        ),
    ],
)
def test_without_a_period_the_newest_that_states_what_is_asked_is_taken(
    facts: EligibilityFacts, asked: tuple[str, ...], period: str
) -> None:
    verdict = check(facts)
    assert verdict.period_assumed
    assert tuple(condition.key for condition in verdict.asked) == asked
    assert verdict.periods == (period,)


def test_what_a_period_does_not_state_is_told_from_the_nearest_that_does() -> None:
    verdict = check(EligibilityFacts(via_agency=True), period="2022")
    assert [(c.key, c.period) for c in verdict.elsewhere] == [("agency", "2023")]
    assert [name.key for name in verdict.names] == ["2022", "2023"]


def test_every_condition_can_be_worded_in_three_languages() -> None:
    words = yaml.safe_load(
        (ROOT / "assistant" / "replies" / "conditions.yaml").read_text(encoding="utf-8")
    )
    limits = {r.more_than_months for p in load_periods() for r in p.rules.values()} - {None}
    wanted = {f"limit_{limit}" for limit in limits}
    wanted |= {f"about_{key}" for key in KEYS if key != "centrality"}
    no_clause = {"applicant", "doctor", "deadline", "centrality"}
    wanted |= {f"must_{key}" for key in KEYS if key not in no_clause}
    assert set(ASKED_BY) == set(KEYS)
    for key in sorted(wanted):
        assert set(words.get(key, ())) == {"nb", "nn", "en"}, key


def test_a_period_is_called_by_days_only_where_a_source_states_them() -> None:
    called = {p.key: (p.name.start, p.name.end) for p in load_periods()}
    assert set(called) == set(period_keys())
    assert called["2022"] == called["2024"] == called["2021"] == (None, None)
    assert called["2023"] == (date(2022, 10, 1), date(2023, 8, 31))
    assert called["from_june_2025"] == (date(2025, 6, 1), None)
