"""A short stable name made of a heading or a path, for ids."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss"})


def slug(text: str) -> str:
    """Return small letters, digits and hyphens; empty where nothing of the text is left.

    >>> slug("§ 4. Unntak fra kravet – fastleger på øy")
    'paragraf-4-unntak-fra-kravet-fastleger-pa-oy'
    """
    plain = text.casefold().replace("§", " paragraf ").translate(_LETTERS)
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode("ascii")
    joined = "-".join(re.findall(r"[a-z0-9]+", ascii_only))
    return (
        joined
        if len(joined) <= _LONGEST
        else joined[:_LONGEST].rpartition("-")[0] or joined[:_LONGEST]
    )
