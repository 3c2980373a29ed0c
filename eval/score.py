"""A case and the replies to it in, a score out. Pure: no model, no clock, no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from eval.numbers import said, supporting
from eval.patterns import plain, says
from eval.types import ANSWERED, Case, Expectation, Quote, Reply, Score, TurnScore

Passages = Mapping[str, Sequence[str]]
"""For each cited source the texts that a quote of it may come from."""


def score_case(
    case: Case, replies: Sequence[Reply], *, passages: Passages, milliseconds: Sequence[float]
) -> Score:
    """Compare the replies to one conversation with what was expected of them."""
    turns = tuple(
        None if expected is None else score_turn(expected, reply)
        for expected, reply in zip(case.expect, replies, strict=True)
    )
    numbers, untraceable = trace_numbers(case.turns, replies)
    return Score(
        id=case.id,
        group=case.group,
        slices=case.slices,
        turns=turns,
        quotes_verbatim=tuple(
            is_verbatim(quote, passages) for reply in replies for quote in reply.quotes
        ),
        numbers=numbers,
        untraceable=untraceable,
        milliseconds=tuple(milliseconds),
    )


def score_turn(expected: Expectation, reply: Reply) -> TurnScore:
    """Compare one reply with what was expected of it."""
    seen = plain(reply.seen)
    return TurnScore(
        status=reply.status,
        allowed=expected.status,
        facts=tuple(any(says(seen, pattern) for pattern in fact) for fact in expected.must),
        forbidden=tuple(pattern for pattern in expected.must_not if says(seen, pattern)),
        forbidden_looked_for=bool(expected.must_not),
        amount_right=_amount_right(expected, reply),
        amount_unfounded=None if ANSWERED in expected.status else reply.calculation is not None,
        missing_right=set(expected.missing) <= set(reply.missing) if expected.missing else None,
        citation_right=_citation_right(expected, reply),
        language_right=reply.language == expected.language,
        reasons=tuple(_reasons(expected, reply, seen)),
    )


def is_verbatim(quote: Quote, passages: Passages) -> bool | None:
    """Whether a quote stands word for word in its source; None when that text is not at hand."""
    if quote.source not in passages:
        return None
    words = " ".join(quote.words.split())
    return bool(words) and any(words in " ".join(text.split()) for text in passages[quote.source])


def trace_numbers(turns: Sequence[str], replies: Sequence[Reply]) -> tuple[int, tuple[str, ...]]:
    """Return how many numbers the replies say, and those that nothing so far bears out."""
    support: frozenset[Decimal] = frozenset()
    count = 0
    loose: list[str] = []
    for turn, reply in zip(turns, replies, strict=True):
        support |= supporting((turn, *_grounds(reply)))
        numbers = said(reply.text)
        count += len(numbers)
        loose.extend(token for token, values in numbers if not values & support)
    return count, tuple(loose)


def _grounds(reply: Reply) -> Iterator[str]:
    for quote in reply.quotes:
        yield quote.words
        yield quote.about
    yield from _leaves([reply.calculation, *reply.alternatives])


def _leaves(value: Any) -> Iterator[str]:
    """Every text and number in a JSON value."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _amount_right(expected: Expectation, reply: Reply) -> bool | None:
    """Whether the amount and its unit are right, of those that are expected."""
    if expected.amount is None and expected.unit is None:
        return None
    amount, unit = _computed(reply)
    return (expected.amount is None or amount == expected.amount) and (
        expected.unit is None or unit == expected.unit
    )


def _computed(reply: Reply) -> tuple[Decimal | None, str | None]:
    if reply.calculation is None:
        return None, None
    try:
        amount = Decimal(str(reply.calculation.get("amount")))
    except InvalidOperation:
        amount = None
    return amount, str(reply.calculation.get("unit"))


def _citation_right(expected: Expectation, reply: Reply) -> bool | None:
    return not _uncited(expected, reply) if expected.cite else None


def _uncited(expected: Expectation, reply: Reply) -> list[tuple[str, ...]]:
    cited = {quote.source for quote in reply.quotes}
    return [anyone for anyone in expected.cite if not cited & set(anyone)]


def _reasons(expected: Expectation, reply: Reply, seen: str) -> Iterator[str]:
    if reply.status not in expected.status:
        yield f"the status is {reply.status}, not {' or '.join(expected.status)}"
    for fact in expected.must:
        if not any(says(seen, pattern) for pattern in fact):
            yield f"it does not say {' or '.join(map(repr, fact))}"
    for pattern in expected.must_not:
        if says(seen, pattern):
            yield f"it says {pattern!r}, which it must not"
    yield from _amount_reasons(expected, reply)
    if lacking := sorted(set(expected.missing) - set(reply.missing)):
        yield f"missing does not name {', '.join(lacking)}"
    for anyone in _uncited(expected, reply):
        yield f"it does not cite {' or '.join(anyone)}"
    if reply.language != expected.language:
        yield f"the language is {reply.language or 'unknown'}, not {expected.language}"


def _amount_reasons(expected: Expectation, reply: Reply) -> Iterator[str]:
    if _amount_right(expected, reply) is False:
        wanted = " ".join(str(one) for one in (expected.amount, expected.unit) if one is not None)
        amount, unit = _computed(reply)
        given = (
            "there is no calculation" if unit is None else f"the calculation gives {amount} {unit}"
        )
        yield f"{given}, not {wanted}"
    if ANSWERED not in expected.status and reply.calculation is not None:
        yield "there is a calculation, though no answer may be given"
