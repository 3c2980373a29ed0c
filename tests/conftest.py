"""What several tests share: an assistant over the shipped index, cases, facts of a good case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Settings, open_assistant
from assistant.eligibility import Applicant, Doctor, EligibilityFacts
from eval.testing import three_cases

if TYPE_CHECKING:
    from assistant import Assistant
    from eval import Case

TODAY = date(2026, 2, 1)


@pytest.fixture(scope="session")
def alis(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the shipped texts, in an installation of its own, on a fixed day."""
    settings = Settings(home=tmp_path_factory.mktemp("alis-home"), today=TODAY)
    return open_assistant(settings, notice=lambda _: None)


@pytest.fixture(scope="session")
def alis_home(alis: Assistant) -> Path:
    """The installation's folder: a built index and the records of what the tests asked."""
    return alis.settings.home


@pytest.fixture
def cases(tmp_path: Path) -> tuple[Case, ...]:
    """Three cases of the evaluation, which the scripted assistant answers."""
    return three_cases(tmp_path)


@pytest.fixture(scope="session")
def good() -> dict[str, EligibilityFacts]:
    """For each period whose conditions are known, a case in which all of them hold."""
    return {
        "2021": EligibilityFacts(
            category=Doctor.FASTLEGE,
            has_agreement=True,
            own_share_paid=True,
            applied_on=date(2021, 11, 16),
        ),
        "2022": EligibilityFacts(
            category=Doctor.FASTLEGE,
            under_specialisation=True,
            has_agreement=True,
            applied_on=date(2022, 10, 1),
        ),
        "2023": EligibilityFacts(
            applicant=Applicant.KOMMUNE,
            category=Doctor.FASTLEGE,
            new_scheme=True,
            under_specialisation=True,
            has_agreement=True,
            agreement_date=date(2022, 9, 15),
            template_used=True,
            via_agency=False,
            applied_on=date(2023, 9, 1),
            centrality=6,
        ),
        "2025": EligibilityFacts(
            category=Doctor.FASTLEGE,
            under_specialisation=True,
            has_agreement=True,
            via_agency=False,
            commercial_actor=False,
            applied_on=date(2025, 8, 31),
        ),
    }
