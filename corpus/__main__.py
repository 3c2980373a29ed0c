"""The texts from the shell: list them, check them, add your own, fetch the pages behind them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.chunk import chunk_texts
from corpus.duplicates import cited_once
from corpus.front_matter import read_value
from corpus.load import SHIPPED, load_added, load_fetched, read_shipped
from corpus.types import CorpusError, Problem, Text

if TYPE_CHECKING:
    from corpus.fetch import Fetched

_TOLD = ("title", "publisher", "published", "url", "authority", "language", "wording")
_TOLD_PERIOD = ("valid_from", "valid_to", "retrieved")
_COLUMNS = ("id", "title", "publisher", "published", "authority", "valid", "chunks")
_WIDEST = 48
_LONGEST_DIFF = 400


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 where everything went well."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return run(chosen)
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="list | check | add | fetch")
    listing = commands.add_parser("list", help="a table of the shipped and the added texts")
    listing.set_defaults(run=_list)
    checking = commands.add_parser("check", help="validate the shipped texts and the register")
    checking.add_argument("--texts", type=Path, default=SHIPPED, help="the folder to check")
    checking.set_defaults(run=_check)
    adding = commands.add_parser("add", help="store .md, .txt, .html, .pdf or .docx files as texts")
    adding.add_argument("files", nargs="+", type=Path, metavar="FILE", help="or a folder of files")
    for key in (*_TOLD, *_TOLD_PERIOD):
        adding.add_argument(f"--{key.replace('_', '-')}", dest=key, metavar=key.upper())
    adding.add_argument("--replace", action="store_true", help="store anew what is there already")
    adding.set_defaults(run=_add)
    fetching = commands.add_parser("fetch", help="bring the live pages behind the shipped texts")
    fetching.add_argument("ids", nargs="*", metavar="ID", help="of the list; all if none is given")
    fetching.add_argument("--sources", type=Path, metavar="FILE", help="another list of pages")
    fetching.set_defaults(run=_fetch)
    for command in (listing, adding, fetching):
        command.add_argument(
            "--home", type=Path, help="where texts are kept (default: ALIS_HOME, or var)"
        )
    return parser


def _home(chosen: argparse.Namespace) -> Path:
    return chosen.home or Path(os.environ.get("ALIS_HOME") or "var")


def _list(chosen: argparse.Namespace) -> int:
    shipped = read_shipped()
    added, fetched = load_added(_home(chosen)), load_fetched(_home(chosen))
    rows = [_COLUMNS, *(_row(text) for text in (*shipped.texts, *fetched.texts, *added.texts))]
    widths = [min(_WIDEST, max(len(row[i]) for row in rows)) for i in range(len(_COLUMNS))]
    for row in rows:
        cells = (_shortened(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    for double in cited_once((*fetched.texts, *added.texts), kept=shipped.texts).doubles:
        print(double)
    problems = (*shipped.problems, *fetched.problems, *added.problems)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _row(text: Text) -> tuple[str, ...]:
    source = text.source
    valid = f"{source.valid_from or ''}–{source.valid_to or ''}"
    return (
        source.id,
        source.title or "-",
        source.publisher or "-",
        str(source.published or "-"),
        str(source.authority),
        valid if valid != "–" else "-",
        str(len(chunk_texts([text]))),
    )


def _shortened(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"


def _check(chosen: argparse.Namespace) -> int:
    from corpus.check import check

    problems = check(chosen.texts)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        print(f"{len(problems)} problems", file=sys.stderr)
        return 1
    texts = read_shipped(chosen.texts).texts
    print(f"{len(texts)} texts, {len(chunk_texts(texts))} chunks and the register: all well")
    return 0


def _add(chosen: argparse.Namespace) -> int:
    from corpus.add import add_files

    told = _told(chosen)
    failed = stored = 0
    for outcome in add_files(chosen.files, _home(chosen), told, replace_old=chosen.replace):
        if isinstance(outcome, Problem):
            print(outcome, file=sys.stderr)
            failed += 1
            continue
        stored += 1
        print(f"{outcome.origin} -> {outcome.path}: {outcome.source.title or '(no title)'}")
        if outcome.unknown:
            options = " ".join(f"--{key.replace('_', '-')}" for key in outcome.unknown)
            print(f"  unknown: {', '.join(outcome.unknown)} (tell it with {options} --replace)")
    if stored:
        print("python -m index build takes the new texts into the index")
    return 1 if failed else 0


def _fetch(chosen: argparse.Namespace) -> int:
    from corpus.fetch import SOURCES, Fetcher, load_sources

    pages = load_sources(chosen.sources or SOURCES)
    unknown = sorted(set(chosen.ids) - {page.id for page in pages})
    if unknown:
        raise CorpusError(f"{unknown[0]!r} is no page of the list {chosen.sources or SOURCES}")
    wanted = [page for page in pages if not chosen.ids or page.id in chosen.ids]
    fetcher = Fetcher(_home(chosen), shipped=read_shipped().texts, today=_today())
    refused = brought = 0
    for found in fetcher.visit(wanted):
        refused += found.outcome == "refused"
        brought += found.outcome in ("new", "changed")
        _tell(found)
    if brought:
        print("python -m index build takes what is new into the index")
    return 1 if refused else 0


def _tell(found: Fetched) -> None:
    page = found.page
    if found.outcome == "refused":
        print(f"{page.id}: {page.url} {found.told}", file=sys.stderr)
        return
    since = f" since {found.since}" if found.since and found.outcome == "unchanged" else ""
    print(f"{page.id}: {found.outcome}{since} -> {found.told}")
    if found.outcome == "changed":
        print(f"  texts to look at: {', '.join(page.texts) or 'none'}")
        for line in found.diff[:_LONGEST_DIFF]:
            print(f"  {line}")
        if len(found.diff) > _LONGEST_DIFF:
            print(f"  … and {len(found.diff) - _LONGEST_DIFF} lines more")


def _today() -> date:
    given = os.environ.get("ALIS_TODAY")
    try:
        return date.fromisoformat(given) if given else datetime.now(UTC).astimezone().date()
    except ValueError:
        raise CorpusError(f"ALIS_TODAY is {given!r}, which is no date") from None


def _told(chosen: argparse.Namespace) -> dict[str, Any]:
    """Return what the options say about the files, checked as front matter is."""
    told: dict[str, Any] = {}
    for key in (*_TOLD, *_TOLD_PERIOD):
        value = getattr(chosen, key)
        if value is None:
            continue
        try:
            told[key] = read_value(key, value)
        except ValueError as error:
            msg = f"--{key.replace('_', '-')}: {error}"
            raise CorpusError(msg) from error
    several = len(chosen.files) > 1 or chosen.files[0].is_dir()
    if several and {"title", "url"} & told.keys():
        raise CorpusError("--title and --url describe one file; add the files one by one")
    return told


if __name__ == "__main__":
    sys.exit(main())
