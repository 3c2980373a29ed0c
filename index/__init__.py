"""Chunks in, hits out: the index is built, published and searched here."""

from index.build import BuildReport, Progress, build_index
from index.embed import load_embedder
from index.gather import Gathered, gather
from index.keywords import KeywordIndex, analyse
from index.opening import ensure_index, open_index
from index.search import Index
from index.settings import Settings
from index.types import Embedder, Hit, Method, SearchError, SearchResult

__all__ = [
    "BuildReport",
    "Embedder",
    "Gathered",
    "Hit",
    "Index",
    "KeywordIndex",
    "Method",
    "Progress",
    "SearchError",
    "SearchResult",
    "Settings",
    "analyse",
    "build_index",
    "ensure_index",
    "gather",
    "load_embedder",
    "open_index",
]
