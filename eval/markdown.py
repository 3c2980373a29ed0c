"""A report as Markdown tables: every value with its 95 % interval and n."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics import METRICS
from eval.report import Bar, Report, bars
from eval.types import Measure

_TITLES = {metric.name: metric.title for metric in METRICS}
_OVER = {metric.name: metric.over for metric in METRICS}
_NONE = "–"


def markdown(report: Report) -> str:
    """Return the whole report."""
    sections = (
        _head(report),
        f"## Bars\n\n{bar_table(report)}",
        f"## All metrics\n\n{_overall(report)}",
        f"## Slices\n\n{slice_table(report)}",
        f"## Statuses: right (rows) against given (columns)\n\n{_confusion(report)}",
        f"## What went wrong ({len(report.failures)})\n\n{_failures(report)}",
    )
    return "\n\n".join(sections) + "\n"


def slice_table(report: Report) -> str:
    """Return the table per slice."""
    header = ["slice", "items", *(_TITLES[one.metric] for one in report.slices[0].measures)]
    rows = [[one.name, str(one.items), *map(_value, one.measures)] for one in report.slices]
    return table(header, rows)


def bar_table(report: Report) -> str:
    """Return the table of what must hold and whether it does."""
    measured = {one.metric: one for one in report.overall}
    rows = []
    for bar in bars():
        found = measured[bar.metric]
        verdict = (
            "not measured"
            if found.value is None
            else "holds"
            if bar.held_by(found.value)
            else "FAILS"
        )
        rows.append([_TITLES[bar.metric], _bar(bar), _value(found), verdict])
    return table(["metric", "bar", "measured", "verdict"], rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table whose columns also line up as plain text."""
    widths = [
        max(3, *(len(row[column]) for row in (header, *rows))) for column in range(len(header))
    ]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (header, ["-" * width for width in widths], *rows)
    )


def _head(report: Report) -> str:
    settings = report.settings
    changed = ", with changes" if settings.changed else ""
    lines = (
        f"# Evaluation: {settings.name}",
        "",
        f"- {settings.count} questions, digest `{settings.questions[:12]}`, as of {settings.today}",
        f"- begun {settings.started}, commit `{(settings.commit or 'unknown')[:12]}`{changed}",
        f"- model `{settings.model}`, index `{settings.index[:16]}`",
        f"- {settings.machine}",
        "",
        "A value stands with its 95 % interval and n: what it is over, without the cases that it "
        "says nothing about.",
    )
    return "\n".join(lines)


def _overall(report: Report) -> str:
    rows = [
        [
            _TITLES[one.metric],
            *_value_and_interval(one),
            f"{one.n} {_OVER[one.metric]}",
            str(one.undefined),
        ]
        for one in report.overall
    ]
    latency = report.latency
    f1 = "undefined" if report.abstention_f1 is None else f"{report.abstention_f1:.3f}"
    lines = (
        table(["metric", "value", "95 % interval", "n", "cases without"], rows),
        "",
        f"- Declining when due, F1: {f1}",
        f"- Groups whose items fare alike: {report.groups_alike} of {report.groups} with several",
        f"- Milliseconds an answer: p50 {_number(latency.p50)}, p95 {_number(latency.p95)}"
        f" (n = {latency.n})",
    )
    return "\n".join(lines)


def _confusion(report: Report) -> str:
    given = sorted({status for row in report.confusion.values() for status in row})
    rows = [
        [right, *(str(row.get(status, "")) for status in given)]
        for right, row in report.confusion.items()
    ]
    return table(["right", *given], [[cell.replace("|", "or") for cell in row] for row in rows])


def _failures(report: Report) -> str:
    lines = [f"- `{failure.id}`: {'; '.join(failure.causes)}" for failure in report.failures]
    return "\n".join(lines) or "Nothing."


def _value(one: Measure) -> str:
    value, interval = _value_and_interval(one)
    return _NONE if one.value is None else f"{value} ({interval}; {one.n})"


def _value_and_interval(one: Measure) -> tuple[str, str]:
    if one.value is None or one.interval is None:
        return _NONE, _NONE
    low, high = 100 * one.interval.low, 100 * one.interval.high
    return f"{100 * one.value:.1f} %", f"{low:.1f} to {high:.1f}"


def _bar(bar: Bar) -> str:
    limit = bar.at_least if bar.at_least is not None else bar.at_most or 0.0
    return f"{'≥' if bar.at_least is not None else '≤'} {100 * limit:g} %"


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.1f}"
