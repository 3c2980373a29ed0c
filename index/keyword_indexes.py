"""What of an index is searched by keyword: chunks, their sections, the questions asked of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from corpus import Chunk
from index.keywords import KeywordIndex
from index.sections import section_texts
from index.serial import searchable_text

CHUNKS, SECTIONS, ASKED = "chunks", "sections", "asked"


def keyword_indexes(chunks: Sequence[Chunk]) -> Mapping[str, KeywordIndex]:
    """A keyword index of each kind."""
    return {
        CHUNKS: KeywordIndex([searchable_text(chunk) for chunk in chunks]),
        SECTIONS: KeywordIndex(section_texts(chunks)),
        ASKED: KeywordIndex([question for chunk in chunks for question in chunk.asked]),
    }
