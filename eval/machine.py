"""What a measurement was made on: the machine, the Python, the git commit."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_CPU = Path("/proc/cpuinfo")
_MEMORY = Path("/proc/meminfo")
_PER_MIB = 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """The machine that measures."""

    cpu: str
    cores: int
    memory_mib: int | None
    system: str
    python: str

    def __str__(self) -> str:
        """Say it on one line."""
        memory = "unknown" if self.memory_mib is None else f"{self.memory_mib / _PER_MIB:.0f} GiB"
        return (
            f"{self.cpu}, {self.cores} cores, {memory} memory, {self.system}, Python {self.python}"
        )


@dataclass(frozen=True, slots=True)
class Checkout:
    """The commit the code is at, and whether files differ from it; None outside a git checkout."""

    commit: str | None
    changed: bool


def this_machine() -> Machine:
    """Return what this process runs on."""
    named = _field(_CPU, "model name")
    kib = _field(_MEMORY, "MemTotal")
    return Machine(
        cpu=named or platform.processor() or platform.machine(),
        cores=len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count() or 1,
        memory_mib=int(kib.split()[0]) // _PER_MIB if kib else None,
        system=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
    )


def checkout(root: Path = _ROOT) -> Checkout:
    """Return the state of the checkout."""
    commit = _git(root, "rev-parse", "HEAD")
    if commit is None:
        return Checkout(None, changed=False)
    return Checkout(commit, changed=bool(_git(root, "status", "--porcelain")))


def resident_mib(pid: int) -> float | None:
    """Return the resident memory of a process; None where the system does not tell."""
    kib = _field(Path(f"/proc/{pid}/status"), "VmRSS")
    return int(kib.split()[0]) / _PER_MIB if kib else None


def _git(root: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    done = subprocess.run(  # noqa: S603 - git of the PATH, with arguments that stand above
        [git, *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None


def _field(path: Path, name: str) -> str | None:
    if not path.exists():
        return None
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return None
