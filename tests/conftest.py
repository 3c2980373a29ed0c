"""What several tests share: one installation with the shipped index, and an assistant over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Settings, open_assistant

if TYPE_CHECKING:
    from assistant import Assistant

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
