"""Looks on: puts questions to the assistant, and measures how far its answers can be trusted."""

from eval.cases import load_cases
from eval.compare import Comparison, compare
from eval.evaluate import Plan, Watcher, run, score_run
from eval.metrics import METRICS, Metric, measure
from eval.report import Report, build_report
from eval.runs import Run, RunSettings, find_run, read_run
from eval.score import score_case
from eval.types import Case, EvalError, Expectation, Interval, Measure, Reply, Score
from eval.vocabulary import vocabulary

__all__ = [
    "METRICS",
    "Case",
    "Comparison",
    "EvalError",
    "Expectation",
    "Interval",
    "Measure",
    "Metric",
    "Plan",
    "Reply",
    "Report",
    "Run",
    "RunSettings",
    "Score",
    "Watcher",
    "build_report",
    "compare",
    "find_run",
    "load_cases",
    "measure",
    "read_run",
    "run",
    "score_case",
    "score_run",
    "vocabulary",
]
