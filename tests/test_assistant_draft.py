"""A model's last message is read as a draft, or said to be none."""

from __future__ import annotations

import pytest

from assistant import Status
from assistant.draft import Draft, DraftError, Sentence, parse_draft


@pytest.mark.parametrize(
    "content",
    [
        "", "Hei!", "[]", "null", "{}", '{"status": "answered"}',
        '{"status": "ok", "sentences": []}',
        '{"status": "answered", "sentences": "Ja"}', '{"status": "answered", "sentences": [1]}',
        '{"status": "answered", "sentences": [{"text": "\\ud800"}]}', "[" * 100_000,
        '{"status": "answered", "sentences": [{"evidence": []}]}',
    ],
)  # fmt: skip
def test_what_is_no_draft_is_said_to_be_none(content: str) -> None:
    with pytest.raises(DraftError, match="not a draft"):
        parse_draft(content)


def test_a_draft_may_come_in_a_code_fence() -> None:
    draft = Draft(Status.REFUSED, (Sentence("Nei."),))
    assert parse_draft(f"```json\n{draft.to_json()}\n```") == draft
