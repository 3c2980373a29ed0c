"""The options of `python -m eval`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from eval.cases import SHIPPED


def parser() -> argparse.ArgumentParser:
    """Return the parser; `command` of what it reads is the command's name."""
    top = argparse.ArgumentParser(
        prog="python -m eval", description="How far can the answers be trusted?"
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    asking = commands.add_parser(
        "run", help="ask a question set, score the answers, write a report"
    )
    asking.set_defaults(command="run")
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
    scoring.set_defaults(command="score")
    scoring.add_argument("run", help="a folder, the name of one in ALIS_HOME/runs, or 'last'")

    showing = commands.add_parser("show", help="show one item of a run")
    showing.set_defaults(command="show")
    showing.add_argument("run", help="a folder, the name of one in ALIS_HOME/runs, or 'last'")
    showing.add_argument("id", help="the item")

    comparing = commands.add_parser(
        "compare", help="what changed between two runs of the same questions"
    )
    comparing.set_defaults(command="compare")
    comparing.add_argument("before", help="the earlier run")
    comparing.add_argument("after", help="the later run")

    checking = commands.add_parser(
        "check", help="read the question files and say what is wrong in them"
    )
    checking.set_defaults(command="check")
    _questions(checking)

    learning = commands.add_parser(
        "fit", help="learn the numbers of the built-in model's ranking from question sets"
    )
    learning.add_argument(
        "--questions", type=Path, action="append", help="a file or folder; may be given again"
    )
    learning.set_defaults(command="fit")

    measuring = commands.add_parser("bench", help="how fast and how large it is, on this machine")
    measuring.set_defaults(command="bench")
    measuring.add_argument("--json", type=Path, metavar="FILE", help="write the numbers here too")

    finding = commands.add_parser(
        "retrieval", help="how well search finds, on passages and queries of any origin"
    )
    finding.set_defaults(command="retrieval")
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

    growing = commands.add_parser("growth", help="build and query time, memory and disk by size")
    growing.set_defaults(command="growth")
    growing.add_argument(
        "--sizes", type=_count, nargs="+", metavar="N", help="passages (default: 1000 10000 100000)"
    )
    growing.add_argument("--embedder", metavar="NAME", help="default: ALIS_EMBEDDER or the shipped")
    growing.add_argument(
        "-o", "--output", type=Path, help="a folder for growth.md, growth.json and growth.png"
    )
    return top


def _questions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--questions", type=Path, default=SHIPPED, help="a .jsonl file, or a folder of them"
    )


def _count(raw: str) -> int:
    count = int(raw)
    if count < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return count
