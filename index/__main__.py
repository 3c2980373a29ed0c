"""The index on the shell: `python -m index build [--texts DIR] | search "…" | info`."""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from index.build import build_index
from index.describe import describe
from index.embed import load_embedder
from index.gather import gather
from index.opening import ensure_index
from index.types import SearchError, SearchResult

_SNIPPET = 160


class ProgressBar:
    """Build stages as bars on standard error, with notices above them."""

    def __init__(self) -> None:
        """Start without a bar."""
        self._bar: Any = None
        self._stage = ""

    def notice(self, message: str) -> None:
        """Show a notice on a line of its own."""
        self.close()
        print(message, file=sys.stderr)

    def step(self, stage: str, done: int, total: int) -> None:
        """Move the bar of the stage."""
        from tqdm import tqdm

        if stage != self._stage:
            self.close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, file=sys.stderr)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar where it stands."""
        if self._bar is not None:
            self._bar.close()
        self._bar, self._stage = None, ""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 2 when it could not be done."""
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except SearchError as problem:
        print(problem, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the output, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


def _build(options: argparse.Namespace) -> int:
    bar = ProgressBar()
    try:
        gathered = gather(
            options.home, texts=options.texts, step=lambda done, of: bar.step("read", done, of)
        )
    finally:
        bar.close()
    for line in (*gathered.problems, *gathered.doubles):
        print(line, file=sys.stderr)
    embedder = load_embedder(options.embedder)
    try:
        report = build_index(options.home, chunks=gathered.chunks, embedder=embedder, progress=bar)
    finally:
        bar.close()
    did = "built" if report.built else "already built"
    print(
        f"Version {report.version} {did}: {report.chunks} chunks, {report.embedded} embedded, "
        f"{report.reused} reused, {report.seconds:.1f} s."
    )
    return 0


def _search(options: argparse.Namespace) -> int:
    query = options.query.strip()
    if not query:
        message = "There is nothing to search for. Write some words after `search`."
        raise SearchError(message)
    day = _date(options.on) if options.on else _today()
    embedder = load_embedder(options.embedder)
    index = ensure_index(options.home, embedder=embedder, notice=_say)
    result = index.search(query, on=day, limit=options.limit)
    if options.json:
        print(json.dumps(asdict(result), ensure_ascii=False, indent=1, default=str))
    else:
        _show(result)
    return 0


def _info(options: argparse.Namespace) -> int:
    about = describe(options.home)
    made = about.manifest
    rows = {
        "version": about.folder.name,
        "folder": about.folder,
        "fingerprint": made.fingerprint,
        "built": made.built,
        "embedder": made.embedder,
        "chunks": f"{made.count}, each a vector of {made.dimension}",
        "content": f"checked, {made.digest[:12]}",
        "size": f"{about.size_bytes / 1e6:.1f} MB",
        "format": made.format,
        "sources": len(about.chunks_of),
        **{f"  {name}": count for name, count in about.authorities.items()},
    }
    for name, value in rows.items():
        print(f"{name:14} {value}")
    for source, count in about.chunks_of.items():
        print(f"{count:6}  {source}")
    return 0


def _show(result: SearchResult) -> None:
    print(f"terms: {', '.join(result.terms)}")
    took = ", ".join(f"{step} {spent:.2f}" for step, spent in result.timings_ms.items())
    print(f"ms: {took}")
    for title, hits in (("hits", result.hits), ("rejected", result.rejected)):
        print(f"\n{title}: {len(hits)}\n score  keyword  dense  coverage")
        for hit in hits:
            numbers = f"{hit.score:6.3f} {hit.keyword:8.2f} {hit.dense:6.3f} {hit.coverage:9.2f}"
            print(f"{numbers}  {hit.chunk.id}  [{hit.chunk.source.authority}]")
            if title == "hits":
                print(_indented(hit.chunk.context), _indented(hit.chunk.text), sep="\n")


def _indented(text: str) -> str:
    return textwrap.indent(textwrap.shorten(text, _SNIPPET, placeholder=" …"), " " * 34)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _today() -> date:
    given = os.environ.get("ALIS_TODAY")
    return _date(given, named="ALIS_TODAY") if given else datetime.now(UTC).astimezone().date()


def _date(value: str, *, named: str = "--on") -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        message = f"{named} is {value!r}, which is no date. Write it as 2025-06-01."
        raise SearchError(message) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = commands.add_parser("build", help="build the index and serve it from then on")
    build.add_argument("--texts", type=Path, metavar="DIR", help="in place of the shipped texts")
    build.set_defaults(run=_build)

    search = commands.add_parser("search", help="show what a query finds, with scores")
    search.add_argument("query")
    search.add_argument("--on", metavar="DATE", help="the day asked about; today if not given")
    search.add_argument("--limit", type=int, default=8)
    search.add_argument("--json", action="store_true", help="print the result as JSON")
    search.set_defaults(run=_search)

    info = commands.add_parser("info", help="show what the served version holds")
    info.set_defaults(run=_info)

    for command in (build, search):
        command.add_argument(
            "--embedder",
            metavar="NAME",
            default=os.environ.get("ALIS_EMBEDDER") or None,
            help="a sentence-transformers model by name or path; the shipped one if not given",
        )
    home = Path(os.environ.get("ALIS_HOME") or "var")
    parser.set_defaults(home=home)
    return parser


if __name__ == "__main__":
    sys.exit(main())
