"""`python -m eval fit`: the ranking's numbers learnt from question sets, never from those apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant import Assistant
from corpus import load_yaml
from eval.__main__ import main
from eval.cases import APART, SHIPPED, load_cases
from eval.fit import as_text, as_yaml, examples, fit
from eval.types import EvalError

if TYPE_CHECKING:
    from pathlib import Path


def test_numbers_are_learnt_and_measured_on_questions_held_out(alis: Assistant) -> None:
    cases = [
        case
        for name in ("facts", "unanswerable", "unanswerable_more", "texts_indirect")
        for case in load_cases(SHIPPED / f"{name}.jsonl")
    ]
    known = examples(cases, alis)
    assert not any(any(one.right) for one in known if not one.answerable)
    learnt = fit(known)
    assert learnt.answerable + learnt.unanswerable == len(known)
    assert learnt.first <= learnt.among_three <= 1.0
    assert learnt.first > 1 / 2
    answered = {round(least, 2): (good, bad) for least, good, bad in learnt.curve}[0.5]
    assert answered[0] > answered[1]
    numbers = load_yaml(as_yaml(learnt))
    shipped = load_yaml((SHIPPED.parents[1] / "assistant/builtin/ranking.yaml").read_text("utf-8"))
    assert set(numbers["weights"]) == set(shipped["weights"]) - {"other_version"}
    assert set(numbers["decision"]) == set(shipped["decision"])
    assert str(learnt.answerable) in as_text(learnt)


def test_too_few_questions_are_told(alis: Assistant) -> None:
    known = examples(load_cases(SHIPPED / "facts.jsonl")[:20], alis)
    with pytest.raises(EvalError, match="too few"):
        fit(known)


def test_nothing_is_learnt_from_the_questions_kept_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ALIS_HOME", str(tmp_path))
    assert main(["fit", "--questions", str(APART)]) == 2
    assert "kept apart" in capsys.readouterr().err
    assert not any(tmp_path.iterdir())
