"""How search grows: made passages are repeatable, and the figures are written where asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.growth import (
    check_folder,
    growth_table,
    made_passages,
    measure_growth,
    shipped_material,
    write_growth,
)
from eval.types import EvalError
from index.build import Quiet


def test_made_passages_are_the_same_each_time_and_no_two_alike() -> None:
    texts, queries = shipped_material()
    first, again = made_passages(texts, 500), made_passages(texts, 500)
    assert first == again
    assert len({one.text for one in first}) == len({one.id for one in first}) == 500
    assert len(set(queries)) == len(queries)


def test_each_size_is_measured_and_written(tmp_path: Path) -> None:
    grown = measure_growth([60, 20, 60], None, Quiet())
    assert [one.passages for one in grown] == [20, 60]
    assert all(one.chunks >= one.passages and one.query_ms_p50 > 0 for one in grown)
    write_growth(tmp_path, grown)
    assert growth_table(grown) in (tmp_path / "growth.md").read_text(encoding="utf-8")
    written = json.loads((tmp_path / "growth.json").read_text(encoding="utf-8"))
    assert [one["passages"] for one in written] == [20, 60]
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")


def test_a_folder_that_is_not_there_is_said_before_anything_is_measured(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(EvalError, match="does not exist"):
        check_folder(tmp_path / "nowhere")
    assert main(["growth", "--sizes", "20", "-o", str(tmp_path / "nowhere")]) == 2
    assert "does not exist" in capsys.readouterr().err
