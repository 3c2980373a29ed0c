"""The calculator at a door of its own: a case of facts in, an Answer with the working out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from assistant.answers import to_answer
from assistant.builtin.conversation import Understanding
from assistant.builtin.facts import Facts
from assistant.builtin.intent import Intent
from assistant.builtin.write_case import write_amount
from assistant.case_input import CaseError
from assistant.grounding import ground
from assistant.tools import CalculatorBox, calculate
from assistant.trace import Trace
from assistant.types import Answer, Language


def read_case_file(raw: bytes, name: str) -> Mapping[str, Any]:
    """The facts of a YAML file, every value as it was written (no float is made of an amount).

    Raises:
        CaseError: it is not UTF-8 YAML, or not a mapping.
    """
    try:
        data = yaml.load(raw.decode("utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only, no objects
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        msg = f"{name} is not readable YAML: {wrong}"
        raise CaseError(msg) from wrong
    if not isinstance(data, Mapping):
        msg = f"{name} must hold facts, one a line, such as `category: fastlege`."
        raise CaseError(msg)
    return data


def calculate_case(
    given: Mapping[str, Any], language: str, box: CalculatorBox, trace: Trace
) -> Answer:
    """Compute a case, through the same gate as every answer.

    Raises:
        CaseError: a field is unknown or cannot be read.
    """
    try:
        spoken = Language(language)
    except ValueError:
        msg = f"language is {language!r}; it may be {', '.join(Language)}."
        raise CaseError(msg) from None
    result = calculate(box, dict(given), spoken)
    if problem := getattr(result.outcome, "problem", None):
        raise CaseError(str(problem))
    facts = Facts(words={"municipality": str(given.get("municipality", ""))})
    draft = write_amount(Understanding("", spoken, Intent.AMOUNT, facts, facts, ""), result)
    trace.model_turn("calculator", (), draft, (result,))
    asked = " ".join(f"{key}: {value}" for key, value in given.items())
    return to_answer(draft, ground(draft, (result,), asked, spoken), spoken, model="calculator")
