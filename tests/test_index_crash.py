"""A build that is killed: at any moment the old version serves, and the next build goes well."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus import Chunk, Source
from index import build_index, open_index
from index.testing import HashEmbedder

ROOT = Path(__file__).resolve().parent.parent

OLD = [Chunk(f"old{number}", f"Gammelt ledd {number}", (), Source(id="t")) for number in range(5)]
NEW = [Chunk(f"new{number}", f"Nytt ledd {number}", (), Source(id="t")) for number in range(150)]

BUILDER = """
import os, signal, sys
from pathlib import Path
from corpus import Chunk, Source
from index import build_index
from index.testing import HashEmbedder

class Killer:
    steps = 0
    def notice(self, message): pass
    def step(self, stage, done, total):
        print(f"{stage} {done}/{total}", flush=True)
        if self.steps == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        self.steps += 1

new = [Chunk(f"new{n}", f"Nytt ledd {n}", (), Source(id="t")) for n in range(150)]
build_index(Path(sys.argv[1]), chunks=new, embedder=HashEmbedder(), progress=Killer())
"""

STEPS = ("embed 64/150", "embed 128/150", "embed 150/150", "write 150/150", "publish 0/1")


def builder(home: Path, *, kill_at_step: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", BUILDER, str(home), str(kill_at_step)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def served_ids(home: Path) -> list[str]:
    return [chunk.id for chunk in open_index(home, HashEmbedder()).chunks]


@pytest.mark.parametrize(("number", "step"), list(enumerate(STEPS)), ids=str)
def test_a_build_killed_before_it_publishes_leaves_the_old_version(
    tmp_path: Path, number: int, step: str
) -> None:
    build_index(tmp_path, chunks=OLD, embedder=HashEmbedder())
    killed = builder(tmp_path, kill_at_step=number)
    printed, _ = killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert printed.splitlines() == list(STEPS[: number + 1])
    assert printed.splitlines()[-1] == step
    assert served_ids(tmp_path) == [chunk.id for chunk in OLD]
    build_index(tmp_path, chunks=NEW, embedder=HashEmbedder())
    assert served_ids(tmp_path) == [chunk.id for chunk in NEW]
    assert len(list((tmp_path / "index" / "versions").iterdir())) == 2


def test_a_build_killed_after_it_published_leaves_the_new_version(tmp_path: Path) -> None:
    build_index(tmp_path, chunks=OLD, embedder=HashEmbedder())
    killed = builder(tmp_path, kill_at_step=len(STEPS))
    printed, _ = killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert printed.splitlines()[-1] == "publish 1/1"
    assert served_ids(tmp_path) == [chunk.id for chunk in NEW]


def test_a_first_build_that_is_killed_leaves_nothing_that_the_next_one_minds(
    tmp_path: Path,
) -> None:
    killed = builder(tmp_path, kill_at_step=3)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    report = build_index(tmp_path, chunks=NEW, embedder=HashEmbedder())
    assert report.built
    assert served_ids(tmp_path) == [chunk.id for chunk in NEW]
    assert len(list((tmp_path / "index" / "versions").iterdir())) == 1


def test_a_build_killed_from_outside_at_any_moment_leaves_a_whole_version(tmp_path: Path) -> None:
    build_index(tmp_path, chunks=OLD, embedder=HashEmbedder())
    whole = ([chunk.id for chunk in OLD], [chunk.id for chunk in NEW])
    for delay_ms in (0, 5, 20, 60, 150):
        running = builder(tmp_path, kill_at_step=-1)
        assert running.stdout is not None
        running.stdout.readline()  # the first step: it is under way
        time.sleep(delay_ms / 1000)
        running.kill()
        running.communicate()
        assert served_ids(tmp_path) in whole, f"killed {delay_ms} ms after the first step"
        build_index(tmp_path, chunks=OLD, embedder=HashEmbedder())
        assert served_ids(tmp_path) == whole[0]
