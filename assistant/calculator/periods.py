"""The calls in time: which one a period belongs to, and whether it can be reckoned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from assistant.calculator.dated_yaml import FigureError, read_date, read_word, read_yaml
from assistant.calculator.types import Grant, NotPublished

_KEYS = {"key", "from", "to", "agreement", "supervision", "source"}


SHIPPED = Path(__file__).parent / "periods.yaml"


class Model(StrEnum):
    """How the amounts of a call are reckoned."""

    OWN_SHARE = "own_share"
    """The stated cost less the kommune's own part."""
    HOURLY = "hourly"
    """Hours times a rate."""
    FIXED = "fixed"
    """A fixed amount a year, by share and whole months."""
    REIMBURSEMENT = "reimbursement"
    """Expenses up to ceilings."""
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class Call:
    """One announced period, first and last day included."""

    key: str
    start: date
    end: date
    agreement: Model
    supervision: Model
    source: str

    def model(self, grant: Grant) -> Model:
        """How this call reckons a grant of the national scheme or what came before it."""
        return self.supervision if grant is Grant.SUPERVISION_ONLY else self.agreement


@dataclass(frozen=True, slots=True)
class Timetable:
    """The calls in order."""

    calls: tuple[Call, ...]

    def on(self, day: date) -> Call | None:
        """The call that a day belongs to."""
        return next((call for call in self.calls if call.start <= day <= call.end), None)

    def call(self, key: str) -> Call:
        """The call with a key."""
        return next(call for call in self.calls if call.key == key)

    def judge(
        self, grant: Grant, start: date, end: date | None, *, rate_known: bool
    ) -> Call | NotPublished:
        """The one call whose known amounts cover a period; an open end reaches no further."""
        first, last = self.on(start), self.on(end or start)
        known = [call for call in (first, last) if call and _computable(call, grant, rate_known)]
        if first is not None and first is last and known:
            return first
        if known:
            return NotPublished(start, end, "period_crosses_rates", known[0].start, known[0].end)
        if first is None and start > self.calls[-1].end:
            newest = [call for call in self.calls if _computable(call, grant, rate_known)][-1]
            return NotPublished(start, end, "rates_not_published_yet", newest.start, newest.end)
        key = first.key if first is not None and first is last else None
        if key is None:
            reason = "before_known_schemes" if first is None else "rates_of_periods_not_published"
            return NotPublished(start, end, reason)
        return NotPublished(start, end, f"rates_{key}_not_published")


def _computable(call: Call, grant: Grant, rate_known: bool) -> bool:
    model = call.model(grant)
    return model is not Model.NOT_PUBLISHED and (model is not Model.FIXED or rate_known)


def load_timetable(path: Path = SHIPPED) -> Timetable:
    """Read and check the calls.

    Raises:
        FigureError: An entry is incomplete, or two calls share a day.
    """
    content = read_yaml(path)
    if not isinstance(content, list) or not content:
        raise FigureError(path, "the calls are a list of entries. Write one entry a call.")
    calls = [_read_call(path, entry) for entry in content]
    _check_order(path, calls)
    return Timetable(tuple(calls))


def _read_call(path: Path, entry: object) -> Call:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise FigureError(path, f"a call has exactly the keys {', '.join(sorted(_KEYS))}.")
    models = {}
    for side in ("agreement", "supervision"):
        try:
            models[side] = Model(entry[side])
        except ValueError as error:
            raise FigureError(
                path, f"{side} is {entry[side]!r}; choose one of {', '.join(Model)}."
            ) from error
    return Call(
        read_word(path, "key", entry["key"]),
        read_date(path, "from", entry["from"]),
        read_date(path, "to", entry["to"]),
        models["agreement"],
        models["supervision"],
        read_word(path, "source", entry["source"]),
    )


def _check_order(path: Path, calls: Sequence[Call]) -> None:
    for call in calls:
        if call.end < call.start:
            raise FigureError(path, f"call {call.key!r} ends before it starts. Correct a date.")
    for earlier, later in pairwise(calls):
        if later.start != earlier.end + timedelta(days=1):
            raise FigureError(
                path,
                f"call {later.key!r} does not start on the day after call {earlier.key!r} "
                "ends. Write the calls in order, without a gap; one whose rules are not known is "
                "not_published.",
            )
