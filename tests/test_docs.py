"""The documents are true: what they name exists, what they show is what the program prints."""

import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from assistant import Status
from corpus import chunk_texts, load_texts

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
NO_DOCUMENTS = ("corpus/texts/", "tests/data/", "index/train/card.md")


@functools.cache
def tracked() -> tuple[str, ...]:
    """Every file of the repository: those git keeps, and those that are about to be."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so there is no list of tracked files")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    names = sorted(set(listed.stdout.split("\0")) - {""})
    return tuple(name for name in names if (ROOT / name).is_file())


def documents() -> list[Path]:
    """Our own Markdown; texts of the corpus, sample files and templates are not documents."""
    ours = [name for name in tracked() if not name.startswith(NO_DOCUMENTS)]
    return [ROOT / name for name in ours if name.endswith(".md")]


# Commands

COMMAND = re.compile(r"python -m (assistant|corpus|index|eval) ([a-z]+)")
IN_TABLE = re.compile(r"^\| `(assistant|corpus|index) ([a-z]+)", re.MULTILINE)
EVAL_ROW = re.compile(r"^\| (`eval run`.*?)\|", re.MULTILINE)


def named_commands() -> list[tuple[str, str]]:
    found = {pair for path in documents() for pair in COMMAND.findall(path.read_text("utf-8"))}
    found |= set(IN_TABLE.findall(README))
    row = EVAL_ROW.search(README)
    assert row, "the README's table of commands lists those of eval"
    found |= {("eval", name) for name in re.findall(r"`(?:eval )?([a-z]+)`", row[1])}
    return sorted(found)


def run(*words: str, code: int = 0, **environment: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**os.environ, "ALIS_TODAY": "2026-11-21", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, f"{words}: {ran.stderr}"
    return ran.stdout.replace("\u00a0", " ")


@functools.cache
def help_of(*words: str) -> str:
    return run(*words, "--help")


def test_every_command_that_a_document_names_exists() -> None:
    commands = named_commands()
    assert {("assistant", "ask"), ("index", "build"), ("eval", "bench")} <= set(commands)
    for room, command in commands:
        offered = re.findall(r"^ {4}([a-z]+)\b", help_of(room), re.MULTILINE)
        assert command in offered, f"python -m {room} {command} is not offered"


def test_the_documents_name_every_command_that_there_is() -> None:
    named = named_commands()
    for room in ("assistant", "corpus", "index", "eval"):
        for command in re.findall(r"^ {4}([a-z]+)\b", help_of(room), re.MULTILINE):
            assert (room, command) in named, f"no document names python -m {room} {command}"


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (("assistant", "ask"), ("--json", "--jsonl", "-o")),
        (("corpus", "add"), ("--title", "--published")),
        (("index", "build"), ("--texts",)),
    ],
)
def test_an_option_that_the_readme_names_exists(
    command: tuple[str, str], options: tuple[str, ...]
) -> None:
    shown = help_of(*command)
    for option in options:
        assert option in README
        assert option in shown


MAKE = re.compile(r"(?:`|^ {4})make ([a-z]+)", re.MULTILINE)


def test_every_make_target_that_a_document_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= set(MAKE.findall(README))
    for path in documents():
        for target in MAKE.findall(path.read_text("utf-8")):
            assert target in targets, f"{path.name}: make {target}"


# Examples


ANSWER_ID = re.compile(r"\b[0-9a-f]{32}\b")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```console\n(.*?)```", README, re.DOTALL)
    assert found, f"README has no example {name!r}"
    return found[1]


@pytest.mark.parametrize(
    ("name", "file", "code"), [("calculate", "case.yaml", 0), ("table", "leger.csv", 1)]
)
def test_the_example_of_a_file_is_what_it_prints(
    tmp_path: Path, name: str, file: str, code: int
) -> None:
    content, _, rest = example(name).removeprefix(f"$ cat {file}\n").partition("\n$ ")
    expected = rest.partition("\n")[2].partition("…")[0]
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    printed = run("assistant", "calculate", str(path), code=code)
    assert printed[: len(expected)] == expected
    assert "Sum" in expected


def test_the_example_of_a_question_is_what_it_answers(tmp_path: Path) -> None:
    command, _, expected = example("ask").partition("\n")
    question = command.split('"')[1]
    printed = run("assistant", "ask", question, ALIS_HOME=str(tmp_path))
    assert ANSWER_ID.sub("", printed) == ANSWER_ID.sub("", expected)


def test_the_number_of_shipped_texts_is_the_one_the_readme_says() -> None:
    assert f"It answers from {len(load_texts())} shipped texts" in README


def test_the_readme_names_every_status() -> None:
    named = re.findall(r"^\| `([a-z_]+)` \|", README, re.MULTILINE)
    assert [name for name in named if name in set(Status)] == [status.value for status in Status]


# Settings

READ = re.compile(r"""environ(?:ment)?(?:\.get\(|\[)\s*["'](ALIS_[A-Z]+)["']""")


def test_every_setting_that_the_readme_names_is_read_and_the_other_way_round() -> None:
    named = set(re.findall(r"ALIS_[A-Z]+", README))
    code = [name for name in tracked() if name.endswith(".py") and not name.startswith("tests/")]
    assert named == {v for name in code for v in READ.findall((ROOT / name).read_text("utf-8"))}


# Places


def test_the_layout_tree_is_that_of_the_folders() -> None:
    found = re.search(r"<!-- layout -->\n```\n(.*?)```", README, re.DOTALL)
    assert found
    drawn: set[str] = set()
    room = ""
    for line in found[1].splitlines():
        names = re.findall(r"(?:^| {2})(\w+(?:/|\.py))(?= )", line)
        if not line.startswith(" "):
            room = names[0]
            drawn.add(room)
        else:
            drawn |= {room + name for name in names}
    parts = [name.split("/") for name in tracked() if not name.startswith(".")]
    folders = {f"{one[0]}/" for one in parts if len(one) > 1}
    folders |= {f"{one[0]}/{one[1]}/" for one in parts if len(one) > 2}
    assert drawn == folders | {"app.py"}


LINK = re.compile(r"\]\(([^)\s]+)\)")


def anchors(path: Path) -> set[str]:
    """The anchors that a page of a forge has, one a heading."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def test_every_link_between_the_documents_leads_somewhere() -> None:
    seen = 0
    for path in documents():
        for link in LINK.findall(path.read_text(encoding="utf-8")):
            if re.match(r"[a-z]+:", link):
                continue
            place, _, anchor = link.partition("#")
            target = (path.parent / place).resolve() if place else path
            assert target.exists(), f"{path.relative_to(ROOT)} links to {link}"
            assert not anchor or anchor in anchors(target), f"{path.name} links to {link}"
            seen += 1
    assert seen > 20


IN_CODE = re.compile(r"`([\w.\-]+(?:/[\w.*\-]+)+/?)`")
ROOMS = ("corpus/", "index/", "assistant/", "eval/", "web/", "docs/", "tests/", ".ci/")


@pytest.mark.parametrize("name", ["README.md", "docs"])
def test_every_file_that_a_document_names_is_there(name: str) -> None:
    place = ROOT / name
    for path in [place] if place.is_file() else sorted(place.rglob("*.md")):
        for named in IN_CODE.findall(path.read_text(encoding="utf-8")):
            if named.startswith(ROOMS) and "hdir-satser-2026" not in named:
                assert list(ROOT.glob(named)), f"{path.name} names {named}"


def test_the_ten_steps_name_functions_that_are_in_those_files() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \|.*?\| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    assert [number for number, _, _ in rows] == [str(n) for n in range(1, 11)]
    for _, functions, files in rows:
        code = "".join((ROOT / name).read_text("utf-8") for name in re.findall(r"`(.+?)`", files))
        for function in re.findall(r"`(?:\w+\.)?(\w+)`", functions):
            assert re.search(rf"def {function}\(", code), f"{function} in {files}"


def test_every_heading_with_questions_is_a_heading_of_its_text() -> None:
    for text in load_texts():
        headings = {chunk.heading[-1] for chunk in chunk_texts([text]) if chunk.heading}
        lost = set(text.asked) - headings
        assert not lost, f"corpus/asked/{text.source.id}.yaml: {lost}"


# Form


def test_every_decision_says_its_situation_and_what_it_costs() -> None:
    paths = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in paths]
    assert numbers == [f"{n:04}" for n in range(1, len(paths) + 1)]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        for part in ("## Situation", "## Decision", "## What it costs"):
            assert part in text, f"{path.name} lacks {part}"


def test_the_results_in_the_readme_are_those_of_the_last_run() -> None:
    results = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
    begin, end = "<!-- results: made by docs/make_results.py -->", "<!-- end of results -->"
    shown = README.partition(begin)[2].partition(end)[0]
    bars = re.findall(r"^\|.*\|$", shown, re.MULTILINE)
    assert len(bars) > 3
    assert "\n".join(bars) in results
    assert re.findall(r"commit `\w+`", shown) == re.findall(r"commit `\w+`", results)[:1]


def test_the_recipe_for_rates_shows_front_matter_as_it_must_be() -> None:
    text = (ROOT / "docs" / "figures-and-rates.md").read_text(encoding="utf-8")
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)]
    shipped = (ROOT / "corpus" / "texts" / "hdir-tilskudd-2025.md").read_text(encoding="utf-8")
    assert set(blocks[0]) == set(yaml.safe_load(shipped.split("---")[1]))
    figure = ROOT / "assistant" / "calculator" / "figures" / "timesats.yaml"
    assert set(blocks[1]) == set(yaml.safe_load(figure.read_text(encoding="utf-8")))


# Nothing of the machine or the forge that it was written on

FORBIDDEN = {
    "a path of one machine": re.compile(r"/(?:work|root|opt|home/\w+|Users/\w+)/"),
    "a folder beside the checkout": re.compile(r"\.\./shared\b"),
    "the number of an issue": re.compile(r"\bissues? #?\d+|\(#\d+\)|\bGH-\d+", re.IGNORECASE),
    "a registry or its settings": re.compile(r"PIP_(?:FIND|INDEX|EXTRA)|find-links|\.whl\b"),
    "an address in a private network": re.compile(r"\b(?:10|192\.168)\.\d+\.\d+\.\d+\b"),
}


def test_no_file_tells_of_the_machine_or_the_forge_it_was_written_on() -> None:
    for name in tracked():
        if name == "tests/test_docs.py":
            continue
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for what, pattern in FORBIDDEN.items():
            found = pattern.search(text)
            assert not found, f"{name} holds {what}: {found[0]!r}"
