"""Whether a turn says that there is an ALIS-avtale, that there is none, or neither."""

from __future__ import annotations

import re

from assistant.builtin.vocabulary import pattern

CLAUSE_END = re.compile(r"[.?!;\n]")
REACH = 45
"""How far a refusal may stand from the words it refuses, in characters."""


def read_agreement(text: str, *, in_a_case: bool) -> tuple[bool, str] | None:
    """The answer and its words. A bare mention counts only beside other facts of a case."""
    if match := pattern("agreement", "supervision_only").search(text):
        return False, match.group()
    said: tuple[bool, str] | None = None
    for match in pattern("agreement", "mention").finditer(text):
        before, after = _clause(text, match)
        if pattern("agreement", "refused_before").search(before) or pattern(
            "agreement", "refused_after"
        ).match(after):
            return False, f"{before[-REACH:]}{match.group()}".strip()
        assumed = pattern("agreement", "assumed_before").search(before) and pattern(
            "agreement", "assumed_after"
        ).match(after)
        with_it = pattern("agreement", "with_before").search(before)
        if pattern("agreement", "assumed").search(before) or (in_a_case and (assumed or with_it)):
            said = said or (True, match.group())
        elif pattern("agreement", "asked_before").search(before):
            continue
        stated = pattern("agreement", "stated_before").search(before) or pattern(
            "agreement", "stated_after"
        ).match(after)
        if stated or in_a_case:
            said = said or (True, match.group())
    return said


def _clause(text: str, match: re.Match[str]) -> tuple[str, str]:
    """What stands before and after a mention in its own clause."""
    before = CLAUSE_END.split(text[: match.start()])[-1][-REACH * 2 :]
    after = CLAUSE_END.split(text[match.end() :], maxsplit=1)[0][:REACH]
    return before, after
