"""What leads to a kommune: names, numbers of today and before, counties that tell two apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.register.names import NameTable, exact_key, places
from corpus.register.types import Municipality


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The tables that look-ups and the search for names in a text share."""

    municipalities: tuple[Municipality, ...]
    names: NameTable
    by_number: dict[str, Municipality]
    successors: dict[str, tuple[Municipality, ...]]
    """By an old number: who has its place now."""
    counties: dict[str, tuple[str, ...]]
    """By the name of a county or region, today's or before: the numbers of today's counties."""

    @classmethod
    def of(cls, municipalities: Iterable[Municipality]) -> Gazetteer:
        """Build the tables."""
        listed = tuple(municipalities)
        successors: dict[str, list[Municipality]] = defaultdict(list)
        counties = dict(places())
        for municipality in listed:
            counties[exact_key(municipality.county)] = (municipality.county_number,)
            for before in municipality.predecessors:
                successors[before.number].append(municipality)
        return cls(
            municipalities=listed,
            names=NameTable.of(listed),
            by_number={municipality.number: municipality for municipality in listed},
            successors={number: tuple(found) for number, found in successors.items()},
            counties=counties,
        )

    def numbered(self, number: str) -> tuple[Municipality, ...]:
        """Return who has the number, or has the place of who had it."""
        now = self.by_number.get(number)
        return (now,) if now else self.successors.get(number, ())

    def within(self, candidates: tuple[Municipality, ...], county: str) -> tuple[Municipality, ...]:
        """Return the candidates that lie in the county or region of that name."""
        numbers = self.counties.get(exact_key(county), ())
        return tuple(found for found in candidates if found.county_number in numbers)
