"""The evaluation on the shell: `python -m eval run | score | show | compare | check | …`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from assistant import Settings, SettingsError
from corpus import CorpusError
from eval.cases import SHIPPED, known_sources, load_cases
from eval.compare import check_comparable, compare
from eval.evaluate import Plan, Watcher, by_id, run, score_all, score_run
from eval.markdown import bar_table, slice_table
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
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Settings], int] = options.command
    try:
        return command(options, Settings.from_environment(os.environ))
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m eval", description="How far can the answers be trusted?"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    asking = commands.add_parser(
        "run", help="ask a question set, score the answers, write a report"
    )
    asking.set_defaults(command=_run)
    _questions(asking)
    asking.add_argument("--limit", type=_count, help="ask only so many, spread evenly over the set")
    asking.add_argument("--name", default="run", help="what the run is called (default: run)")
    asking.add_argument(
        "-o", "--output", type=Path, help="where the run goes (default: ALIS_HOME/runs/TIME-NAME)"
    )
    asking.add_argument(
        "--workers", type=_count, help="processes (default: one a core, from 100 questions on)"
    )
    asking.add_argument(
        "--today", type=date.fromisoformat, help="YYYY-MM-DD, the day the questions are asked on"
    )
    asking.add_argument(
        "--resume", action="store_true", help="go on with the unfinished run of that name or place"
    )

    scoring = commands.add_parser("score", help="score the stored answers of a run anew")
    scoring.set_defaults(command=_score)
    scoring.add_argument("run", help="a folder, the name of one in ALIS_HOME/runs, or 'last'")

    showing = commands.add_parser("show", help="show one item of a run")
    showing.set_defaults(command=_show)
    showing.add_argument("run", help="a folder, the name of one in ALIS_HOME/runs, or 'last'")
    showing.add_argument("id", help="the item")

    comparing = commands.add_parser(
        "compare", help="what changed between two runs of the same questions"
    )
    comparing.set_defaults(command=_compare)
    comparing.add_argument("before", help="the earlier run")
    comparing.add_argument("after", help="the later run")

    checking = commands.add_parser(
        "check", help="read the question files and say what is wrong in them"
    )
    checking.set_defaults(command=_check)
    _questions(checking)

    measuring = commands.add_parser("bench", help="how fast and how large it is, on this machine")
    measuring.set_defaults(command=_bench)
    measuring.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here too")

    finding = commands.add_parser(
        "retrieval", help="how well search finds, on passages and queries of any origin"
    )
    finding.set_defaults(command=_retrieval)
    finding.add_argument("--passages", type=Path, help='lines of {"id", "text", "lang"?}')
    finding.add_argument("--queries", type=Path, help='lines of {"id", "query", "relevant": [ids]}')
    finding.add_argument("--json", type=Path, metavar="OUT", help="write the numbers here too")
    finding.add_argument("--embedder", metavar="NAME", help="default: ALIS_EMBEDDER or the shipped")
    finding.add_argument(
        "--baseline",
        action="extend",
        nargs="+",
        default=[],
        choices=("bm25s", "minilm", "langchain-chroma"),
        help="measure what people would pick instead, too",
    )
    finding.add_argument(
        "--shipped", action="store_true", help="measure on the shipped texts and --questions"
    )
    _questions(finding)
    return parser


def _questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions", type=Path, default=SHIPPED, help="a .jsonl file, or a folder of them"
    )


def _count(raw: str) -> int:
    count = int(raw)
    if count < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return count


if __name__ == "__main__":
    sys.exit(main())
