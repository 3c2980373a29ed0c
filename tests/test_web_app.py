"""The front door starts, stops, and says in one sentence what cannot be used."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


def start(home: Path, **settings: str) -> subprocess.Popen[str]:
    environment: Mapping[str, str] = {**os.environ, "ALIS_HOME": str(home), "ALIS_PORT": "0"}
    return subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**environment, **settings},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def refusal(home: Path, **settings: str) -> str:
    """What a start that must fail says."""
    served = start(home, **settings)
    out, err = served.communicate(timeout=120)
    assert served.returncode == 2, err
    assert out == ""
    assert "Traceback" not in err
    return err.strip()


def test_it_serves_says_where_and_stops_when_told(tmp_path: Path) -> None:
    served = start(tmp_path / "home")
    assert served.stderr
    try:
        said = ""
        while not (address := ADDRESS.search(said)):
            line = served.stderr.readline()
            assert line, said
            said += line
        with urlopen(f"{address[0]}/healthz", timeout=30) as response:  # noqa: S310 - own server
            assert json.load(response)["status"] == "ok"
    finally:
        served.send_signal(signal.SIGINT)
        _, rest = served.communicate(timeout=60)
    assert served.returncode == 0, rest
    assert "Traceback" not in rest


def test_a_port_in_use_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refusal(tmp_path / "home", ALIS_PORT=str(port))
    assert said == (
        f"Port {port} på 127.0.0.1 er opptatt. Stopp programmet som bruker den, "
        f"eller velg en annen port, for eksempel ALIS_PORT={port + 1}."
    )
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("port", ["http", "-1", "65536", "7860.0", "٧٨٦٠"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    said = refusal(tmp_path, ALIS_PORT=port)
    assert said.startswith(f"ALIS_PORT er {port!r}; skriv et helt tall")


def test_an_address_of_another_machine_is_named(tmp_path: Path) -> None:
    said = refusal(tmp_path, ALIS_HOST="192.0.2.1")
    assert "192.0.2.1" in said
    assert "ALIS_HOST=127.0.0.1" in said


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    home = tmp_path / "file" / "home"
    said = refusal(home)
    assert str(home) in said
    assert len(said.splitlines()) <= 2


def test_a_day_that_is_none_is_named(tmp_path: Path) -> None:
    assert "ALIS_TODAY" in refusal(tmp_path, ALIS_TODAY="i morgen")
