"""How well the assistant's own search finds the sections that answer the shipped questions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus import Chunk
from eval.cases import load_cases
from eval.evaluate import TODAY
from eval.intervals import clustered_bootstrap
from eval.markdown import table
from eval.patterns import plain, says
from eval.retrieval_metrics import DEPTH
from eval.types import Case, EvalError, Expectation, Outcome
from index import Index, Progress, ensure_index, load_embedder

Section = tuple[str, tuple[str, ...]]
"""The id of a text, and the path of headings in it."""
Needs = tuple[frozenset[Section], ...]
"""What must be found: of each set, any section will do."""

TOP = 5
_CANDIDATES = 200
_LANGUAGES = ("nb", "nn", "en")
_LEVELS = ("text", "heading")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and how well search met what it needs: by the right text, and the right heading.

    A value is None where the item does not say what is right at that level.
    """

    group: str
    language: str
    recall: dict[str, float | None]
    ndcg: dict[str, float | None]


def measure_shipped(questions: Path, embedder: str | None, progress: Progress) -> tuple[Asked, ...]:
    """Ask the assistant's index every question of one turn that says which texts may be cited."""
    cases = [(case, _cited(case)) for case in load_cases(questions) if len(case.turns) == 1]
    wanted = [(case, expected) for case, expected in cases if expected is not None]
    with TemporaryDirectory(prefix="alis-retrieval-", ignore_cleanup_errors=True) as folder:
        index = ensure_index(Path(folder), embedder=load_embedder(embedder), notice=progress.notice)
        try:
            found = []
            for number, (case, expected) in enumerate(wanted, start=1):
                found.append(_asked(index, case, expected))
                progress.step("questions", number, len(wanted))
        finally:
            index.close()
    asked = tuple(one for one in found if one.recall["text"] is not None)
    if not asked:
        raise EvalError(f"{questions} holds no question of one turn with texts to cite.")
    return asked


def shipped_table(asked: Sequence[Asked]) -> str:
    """Return recall@5 and nDCG@10 by language, the interval drawn by group of questions."""
    rows = []
    for language in ("all", *_LANGUAGES):
        chosen = [one for one in asked if language in ("all", one.language)]
        for level in _LEVELS:
            recall = [(one.group, one.recall[level]) for one in chosen]
            ndcg = [(one.group, one.ndcg[level]) for one in chosen]
            count = sum(value is not None for _, value in recall)
            rows.append([language, level, _cell(recall), _cell(ndcg), str(count)])
    return table(["language", "gold by", f"recall@{TOP}", f"nDCG@{DEPTH}", "n"], rows)


def _asked(index: Index, case: Case, expected: Expectation) -> Asked:
    result = index.search(case.turns[0], on=TODAY, limit=_CANDIDATES)
    hits = (*result.hits, *result.rejected)
    ranked = list(dict.fromkeys(_section(hit.chunk) for hit in hits))
    met = [needs_met(ranked, needs) for needs in _needs(index.chunks, expected)]
    return Asked(
        case.group,
        case.language,
        {level: recall for level, (recall, _) in zip(_LEVELS, met, strict=True)},
        {level: ndcg for level, (_, ndcg) in zip(_LEVELS, met, strict=True)},
    )


def _needs(chunks: Sequence[Chunk], expected: Expectation) -> tuple[Needs, Needs]:
    """What a question needs by text, and by heading: the sections there that say most facts."""
    texts, headings = [], []
    for sources in expected.cite:
        sections: dict[Section, list[Chunk]] = {}
        for chunk in chunks:
            if chunk.source.id in sources:
                sections.setdefault(_section(chunk), []).append(chunk)
        said = {section: _facts(group, expected.must) for section, group in sections.items()}
        if not said:
            continue  # the municipal register, which is no text of the index
        texts.append(frozenset(said))
        most = max(said.values())
        headings.append(frozenset(name for name, facts in said.items() if most and facts == most))
    return tuple(texts), tuple(headings) if all(headings) else ()


def _facts(chunks: Sequence[Chunk], must: Iterable[tuple[str, ...]]) -> int:
    """How many of the facts a section says."""
    words = plain("\n".join((*chunks[0].heading, *(chunk.text for chunk in chunks))))
    return sum(any(says(words, pattern) for pattern in patterns) for patterns in must)


def needs_met(ranked: Sequence[Section], needs: Needs) -> tuple[float | None, float | None]:
    """Return recall@5 and nDCG@10, where the first section that meets a need is what counts.

    >>> here, there = ("a", ("x",)), ("b", ("y",))
    >>> needs_met([there, here], (frozenset({here}),)) == (1.0, 1 / log2(3))
    True
    """
    if not needs:
        return None, None
    places = [
        next((place for place, one in enumerate(ranked[:DEPTH]) if one in need), DEPTH)
        for need in needs
    ]
    gained = sum(1 / log2(place + 2) for place in sorted(places) if place < DEPTH)
    ideal = sum(1 / log2(place + 2) for place in range(len(needs)))
    return sum(place < TOP for place in places) / len(needs), min(1.0, gained / ideal)


def _cited(case: Case) -> Expectation | None:
    """What is expected of the answer, when it names the texts to cite."""
    expected = case.expect[-1]
    return expected if expected is not None and expected.cite else None


def _section(chunk: Chunk) -> Section:
    return chunk.source.id, chunk.heading


def _cell(values: Iterable[tuple[str, float | None]]) -> str:
    outcomes = [(group, Outcome(value, 1)) for group, value in values if value is not None]
    interval = clustered_bootstrap(outcomes)
    if interval is None:
        return "–"
    mean = sum(one.hits for _, one in outcomes) / len(outcomes)
    return f"{mean:.3f} ({interval.low:.3f} to {interval.high:.3f})"
