"""What each room offers to others."""

from __future__ import annotations

from importlib import import_module

import pytest


@pytest.mark.parametrize("room", ["corpus", "index", "assistant", "web", "eval"])
def test_every_name_a_room_offers_is_there(room: str) -> None:
    module = import_module(room)
    offered = getattr(module, "__all__", [])
    assert [name for name in offered if not hasattr(module, name)] == []


def test_a_room_says_no_to_a_name_it_has_not() -> None:
    assert not hasattr(import_module("assistant"), "no_such_name")
