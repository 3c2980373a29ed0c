"""From a question set to a finished run: generate, then score; and scoring alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from assistant import Settings, open_assistant
from corpus import CorpusError, chunk_texts, load_register, load_texts
from eval.cases import SHIPPED, digest, known_sources, load_cases
from eval.generate import Answering, generate
from eval.machine import checkout, this_machine
from eval.markdown import markdown
from eval.replies import read_replies
from eval.report import Report, build_report
from eval.runs import (
    GENERATED,
    PASSAGES,
    SCORES,
    Run,
    RunSettings,
    finish,
    read_lines,
    read_run,
    resume,
    run_path,
    start,
    write_json,
    write_text,
)
from eval.score import score_case
from eval.types import Case, EvalError, Score
from index import ensure_index, load_embedder

TODAY = date(2026, 11, 21)
"""The day the shipped questions are asked on."""
MANY = 100
"""Items from which several processes are worth their start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What `eval run` is asked to do."""

    questions: Path = SHIPPED
    limit: int | None = None
    name: str = "run"
    output: Path | None = None
    workers: int | None = None
    resume: bool = False


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how it goes."""

    notice: Callable[[str], None]
    advance: Callable[[int, int], None]
    """Done, and of how many."""


def run(plan: Plan, settings: Settings, watcher: Watcher) -> Path:
    """Ask the assistant every question, score the answers, and return the finished run.

    Raises:
        EvalError: The questions are wrong, or the place of the run is taken.
    """
    cases = spread(load_cases(plan.questions, sources=known_sources()), plan.limit)
    settings = replace(settings, today=settings.today or TODAY, keep_records=False)
    described = describe(
        plan,
        settings,
        cases,
        index=open_assistant(settings, notice=watcher.notice).index_fingerprint,
    )
    if plan.resume:
        path, workshop = resume(plan.output, described, home=settings.home)
    else:
        path = plan.output or run_path(
            settings.home, plan.name, datetime.fromisoformat(described.started)
        )
        workshop = start(path, described, cases)
    generate(
        cases,
        workshop / GENERATED,
        opening=partial(open_quietly, settings),
        workers=plan.workers or (this_machine().cores if len(cases) >= MANY else 1),
        advance=lambda done: watcher.advance(done, len(cases)),
    )
    write_json(workshop / PASSAGES, collect_passages(workshop / GENERATED, settings))
    score_run(workshop)
    finish(workshop, path)
    return path


def spread(cases: Sequence[Case], limit: int | None) -> tuple[Case, ...]:
    """Return at most so many cases, evenly over all of them."""
    count = len(cases)
    if limit is None or limit >= count:
        return tuple(cases)
    return tuple(cases[number * count // limit] for number in range(limit))


def describe(plan: Plan, settings: Settings, cases: Sequence[Case], *, index: str) -> RunSettings:
    """Return what a run is made of."""
    state, machine = checkout(), this_machine()
    return RunSettings(
        name=plan.name,
        started=datetime.now(UTC).isoformat(timespec="seconds"),
        commit=state.commit,
        changed=state.changed,
        model=settings.model,
        embedder=settings.embedder,
        index=index,
        today=settings.day.isoformat(),
        questions=digest(cases),
        count=len(cases),
        machine=str(machine),
    )


def open_quietly(settings: Settings) -> Answering:
    """Open the assistant where nobody reads notices, as in a worker process."""
    return open_assistant(settings, notice=lambda _: None)


def collect_passages(generated: Path, settings: Settings) -> dict[str, list[str]]:
    """Return, for each source that the answers cite, the texts that a quote of it may come from."""
    cited: dict[str, set[str]] = {}
    for line in read_lines(generated):
        for answer in line["answers"]:
            for citation in answer["citations"]:
                cited.setdefault(citation["source"], set()).add(citation["heading"])
    found: dict[str, set[str]] = {}
    index = ensure_index(
        settings.home, embedder=load_embedder(settings.embedder), notice=lambda _: None
    )
    chunks = [*index.chunks]
    with suppress(
        CorpusError
    ):  # an index of other texts can be evaluated while a shipped text is being mended
        chunks += chunk_texts(load_texts())
    register = load_register()
    names = {
        heading.split(" › ")[-1].removesuffix(" kommune")
        for headings in cited.values()
        for heading in headings
    }
    chunks += [register.passage(place) for name in sorted(names) for place in register.find(name)]
    for chunk in chunks:
        if chunk.source.id in cited:
            found.setdefault(chunk.source.id, set()).add(chunk.text)
    return {source: sorted(texts) for source, texts in sorted(found.items())}


def score_all(run_: Run) -> tuple[Score, ...]:
    """Return the scores of a run, ordered by id.

    Raises:
        EvalError: A line of answers cannot be read.
    """
    return tuple(_score(case, run_) for case in run_.cases)


def _score(case: Case, run_: Run) -> Score:
    line = run_.generated[case.id]
    try:
        replies = read_replies(line, len(case.turns))
    except EvalError as error:
        message = f"{run_.path / GENERATED}: {case.id}: {error}"
        raise EvalError(message) from error
    return score_case(case, replies, passages=run_.passages, milliseconds=line["milliseconds"])


def score_run(path: Path) -> Report:
    """Score a run from its own files, and write scores and report beside them."""
    loaded = read_run(path)
    scores = score_all(loaded)
    report = build_report(loaded.settings, scores)
    write_text(path / SCORES, "".join(_line(score) for score in scores))
    write_json(path / "report.json", asdict(report))
    write_text(path / "report.md", markdown(report))
    return report


def _line(score: Score) -> str:
    return (
        json.dumps({**asdict(score), "right": score.right}, ensure_ascii=False, sort_keys=True)
        + "\n"
    )


def by_id(scores: Iterable[Score]) -> Mapping[str, Score]:
    """Return the scores by the id of their item."""
    return {score.id: score for score in scores}
