"""The web: the page and the HTTP API around an assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from web.asker import Asker
from web.texts import words

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant import Language


def create_app(assistant: Asker, language: Language) -> FastAPI:
    """Build the whole server around an assistant; the page speaks the language."""
    from web.server import create_app as created  # noqa: PLC0415 - loads the page's toolkit

    return created(assistant, language)


__all__ = ["Asker", "create_app", "words"]
