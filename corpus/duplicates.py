"""Passages that stand in two texts, as the same announcement on two sites does: cited once.

A passage is left out where a better text holds it: nine tenths of its runs of words, every run
with a number or a negation in it, and every number of its headings. So last year's announcement,
a changed ceiling and a translation are never taken for the same. The better text is a shipped one,
else the one whose publisher and day are known, then the one of higher authority.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

import yaml

from corpus.chunk import chunk_text
from corpus.types import Authority, Chunk, Source, Text

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d")
_RUN = 3
_SAMPLED = 4
"""One run in so many is looked up; all are compared with the few texts that are found so."""
_SHORT_RUNS = 64
"""A text of no more runs is found by any of them."""
_CANDIDATES = 5
_HOLDERS = 50
"""So many texts are remembered for a run, the best ones; what all texts share tells nothing."""
_SHARED = 0.9
_FEWEST_WORDS = 20
_WHOLE = 0.8
_APART_DAYS = 92
_AUTHORITIES = tuple(Authority)


@dataclass(frozen=True, slots=True)
class Double:
    """A text of which passages are left out, and the better text that they are cited from."""

    text: Source
    better: Source
    left_out: int
    of: int

    def __str__(self) -> str:
        """The finding as one line."""
        about = ", ".join(
            str(part) for part in (self.better.publisher, self.better.published) if part
        )
        whole = (
            "the whole text stands"
            if self.left_out == self.of
            else (f"{self.left_out} of {self.of} passages stand")
        )
        better = f"{self.better.id} ({about})" if about else self.better.id
        return f"{self.text.id}: {whole} in {better} too, and is cited from there"


@dataclass(frozen=True, slots=True)
class Once:
    """The chunks to cite, in the order of the texts, and what was left out of which text."""

    chunks: tuple[Chunk, ...]
    doubles: tuple[Double, ...]


def cited_once(texts: Sequence[Text], *, kept: Sequence[Text] = ()) -> Once:
    """Return the chunks of the texts without the passages that a better text among them holds.

    Args:
        texts: Texts from elsewhere.
        kept: Texts of which nothing is left out, the shipped ones; they are better than any other.
    """
    known = _Known()
    for text in kept if texts else ():
        known.add(text)
    chunks: dict[str, list[Chunk]] = {}
    doubles: list[Double] = []
    for text in sorted(texts, key=_rank):
        own = list(chunk_text(text))
        better = _better_of(own, text, known)
        chunks[text.source.id] = [chunk for chunk in own if chunk.id not in better]
        first = {source.id: source for source in better.values()}
        for source in first.values():
            count = sum(found.id == source.id for found in better.values())
            doubles.append(Double(text.source, source, count, len(own)))
        if text.source.authority is not Authority.OPINION:
            known.add(text)
    ordered = tuple(chunk for text in texts for chunk in chunks[text.source.id])
    return Once(ordered, tuple(sorted(doubles, key=lambda d: (d.text.id, d.better.id))))


def _rank(text: Text) -> tuple[object, ...]:
    """Sort the better source first; ties go to the longer text, then by id."""
    source = text.source
    return (
        (source.publisher is None) + (source.published is None),
        _AUTHORITIES.index(source.authority),
        source.url is None,
        source.published or date.max,
        -len(text.body),
        source.id,
    )


@dataclass(slots=True)
class _Held:
    """A text that passages are compared with."""

    source: Source
    runs: frozenset[int]
    numbers: frozenset[str]


class _Known:
    """The texts that have been seen, found by the runs of words they hold."""

    def __init__(self) -> None:
        self._texts: list[_Held] = []
        self._holding: dict[int, list[int]] = defaultdict(list)

    def add(self, text: Text) -> None:
        words = _words(text.body)
        runs = frozenset(run for run, _ in _runs(words))
        named = _words(text.source.title or "")
        held = _Held(text.source, runs, _numbers([*words, *named]))
        for run in runs:
            looked_up = run % _SAMPLED == 0 or len(runs) <= _SHORT_RUNS
            if looked_up and len(self._holding[run]) < _HOLDERS:
                self._holding[run].append(len(self._texts))
        self._texts.append(held)

    def holding(self, runs: frozenset[int]) -> Iterator[_Held]:
        """Yield the texts that hold most of the runs, the better ones first."""
        counts: dict[int, int] = defaultdict(int)
        sampled = [run for run in runs if run % _SAMPLED == 0]
        for run in sampled or runs:
            for place in self._holding.get(run, ()):
                counts[place] += 1
        likely = sorted(counts, key=lambda place: (-counts[place], place))[:_CANDIDATES]
        yield from (self._texts[place] for place in sorted(likely))


def _better_of(chunks: list[Chunk], text: Text, known: _Known) -> dict[str, Source]:
    """Return for each passage that is to be left out the text that holds it."""
    if text.source.authority is Authority.OPINION:
        return {}
    found: dict[str, Source] = {}
    short: dict[str, Source] = {}
    held_chars = 0
    for chunk in chunks:
        words = _words(chunk.text)
        source = _holder(chunk, words, known)
        if source is None:
            continue
        held_chars += len(chunk.text)
        (found if len(words) >= _FEWEST_WORDS else short)[chunk.id] = source
    # A short line says little alone: it goes where nearly all of its text goes.
    if held_chars >= _WHOLE * sum(len(chunk.text) for chunk in chunks):
        found |= short
    return found


def _holder(chunk: Chunk, words: list[str], known: _Known) -> Source | None:
    runs = list(_runs(words))
    if not runs:
        return None
    telling = {run for run, tells in runs if tells}
    every = frozenset(run for run, _ in runs)
    above = _numbers(_words(chunk.context))
    for held in known.holding(every):
        shared = sum(run in held.runs for run in every)
        if (
            shared >= _SHARED * len(every)
            and telling <= held.runs
            and above <= held.numbers
            and _same_time(chunk.source, held.source)
        ):
            return held.source
    return None


def _same_time(one: Source, other: Source) -> bool:
    """Whether nothing known says that the texts are of different times."""
    if one.published and other.published:
        apart = abs((one.published - other.published).days)
        if apart > _APART_DAYS:
            return False
    periods = ((one.valid_from, other.valid_from), (one.valid_to, other.valid_to))
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in periods)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _numbers(words: list[str]) -> frozenset[str]:
    return frozenset(word for word in words if _NUMBER.search(word))


def _runs(words: list[str]) -> Iterator[tuple[int, bool]]:
    """Yield each run of words as a number, and whether a word in it can turn the meaning."""
    turning = _turning_words()
    tells = [word in turning or _NUMBER.search(word) is not None for word in words]
    for start in range(len(words) - _RUN + 1):
        end = start + _RUN
        run = crc32(" ".join(words[start:end]).encode("utf-8", "replace"))
        yield run, any(tells[start:end])


@cache
def _turning_words() -> frozenset[str]:
    path = Path(__file__).with_name("turning_words.yaml")
    listed: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return frozenset(word for words in listed.values() for word in words)
