"""The web: the page and the HTTP API around an assistant."""

from web.server import create_app
from web.texts import words

__all__ = ["create_app", "words"]
