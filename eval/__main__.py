"""The evaluation on the shell: `python -m eval run | score | show | compare | check | …`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant import Settings, SettingsError
from corpus import CorpusError
from eval.cases import APART, SHIPPED, known_sources, load_cases
from eval.compare import check_comparable, compare
from eval.evaluate import Plan, Watcher, by_id, run, score_all, score_run
from eval.markdown import bar_table, slice_table
from eval.options import parser
from eval.report import Report, build_report
from eval.runs import find_run, read_run
from eval.show import pick, show
from eval.types import EvalError
from index import Progress, SearchError

UNUSABLE = 2


class _Bar:
    """A progress bar with the time that is left, on standard error."""

    def __init__(self) -> None:
        self._bar: Any = None

    def advance(self, done: int, total: int) -> None:
        """Move to so many done."""
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=total, desc="questions", unit="q", file=sys.stderr, initial=done)
        self._bar.update(done - self._bar.n)
        if done == total:
            self.close()

    def close(self) -> None:
        """Leave the bar where it stands."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 2 when it could not be done."""
    options = parser().parse_args(arguments)
    try:
        return COMMANDS[options.command](options, Settings.from_environment(os.environ))
    except (EvalError, SettingsError, CorpusError, SearchError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(
            f"{error.filename or 'A file'}: {error.strerror}; ALIS_HOME or -o must be writable.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        print("Stopped. `python -m eval run --resume` goes on from here.", file=sys.stderr)
        return 130
    return UNUSABLE


def _run(options: argparse.Namespace, settings: Settings) -> int:
    plan = Plan(
        questions=options.questions,
        limit=options.limit,
        name=options.name,
        output=options.output,
        workers=options.workers,
        resume=options.resume,
    )
    progress = _Bar()
    watcher = Watcher(notice=lambda line: print(line, file=sys.stderr), advance=progress.advance)
    try:
        path = run(plan, replace(settings, today=options.today or settings.today), watcher)
    finally:
        progress.close()
    loaded = read_run(path)
    _print(build_report(loaded.settings, score_all(loaded)), path)
    return 0


def _score(options: argparse.Namespace, settings: Settings) -> int:
    path = find_run(options.run, settings.home)
    _print(score_run(path), path)
    return 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    loaded = read_run(find_run(options.run, settings.home))
    name = pick(loaded, options.id)
    print(show(loaded, by_id(score_all(loaded))[name]))
    return 0


def _compare(options: argparse.Namespace, settings: Settings) -> int:
    before, after = (
        read_run(find_run(named, settings.home)) for named in (options.before, options.after)
    )
    check_comparable(before, after)
    result = compare(by_id(score_all(before)), by_id(score_all(after)))
    for title, names in (
        ("Regressed", result.regressed),
        ("Fixed", result.fixed),
        ("Still failing", result.still_failing),
    ):
        print(f"{title}: {len(names)}")
        print("".join(f"  {name}\n" for name in names), end="")
    print(f"Unchanged (right in both): {len(result.unchanged)}")
    print(f"Exact McNemar p = {result.p_value:.4f} (n = {before.settings.count})")
    return 0


def _check(options: argparse.Namespace, _: Settings) -> int:
    cases = load_cases(options.questions, sources=known_sources())
    groups = len({case.group for case in cases})
    turns = sum(len(case.turns) for case in cases)
    print(f"{len(cases)} questions in {groups} groups, {turns} turns: all can be read.")
    return 0


def _fit(options: argparse.Namespace, settings: Settings) -> int:
    from assistant import open_assistant
    from eval.fit import as_text, as_yaml, examples, fit

    paths: list[Path] = options.questions or [SHIPPED]
    if any(APART in (path.resolve(), *path.resolve().parents) for path in paths):
        raise EvalError(f"{APART} is kept apart: nothing is learnt from it.")
    cases = [case for path in paths for case in load_cases(path, sources=known_sources())]
    assistant = open_assistant(settings, notice=lambda line: print(line, file=sys.stderr))
    learnt = fit(examples(cases, assistant))
    print(as_text(learnt), file=sys.stderr)
    print(as_yaml(learnt))
    return 0


def _bench(options: argparse.Namespace, settings: Settings) -> int:
    from eval.bench import bench, bench_table

    result = bench(settings, notice=lambda line: print(line, file=sys.stderr))
    print(bench_table(result))
    if options.json:
        options.json.write_text(
            json.dumps(result.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0


def _retrieval(options: argparse.Namespace, settings: Settings) -> int:
    from eval.retrieval_bar import StageBar

    other = (options.passages, options.queries, options.json, *options.baseline)
    if options.shipped and any(other):
        raise EvalError("--shipped goes with --questions and --embedder only.")
    embedder = options.embedder or settings.embedder
    bar = StageBar()
    try:
        if options.shipped:
            from eval.retrieval_shipped import measure_shipped, shipped_table

            print(shipped_table(measure_shipped(options.questions, embedder, bar)))
            return 0
        return _measured(options, embedder, bar)
    finally:
        bar.close()


def _growth(options: argparse.Namespace, settings: Settings) -> int:
    from eval.growth import SIZES, check_folder, growth_table, measure_growth, write_growth
    from eval.retrieval_bar import StageBar

    if options.output:
        check_folder(options.output)
    bar = StageBar()
    try:
        embedder = options.embedder or settings.embedder
        grown = measure_growth(options.sizes or SIZES, embedder, bar)
    finally:
        bar.close()
    print(growth_table(grown))
    if options.output:
        write_growth(options.output, grown)
    return 0


def _measured(options: argparse.Namespace, embedder: str | None, bar: Progress) -> int:
    """Measure the files; the exit status is 1 when something of them was left out."""
    from eval.retrieval import measure_retrieval, retrieval_table
    from eval.retrieval_files import read_collection

    if not (options.passages and options.queries):
        raise EvalError("Name both --passages and --queries, or --shipped.")
    if options.json and not options.json.resolve().parent.is_dir():
        raise EvalError(f"{options.json}: the folder does not exist; name another in --json.")
    collection = read_collection(options.passages, options.queries)
    for problem in collection.problems:
        print(problem, file=sys.stderr)
    result = measure_retrieval(
        collection, embedder=embedder, baselines=options.baseline, progress=bar
    )
    print(retrieval_table(result))
    if options.json:
        options.json.write_text(json.dumps(result.as_json(), indent=1) + "\n", encoding="utf-8")
    return 1 if collection.problems or result.missing else 0


def _print(report: Report, path: Path) -> None:
    print(slice_table(report))
    print()
    print(bar_table(report))
    print(f"\nRun: {path} (report.md, report.json)")


COMMANDS: Mapping[str, Callable[[argparse.Namespace, Settings], int]] = {
    "run": _run,
    "score": _score,
    "show": _show,
    "compare": _compare,
    "check": _check,
    "fit": _fit,
    "bench": _bench,
    "retrieval": _retrieval,
    "growth": _growth,
}


if __name__ == "__main__":
    sys.exit(main())
