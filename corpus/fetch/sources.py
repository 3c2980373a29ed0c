"""The list of live pages, and the shipped texts that each stands behind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from corpus.types import CorpusError

SOURCES = Path(__file__).resolve().parent.parent / "sources.yaml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = {"id", "url", "texts"}


@dataclass(frozen=True, slots=True)
class LivePage:
    """A page of the web that may be fetched."""

    id: str
    url: str
    texts: tuple[str, ...]
    """The ids of the shipped texts that restate it."""


def load_sources(path: Path = SOURCES) -> tuple[LivePage, ...]:
    """Return the pages of the list in its order.

    Raises:
        CorpusError: the list is not as it must be; says where.
    """
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"{path}: cannot be opened: {error.strerror}") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorpusError(f"{path}: is not readable YAML: {error}") from error
    if not isinstance(listed, list):
        raise CorpusError(f"{path}: must be a list of pages, each with id, url and texts")
    pages = tuple(_page(item, f"{path}: page {number}") for number, item in enumerate(listed, 1))
    twice = {page.id for page in pages if sum(other.id == page.id for other in pages) > 1}
    if twice:
        raise CorpusError(f"{path}: the id {min(twice)!r} is given twice")
    return pages


def _page(item: Any, where: str) -> LivePage:
    if not isinstance(item, dict) or set(item) != _KEYS:
        raise CorpusError(f"{where}: must have the keys id, url and texts, and no others")
    page_id, url, texts = item["id"], item["url"], item["texts"]
    if not isinstance(page_id, str) or not _ID.fullmatch(page_id):
        raise CorpusError(f"{where}: {page_id!r} is not an id; use a-z, digits and hyphens")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise CorpusError(f"{where} ({page_id}): {url!r} does not start with http:// or https://")
    if not isinstance(texts, list) or not all(isinstance(name, str) for name in texts):
        raise CorpusError(f"{where} ({page_id}): texts must be a list of text ids")
    return LivePage(page_id, url, tuple(texts))
