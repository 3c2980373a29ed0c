"""Two runs of the same questions: what got worse, what got better, what is still wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eval.intervals import mcnemar
from eval.runs import Run
from eval.types import EvalError, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The ids of the items by what became of them."""

    regressed: tuple[str, ...]
    fixed: tuple[str, ...]
    still_failing: tuple[str, ...]
    unchanged: tuple[str, ...]
    """Fully right in both."""
    p_value: float
    """How likely so uneven a change is by chance."""


def check_comparable(before: Run, after: Run) -> None:
    """Make sure that two runs asked the same.

    Raises:
        EvalError: They did not.
    """
    if before.settings.questions != after.settings.questions:
        message = (
            f"{before.path} and {after.path} asked different questions, so that nothing can be "
            "compared; run the same question set twice."
        )
        raise EvalError(message)


def compare(before: Mapping[str, Score], after: Mapping[str, Score]) -> Comparison:
    """Sort the items of two runs by whether their answers are fully right."""
    fate = {name: (before[name].right, after[name].right) for name in sorted(before)}

    def of(was: bool, now: bool) -> tuple[str, ...]:
        return tuple(name for name, both in fate.items() if both == (was, now))

    regressed, fixed = of(True, False), of(False, True)
    return Comparison(
        regressed=regressed,
        fixed=fixed,
        still_failing=of(False, False),
        unchanged=of(True, True),
        p_value=mcnemar(len(regressed), len(fixed)),
    )
