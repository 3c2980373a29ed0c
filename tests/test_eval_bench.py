"""What the bench says of the machine and of its numbers. Nothing here is timed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from eval import EvalError
from eval.bench import Bench, Measured, bench_table, targets
from eval.machine import Checkout, Machine, checkout, resident_mib, this_machine
from eval.server_probe import free_port, probe_server

MACHINE = Machine(cpu="A chip", cores=2, memory_mib=24 * 1024, system="Linux 6", python="3.11.7")


def made(**measured: Measured) -> Bench:
    every = {target.name: Measured(1.0, 5) for target in targets()}
    return Bench(
        MACHINE,
        Checkout("c0ffee", changed=True),
        "2026-11-21T12:00:00+00:00",
        {**every, **measured},
    )


def row(result: Bench, start: str) -> str:
    return next(line for line in bench_table(result).splitlines() if line.startswith(f"| {start}"))


def test_the_table_names_machine_commit_and_every_target() -> None:
    told = bench_table(made())
    assert "A chip, 2 cores, 24 GiB memory, Linux 6, Python 3.11.7" in told
    assert "c0ffee, with changes" in told
    assert all(target.title in told for target in targets())


def test_a_value_at_its_bar_holds_and_one_above_fails() -> None:
    bar = next(target for target in targets() if target.name == "answer_p50")
    assert bar.at_most == 25
    assert "holds" in row(
        made(answer_p50=Measured(25.0, 100)), "an answer through the agent, warm, p50"
    )
    assert "FAILS" in row(
        made(answer_p50=Measured(25.1, 100)), "an answer through the agent, warm, p50"
    )


def test_what_could_not_be_measured_says_why_and_has_no_verdict() -> None:
    told = row(made(page_ready=Measured(None, 0, "app.py ended")), "page and")
    assert "not measured: app.py ended" in told
    assert "holds" not in told


def test_the_bars_are_those_that_were_asked_for() -> None:
    assert {target.name: target.at_most for target in targets() if target.at_most is not None} == {
        "build": 20,
        "cold_start": 3,
        "answer_p50": 25,
        "answer_p95": 60,
        "page_ready": 6,
        "server_memory": 400,
    }


def test_the_machine_is_the_one_that_runs_this() -> None:
    machine = this_machine()
    assert machine.python == ".".join(str(part) for part in sys.version_info[:3])
    assert machine.cores >= 1
    assert machine.cpu


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_resident_memory_is_that_of_the_process_asked_about() -> None:
    mine = resident_mib(os.getpid())
    assert mine is not None
    assert mine > 10
    assert resident_mib(2**22 + 1) is None


def test_a_checkout_has_a_commit_and_says_when_files_differ(tmp_path: Path) -> None:
    assert checkout(tmp_path) == Checkout(None, changed=False)

    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True
        )

    git("init")
    (tmp_path / "a").write_text("1", encoding="utf-8")
    git("add", "a")
    git("commit", "-m", "first")
    clean = checkout(tmp_path)
    assert clean.commit is not None
    assert not clean.changed
    (tmp_path / "a").write_text("2", encoding="utf-8")
    assert checkout(tmp_path) == Checkout(clean.commit, changed=True)


def test_a_free_port_can_be_listened_on() -> None:
    assert 1024 <= free_port() <= 65535


def test_a_server_that_ends_at_once_is_told_and_not_waited_for() -> None:
    environment = {**os.environ, "ALIS_TODAY": "no day"}
    with pytest.raises(
        EvalError, match=r"app\.py ended with status \d+ before /healthz answered: \S"
    ):
        probe_server(environment)
