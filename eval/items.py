"""One line of a question set read into a case, strictly; what is wrong is said in one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from assistant import Language, Status
from corpus import load_register
from eval.patterns import REGEX, compiled
from eval.types import Case, Expectation
from eval.vocabulary import vocabulary

REGISTER = "register"
"""What an item writes for the municipal register, whatever id answers cite it by."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_AMOUNT = re.compile(r"\d{1,13}\.\d\d")
_REQUIRED = ("id", "group", "slice", "language", "form", "turns", "note")
_EXPECTED = ("status", "must", "must_not", "amount", "unit", "missing", "cite", "language")
_UNITS = ("NOK", "hours")


class ItemError(Exception):
    """What is wrong with one line."""


@lru_cache(maxsize=1)
def register_source() -> str:
    """Return the id under which answers cite the municipal register."""
    register = load_register()
    return register.passage(register.find("Oslo")[0]).source.id


def read_item(line: str, sources: frozenset[str] | None) -> Case:
    """Return the case that one line holds.

    Raises:
        ItemError: It breaks a rule of eval/questions/README.md.
    """
    try:
        raw = json.loads(line)
    except json.JSONDecodeError as error:
        message = f"is not JSON ({error.msg} at character {error.pos + 1})"
        raise ItemError(message) from None
    if not isinstance(raw, dict):
        raise ItemError("is not a JSON object; an item is written {…} on one line")
    _only(raw, (*_REQUIRED, "expect", "expect_turns"), "field")
    for name in _REQUIRED:
        if name not in raw:
            message = f"has no {name!r}"
            raise ItemError(message)
    for name in ("id", "group"):
        if not isinstance(raw[name], str) or not _ID.fullmatch(raw[name]):
            message = f"{name} is {raw[name]!r}; write it with a-z, 0-9 and single hyphens"
            raise ItemError(message)
    if not isinstance(raw["note"], str):
        raise ItemError("note is not a text; say which source the item rests on")
    language = _one_of(raw["language"], [item.value for item in Language], "language")
    turns = _texts(raw["turns"], "turns")
    if not turns:
        raise ItemError("turns is empty; write at least one question")
    return Case(
        id=raw["id"],
        group=raw["group"],
        slices=_slices(raw, language),
        language=language,
        turns=turns,
        expect=_expectations(raw, len(turns), sources),
        note=raw["note"],
        raw=raw,
    )


def _slices(raw: Mapping[str, Any], language: str) -> tuple[str, ...]:
    words = vocabulary()
    form = _one_of(raw["form"], words.forms, "form")
    named = set(_texts(raw["slice"], "slice"))
    other = (named & {item.value for item in Language}) - {language}
    if other:
        message = f"slice holds {min(other)!r}, but language is {language!r}; take one of them out"
        raise ItemError(message)
    topics = named - {language, *words.forms}
    for name in sorted(topics):
        if name not in words.slices and not words.period.fullmatch(name):
            known = ", ".join((*words.slices, "period-YYYY"))
            message = (
                f"the slice {name!r} is unknown; use one of {known}, or add it to vocabulary.yaml"
            )
            raise ItemError(message)
    if not topics:
        raise ItemError("slice names no topic; the topics stand in vocabulary.yaml")
    return tuple(sorted({*topics, language, form}))


def _expectations(
    raw: Mapping[str, Any], turns: int, sources: frozenset[str] | None
) -> tuple[Expectation | None, ...]:
    if ("expect" in raw) == ("expect_turns" in raw):
        raise ItemError("write either 'expect' (the last turn) or 'expect_turns' (one a turn)")
    if "expect" in raw:
        wanted: list[Any] = [None] * (turns - 1) + [raw["expect"]]
    elif isinstance(raw["expect_turns"], list) and len(raw["expect_turns"]) == turns:
        wanted = raw["expect_turns"]
    else:
        message = (
            f"expect_turns must be a list of {turns}, one a turn; null where it does not matter"
        )
        raise ItemError(message)
    if wanted == [None] * turns:
        raise ItemError("expects nothing of any answer; write an expectation")
    return tuple(
        None if one is None else _expectation(one, raw["language"], sources) for one in wanted
    )


def _expectation(raw: Any, language: str, sources: frozenset[str] | None) -> Expectation:
    if not isinstance(raw, dict):
        raise ItemError("an expectation is not an object")
    _only(raw, _EXPECTED, "expectation")
    status = _texts(raw.get("status"), "status")
    if not status:
        raise ItemError("the expectation has no status")
    allowed = [item.value for item in Status if item is not Status.ERROR]
    missing = _texts(raw.get("missing") or [], "missing")
    for name in missing:
        _one_of(name, sorted(vocabulary().missing), "missing")
    return Expectation(
        status=tuple(_one_of(one, allowed, "status") for one in status),
        language=_one_of(
            raw.get("language") or language, [item.value for item in Language], "language"
        ),
        must=tuple(_patterns(one, "must") for one in _lists(raw.get("must"), "must")),
        must_not=_patterns(raw.get("must_not") or [], "must_not"),
        amount=_amount(raw.get("amount")),
        unit=None if raw.get("unit") is None else _one_of(raw["unit"], _UNITS, "unit"),
        missing=missing,
        cite=_cited(raw.get("cite"), sources),
    )


def _cited(raw: Any, sources: frozenset[str] | None) -> tuple[tuple[str, ...], ...]:
    groups = tuple(_texts(one, "cite") for one in _lists(raw, "cite"))
    for name in (name for group in groups for name in group):
        if sources is not None and name not in sources:
            hint = "`python -m corpus list` shows their ids"
            message = f"cite names {name!r}, which is no shipped text; {hint}"
            raise ItemError(message)
    return tuple(
        tuple(register_source() if name == REGISTER else name for name in group) for group in groups
    )


def _amount(raw: Any) -> Decimal | None:
    if raw is None:
        return None
    if not isinstance(raw, str) or not _AMOUNT.fullmatch(raw):
        message = f'amount is {raw!r}; write it as a text with two decimals, such as "580433.05"'
        raise ItemError(message)
    return Decimal(raw)


def _patterns(raw: Any, field: str) -> tuple[str, ...]:
    patterns = _texts(raw, field)
    for pattern in patterns:
        if not pattern.removeprefix(REGEX).strip():
            message = f"{field} holds an empty pattern"
            raise ItemError(message)
        try:
            if pattern.startswith(REGEX):
                compiled(pattern)
        except re.error as error:
            message = f"{field} holds {pattern!r}, which is no regular expression ({error})"
            raise ItemError(message) from None
    return patterns


def _lists(raw: Any, field: str) -> list[Any]:
    if raw is None:
        return []
    if not isinstance(raw, list) or not all(isinstance(one, list) and one for one in raw):
        message = f'{field} must be a list of lists, such as [["a", "b"], ["c"]]: (a or b) and c'
        raise ItemError(message)
    return raw


def _texts(raw: Any, field: str) -> tuple[str, ...]:
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        message = f"{field} must be a list of texts"
        raise ItemError(message)
    return tuple(raw)


def _one_of(raw: Any, allowed: Iterable[str], field: str) -> str:
    if raw not in tuple(allowed):
        message = f"{field} is {raw!r}; it must be one of {', '.join(allowed)}"
        raise ItemError(message)
    return str(raw)


def _only(raw: Mapping[str, Any], allowed: Iterable[str], what: str) -> None:
    for name in raw:
        if name not in tuple(allowed):
            message = f"has an unknown {what} {name!r}; known are {', '.join(allowed)}"
            raise ItemError(message)
