"""A run of the evaluation in, `docs/results.md` and the table in the README out.

`make results RUN=FOLDER`. Only a run of committed files is taken, so that anyone can make it again.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "results.md"
README = ROOT / "README.md"
BEGIN, END = "<!-- results: made by docs/make_results.py -->", "<!-- end of results -->"
SHORT_HASH = 12


def main() -> int:
    """Take the run that is named; say why where it cannot be taken."""
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program's own name and the run
        sys.stderr.write("Usage: make results RUN=FOLDER, such as var/runs/20260101T120000-run\n")
        return 2
    folder = Path(sys.argv[1])
    settings = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
    if settings["changed"]:
        sys.stderr.write("That run was made with changed files; commit them and run again.\n")
        return 1
    report = (folder / "report.md").read_text(encoding="utf-8")
    RESULTS.write_text(results(report), encoding="utf-8")
    readme = README.read_text(encoding="utf-8")
    before, rest = readme.split(BEGIN)
    table = f"{BEGIN}\n{summary(report, settings)}\n{END}"
    README.write_text(before + table + rest.split(END)[1], encoding="utf-8")
    return 0


def results(report: str) -> str:
    """The report without its list of failures, which is long and belongs to the run."""
    kept, _, _ = report.partition("\n## What went wrong")
    kept = re.sub(r"\A# .*", "# Results of the evaluation", kept.rstrip())
    explained = "What is measured: [eval/README.md](../eval/README.md)."
    return f"{kept}\n\nMade by `make results`. {explained}\n"


def summary(report: str, settings: dict[str, str]) -> str:
    """The table of bars, with day and commit."""
    _, _, rest = report.partition("## Bars\n\n")
    bars, _, _ = rest.partition("\n\n")
    made = f"{settings['started'][:10]}, commit `{settings['commit'][:SHORT_HASH]}`"
    asked = f"{settings['count']} questions of the development split"
    return f"{asked}, {made}, model `{settings['model']}`:\n\n{bars}"


if __name__ == "__main__":
    sys.exit(main())
