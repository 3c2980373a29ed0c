"""Learns the words of the keyword search: compound parts, nynorsk and English forms."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import Stemmer

from index.train.data import TrainingData
from index.words import is_word, raw_words

PART_COUNT, SHORT_PART_COUNT = 20, 300
"""How often a word of four letters or more, or of three, must occur to count as a part."""
MAX_PARTS = 24_000
MAX_ENGLISH = 9_000
MIN_PLACES, MIN_SHARE = 2, 0.5
"""How often, and for what share of its places, one bokmål word must stand for a nynorsk one."""
MIN_TOGETHER, MIN_ASSOCIATION = 3, 0.1

_SMALL = """
av avs de den der det eller ende ene ens ert etter fore foran for fra fram frem gjen het
hets imot inn inne innen ing inga inger ingen isk kan lig lige ling med mellom men mot ner
nen opp oppe over pre sam ser ske skal som ste ter til tilbake unna under ute uten ved vil
være ans ant ere ern eng ang ong isme est ist ete eta ane ale rel ell ikke and ond
"""
"""Small words and endings: «overtredelse» is no compound of «over»."""
_NOT_PARTS = frozenset(_SMALL.split())
_SHORT = 3


def learn_lexicon(data: TrainingData) -> dict[str, object]:
    """Return the compound parts with their counts, and nynorsk and English words with Norwegian."""
    counts = _counts(data)
    nynorsk = _nynorsk(data)
    return {
        "parts": _parts(counts),
        "nynorsk": nynorsk,
        "english": _english(data, counts, nynorsk),
    }


def write_lexicon(path: Path, lexicon: dict[str, object]) -> None:
    """Write the lexicon; the same lexicon is the same bytes."""
    text = json.dumps(lexicon, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def _counts(data: TrainingData) -> Counter[str]:
    counts: Counter[str] = Counter()
    for section in (*data.train.sections, *data.passages):
        counts.update(filter(is_word, raw_words(f"{section.heading} {section.text}")))
    for texts in data.parallel:
        for language in ("nb", "nn"):
            counts.update(filter(is_word, raw_words(texts.get(language, ""))))
    return counts


def _parts(counts: Counter[str]) -> dict[str, int]:
    usual = [
        (word, count)
        for word, count in counts.most_common()
        if count >= (SHORT_PART_COUNT if len(word) == _SHORT else PART_COUNT)
        and len(word) >= _SHORT
        and word not in _NOT_PARTS
    ]
    return dict(sorted(usual[:MAX_PARTS]))


def _nynorsk(data: TrainingData) -> dict[str, str]:
    """Map a nynorsk word to the bokmål word that mostly stands in its place."""
    places: dict[str, Counter[str]] = {}
    train_headings = {section.heading for section in data.train.sections}
    pairs = [(nb, nn) for nb, nn in sorted(data.headings_nn.items()) if nb in train_headings]
    pairs += [(t["nb"], t["nn"]) for t in data.parallel if "nb" in t and "nn" in t]
    for bokmaal, nynorsk in pairs:
        for left, right in _aligned(list(raw_words(bokmaal)), list(raw_words(nynorsk))):
            if is_word(left) and is_word(right):
                places.setdefault(right, Counter())[left] += 1
    stemmer = Stemmer.Stemmer("norwegian")
    found: dict[str, str] = {}
    for word, choices in sorted(places.items()):
        best, count = max(choices.items(), key=lambda item: (item[1], item[0]))
        sure = count >= MIN_PLACES and count / choices.total() >= MIN_SHARE
        if sure and best != word and stemmer.stemWord(best) != stemmer.stemWord(word):
            found[word] = best
    return {word: best for word, best in found.items() if best not in found}


def _aligned(left: list[str], right: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the words that stand in the same place of two sentences."""
    if len(left) == len(right):
        yield from zip(left, right, strict=True)
        return
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    for tag, a_start, a_end, b_start, b_end in matcher.get_opcodes():
        if tag in {"equal", "replace"} and a_end - a_start == b_end - b_start:
            yield from zip(left[a_start:a_end], right[b_start:b_end], strict=True)


def _english(
    data: TrainingData, counts: Counter[str], nynorsk: dict[str, str]
) -> dict[str, list[str]]:
    """Map an English stem to the one or two Norwegian words it goes with most exclusively."""
    english, norwegian = Counter[str](), Counter[str]()
    together: Counter[tuple[str, str]] = Counter()
    surfaces: dict[str, Counter[str]] = {}
    stem, stem_english = (Stemmer.Stemmer(name).stemWord for name in ("norwegian", "english"))
    for left, right in _english_pairs(data, counts):
        words = {stem_english(word) for word in raw_words(left) if _is_content(word)}
        others: set[str] = set()
        for raw in filter(_is_content, raw_words(right)):
            word = nynorsk.get(raw, raw)
            others.add(stem(word))
            surfaces.setdefault(stem(word), Counter())[word] += 1
        english.update(words)
        norwegian.update(others)
        together.update((word, other) for word in words for other in others)
    ranked: dict[str, list[tuple[float, str]]] = {}
    for (word, other), count in together.items():
        score = count * count / (english[word] * norwegian[other])
        if count >= MIN_TOGETHER and score >= MIN_ASSOCIATION and word != other:
            ranked.setdefault(word, []).append((score, other))
    usual = sorted(ranked, key=lambda word: (-english[word], word))[:MAX_ENGLISH]
    return {word: _best(ranked[word], surfaces) for word in sorted(usual)}


def _english_pairs(data: TrainingData, counts: Counter[str]) -> Iterator[tuple[str, str]]:
    """Yield sentences with their translations, and titles of one word that the laws use."""
    for texts in data.parallel:
        norwegian = texts.get("nb") or texts.get("nn")
        if norwegian and "en" in texts and texts.get("kind") != "bible":
            yield texts["en"], norwegian
    for english, norwegian in data.titles:
        one_word = len(english.split()) == len(norwegian.split()) == 1
        if one_word and counts[norwegian.lower()] >= PART_COUNT:
            yield from [(english, norwegian)] * MIN_TOGETHER


def _best(ranked: list[tuple[float, str]], surfaces: dict[str, Counter[str]]) -> list[str]:
    ranked = sorted(ranked, key=lambda item: (-item[0], item[1]))[:2]
    return [
        max(surfaces[other].items(), key=lambda item: (item[1], item[0]))[0]
        for score, other in ranked
        if score >= ranked[0][0] / 2
    ]


def _is_content(word: str) -> bool:
    return is_word(word) and len(word) > 1
