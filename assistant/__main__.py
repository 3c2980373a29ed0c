"""The shell: `python -m assistant ask | calculate | replay`."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import (
    RecordError,
    Records,
    Settings,
    SettingsError,
    for_good,
    open_assistant,
    to_json,
)
from assistant.batch import answer_lines
from assistant.show import as_text
from assistant.types import Answer, Language

BAD_USE = 2
MOST_TABLE_BYTES = 50 * 2**20
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 1 (a line or check failed) or 2 (it cannot be run)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = Settings.from_environment(os.environ)
        code: int = options.run(options, settings)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has left; what is still in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as wrong:
        where = f"{wrong.filename}: " if wrong.filename else ""
        return _complain(f"{where}{wrong.strerror or wrong}")
    except (SettingsError, RecordError) as wrong:
        return _complain(wrong)
    except Exception as wrong:
        if type(wrong).__name__ in KNOWN_ERRORS:
            return _complain(wrong)
        raise
    return code


KNOWN_ERRORS = {"SearchError", "CorpusError", "FigureError", "CaseError"}
"""Errors of other rooms, by name, so that the shell starts without loading them."""


def _complain(wrong: object) -> int:
    print(f"assistant: {' '.join(str(wrong).split())}", file=sys.stderr)
    return BAD_USE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assistant", description="Ask about Nasjonal ALIS og veiledning."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer a question, or a file of conversations")
    ask.add_argument("question", nargs="?", help="the question; leave it out with --jsonl")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument(
        "--jsonl", metavar="FILE", help="conversations, one JSON object a line; - is standard input"
    )
    ask.add_argument(
        "-o", "--output", metavar="FILE", help="where the answers go (default: standard output)"
    )
    ask.set_defaults(run=_ask)
    calculate = commands.add_parser(
        "calculate", help="compute a case, or a table of doctors, with its working"
    )
    calculate.add_argument(
        "case",
        help="a YAML file of facts (- is standard input), or a .csv, .tsv or .xlsx of doctors",
    )
    calculate.add_argument(
        "-o", "--output", metavar="FILE", help="where a table's result goes: .xlsx, else as text"
    )
    calculate.add_argument("--json", action="store_true", help="print the answer as JSON")
    calculate.add_argument("--language", choices=["nb", "nn", "en"], default="nb")
    calculate.set_defaults(run=_calculate)
    replay = commands.add_parser("replay", help="make a recorded answer again")
    replay.add_argument("id", help="the answer's id")
    replay.set_defaults(run=_replay)
    return parser


def _notice(message: str) -> None:
    print(message, file=sys.stderr)


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    if (options.question is None) == (options.jsonl is None):
        raise SettingsError(
            "Give either a question or --jsonl FILE, such as: "
            'python -m assistant ask "Hvem kan søke?"'
        )
    output = Path(options.output) if options.output else None
    if options.jsonl is None:
        with for_good():
            assistant = open_assistant(settings, notice=_notice)
        answer = assistant.ask(options.question)
        _show(answer, as_json=options.json, output=output)
        return 0
    raw = sys.stdin.buffer.read() if options.jsonl == "-" else Path(options.jsonl).read_bytes()
    with for_good():
        assistant = open_assistant(settings, notice=_notice)
    return answer_lines(assistant, raw, output)


def _show(answer: Answer, *, as_json: bool, output: Path | None = None) -> None:
    text = json.dumps(to_json(answer), ensure_ascii=False, indent=2) if as_json else as_text(answer)
    if output:
        output.write_text(text + "\n", encoding="utf-8")
    else:
        print(text)


def _calculate(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.calculate import calculate_case, read_case_file
    from assistant.keep import finished
    from assistant.opening import calculator_box
    from assistant.tables.sheet import is_table
    from assistant.trace import Trace

    if is_table(options.case):
        return _calculate_table(options)
    if options.output:
        raise SettingsError("-o goes with a table of doctors: a .csv, .tsv or .xlsx file.")
    raw = sys.stdin.buffer.read() if options.case == "-" else Path(options.case).read_bytes()
    trace = Trace()
    case = read_case_file(raw, options.case)
    answer, guarded = calculate_case(case, options.language, calculator_box(), trace)
    _show(finished(answer, guarded, trace, settings), as_json=options.json)
    return 0


def _calculate_table(options: argparse.Namespace) -> int:
    """Compute a table; the exit code is 1 when a doctor in it could not be computed."""
    from tqdm import tqdm

    from assistant.opening import calculator_box
    from assistant.tables import (
        TableError,
        as_json,
        as_text,
        read_doctors,
        read_sheet,
        reckon,
        workbook,
    )

    path, language = Path(options.case), Language(options.language)
    if path.stat().st_size > MOST_TABLE_BYTES:
        raise SettingsError(f"{path} is larger than a table can be. Split it into several files.")
    try:
        doctors, unread = read_doctors(read_sheet(path.read_bytes(), path.name))
    except TableError as wrong:
        return _complain(wrong.told(language))
    with tqdm(total=len(doctors), unit="doctor", file=sys.stderr, disable=None) as bar:
        result = reckon(
            doctors,
            calculator_box(),
            language,
            unread=unread,
            step=lambda _done, _all: bar.update(),
        )
    if options.json:
        shown = json.dumps(as_json(result), ensure_ascii=False, indent=2)
    else:
        shown = as_text(result, language)
    output = Path(options.output) if options.output else None
    if output and output.suffix.lower() == ".xlsx":
        output.write_bytes(workbook(result, language))
    elif output:
        output.write_text(shown + "\n", encoding="utf-8")
    else:
        print(shown)
    return int(bool(result.uncomputed))


def _replay(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.replay import replay

    record = Records(settings.home).load(options.id)
    again = to_json(replay(record))
    print(json.dumps(again, ensure_ascii=False, indent=2))
    if again != record.body["answer"]:
        print(
            "assistant: the answer made again differs from the one that was given.", file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
