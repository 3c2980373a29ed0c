"""How fast and how large the assistant is on this machine, against the bars of bench.yaml."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import yaml

from assistant import Settings, Turn, open_assistant
from eval.cases import load_cases
from eval.evaluate import TODAY, spread
from eval.machine import Checkout, Machine, checkout, this_machine
from eval.markdown import table
from eval.metrics import percentile
from eval.server_probe import probe_server
from eval.types import Case, EvalError
from index import ensure_index, load_embedder

ANSWERED = 150
WARM_UP = 15
SEARCHED = 200
SERVED = 50
STARTS = 5
PAGE_STARTS = 3
_ROOT = Path(__file__).resolve().parent.parent
_MS = 1000.0
QUESTION = "Hvem kan søke om Nasjonal ALIS og veiledning?"


@dataclass(frozen=True, slots=True)
class Target:
    """What is measured, and what it may be at most."""

    name: str
    title: str
    unit: str
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with how many observations it is from; None with the reason where there is none."""

    value: float | None
    n: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What was measured, on what."""

    machine: Machine
    checkout: Checkout
    started: str
    measured: Mapping[str, Measured]

    def as_json(self) -> dict[str, Any]:
        """Return all of it as a JSON value."""
        return asdict(self)


def bench(settings: Settings, *, notice: Callable[[str], None]) -> Bench:
    """Measure everything in a home of its own, which is deleted afterwards."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    cases = load_cases()
    measured: dict[str, Measured] = {}
    with tempfile.TemporaryDirectory(prefix="alis-bench-") as folder:
        own = replace(settings, home=Path(folder), today=settings.today or TODAY)
        environment = _environment(own)
        for title, measures in _parts(own, environment, cases):
            notice(f"Measuring {title} …")
            measured.update(measures())
    return Bench(this_machine(), checkout(), started, measured)


def targets() -> tuple[Target, ...]:
    """Return what `eval/bench.yaml` lists."""
    raw = yaml.safe_load(Path(__file__).with_name("bench.yaml").read_text(encoding="utf-8"))
    return tuple(Target(**one) for one in raw)


def bench_table(result: Bench) -> str:
    """Return the machine, and a row for each target."""
    rows = []
    for target in targets():
        found = result.measured[target.name]
        bar = "" if target.at_most is None else f"≤ {target.at_most:g} {target.unit}"
        if found.value is None:
            rows.append([target.title, f"not measured: {found.problem}", "", bar, "not measured"])
            continue
        held = target.at_most is None or found.value <= target.at_most
        verdict = "" if target.at_most is None else "holds" if held else "FAILS"
        rows.append([target.title, f"{found.value:.2f} {target.unit}", str(found.n), bar, verdict])
    commit = (result.checkout.commit or "unknown")[:12] + (
        ", with changes" if result.checkout.changed else ""
    )
    head = f"{result.machine}\n{result.started}, commit {commit}\n"
    return f"{head}\n{table(['what', 'measured', 'n', 'bar', 'verdict'], rows)}"


def _parts(
    settings: Settings, environment: Mapping[str, str], cases: Sequence[Case]
) -> Iterator[tuple[str, Callable[[], dict[str, Measured]]]]:
    """The measurements in order: the first builds the index that the others use."""
    yield "the index build", lambda: {"build": _build(environment)}
    yield "cold starts", lambda: {"cold_start": _cold_start(environment)}
    yield "answers", lambda: _answers(settings, cases)
    yield "searches", lambda: _searches(settings, cases)
    yield "the server", lambda: _server(environment, cases)


def _environment(settings: Settings) -> dict[str, str]:
    """The environment of a child process with these settings."""
    named = {
        "ALIS_HOME": str(settings.home),
        "ALIS_MODEL": settings.model,
        "ALIS_TODAY": settings.day.isoformat(),
        "ALIS_EMBEDDER": settings.embedder or "",
    }
    return {**os.environ, **named}


def _build(environment: Mapping[str, str]) -> Measured:
    return Measured(_timed_process(environment, "index", "build"), 1)


def _cold_start(environment: Mapping[str, str]) -> Measured:
    times = [_timed_process(environment, "assistant", "ask", QUESTION) for _ in range(STARTS)]
    return Measured(median(times), STARTS)


def _timed_process(environment: Mapping[str, str], *arguments: str) -> float:
    """Return the seconds that `python -m …` takes, from start to end."""
    start = perf_counter()
    done = subprocess.run(  # noqa: S603 - our own rooms with this very Python
        [sys.executable, "-m", *arguments],
        cwd=_ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = perf_counter() - start
    if done.returncode != 0:
        command = " ".join(("python -m", *arguments))
        message = f"`{command}` ended with status {done.returncode}: {done.stderr[-500:]}"
        raise EvalError(message)
    return seconds


def _answers(settings: Settings, cases: Sequence[Case]) -> dict[str, Measured]:
    assistant = open_assistant(settings, notice=lambda _: None)
    conversations = spread(cases, WARM_UP + ANSWERED)
    times: list[float] = []
    for number, case in enumerate(conversations):
        history: tuple[Turn, ...] = ()
        for question in case.turns:
            start = perf_counter()
            answer = assistant.ask(question, history=history)
            if number >= WARM_UP:
                times.append((perf_counter() - start) * _MS)
            history = (*history, Turn(question, answer))
    return _percentiles("answer", times)


def _searches(settings: Settings, cases: Sequence[Case]) -> dict[str, Measured]:
    index = ensure_index(
        settings.home, embedder=load_embedder(settings.embedder), notice=lambda _: None
    )
    times: list[float] = []
    for number, case in enumerate(spread(cases, WARM_UP + SEARCHED)):
        start = perf_counter()
        index.search(case.turns[-1])
        if number >= WARM_UP:
            times.append((perf_counter() - start) * _MS)
    return _percentiles("search", times)


def _percentiles(name: str, times: Sequence[float]) -> dict[str, Measured]:
    return {
        f"{name}_p{share}": Measured(percentile(times, share / 100), len(times))
        for share in (50, 95)
    }


def _server(environment: Mapping[str, str], cases: Sequence[Case]) -> dict[str, Measured]:
    """Measure the server. One that does not come up must not cost the other numbers."""
    questions = [case.turns for case in spread(cases, SERVED)]
    try:
        last = probe_server(environment, questions)
        ready = [last.ready_s, *(probe_server(environment).ready_s for _ in range(PAGE_STARTS - 1))]
    except EvalError as error:
        problem = Measured(None, 0, str(error))
        return {"page_ready": problem, "server_memory": problem}
    memory = "the system does not tell" if last.memory_mib is None else None
    return {
        "page_ready": Measured(median(ready), len(ready)),
        "server_memory": Measured(last.memory_mib, len(questions), memory),
    }
