"""The texts about the scheme and the municipal register: read, checked and cut into citable chunks."""

from corpus.types import Authority, Chunk, CorpusError, Source, Text, Wording

__all__ = ["Authority", "Chunk", "CorpusError", "Source", "Text", "Wording"]
