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
from assistant.grounding import UngroundedError, ground
from assistant.guard import Guarded, guard_case
from assistant.tools import CalculatorBox, calculate
from assistant.trace import Trace
from assistant.types import Answer, Language


class _Strict(yaml.BaseLoader):
    """Strings only; a fact that stands twice is an error, and nothing refers to anything else."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("write each fact out instead of referring to another with *")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        names = [key.value for key, _ in node.value]
        if twice := next((name for name in names if names.count(name) > 1), None):
            msg = f"{twice!r} stands twice"
            raise yaml.YAMLError(msg)
        return super().construct_mapping(node, deep)


def read_case_file(raw: bytes, name: str) -> Mapping[str, Any]:
    """The facts of a YAML file, every value as it was written (no float is made of an amount).

    Raises:
        CaseError: it is not UTF-8 YAML, or not a mapping.
    """
    try:
        data = yaml.load(raw.decode("utf-8-sig"), Loader=_Strict)  # noqa: S506 - strings only, no objects
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        msg = f"{name} is not readable YAML: {wrong}"
        raise CaseError(msg) from wrong
    except RecursionError:
        msg = f"{name} is nested too deeply; write facts, one a line."
        raise CaseError(msg) from None
    if not isinstance(data, Mapping):
        msg = f"{name} must hold facts, one a line, such as `category: fastlege`."
        raise CaseError(msg)
    return data


def calculate_case(
    given: Mapping[str, Any], language: str, box: CalculatorBox, trace: Trace
) -> tuple[Answer, Guarded]:
    """Compute a case, through the same gate as every answer; the case in words comes back too.

    Raises:
        CaseError: a field is unknown or cannot be read.
    """
    try:
        spoken = Language(language)
    except ValueError:
        msg = f"language is {language!r}; it may be {', '.join(Language)}."
        raise CaseError(msg) from None
    case, guarded = guard_case(given)
    result = calculate(box, case, spoken)
    if problem := getattr(result.outcome, "problem", None):
        raise CaseError(str(problem))
    facts = Facts(words={"municipality": str(case.get("municipality", ""))})
    draft = write_amount(Understanding("", spoken, Intent.AMOUNT, facts, facts, ""), result)
    trace.drafted(draft, (result,))
    try:
        grounded = ground(draft, (result,), guarded.text, spoken)
    except UngroundedError as refused:
        msg = f"The case cannot be answered: {refused}."
        raise CaseError(msg) from refused
    return to_answer(draft, grounded, spoken, model="calculator"), guarded
