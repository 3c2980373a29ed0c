"""A row of the register as sentences that can be quoted and cited."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from corpus.register.types import Municipality
from corpus.safe_yaml import load_yaml
from corpus.types import Authority, Chunk, Source, Wording

_DATA = Path(__file__).with_name("passages.yaml")


def passage(municipality: Municipality) -> Chunk:
    """Return the kommune's row as one chunk, the same at every call."""
    templates = _templates()
    source = templates["source"]
    return Chunk(
        id=f"{source['id']}#{municipality.number}",
        text=" ".join(_sentences(municipality, templates)),
        heading=(_title(municipality),),
        source=Source(
            id=source["id"],
            title=source["title"],
            publisher=source["publisher"],
            url=source["url"],
            authority=Authority.GUIDANCE,
            wording=Wording.OWN,
            language=source["language"],
        ),
    )


def _title(municipality: Municipality) -> str:
    return f"{municipality.name} kommune"


def _sentences(municipality: Municipality, templates: dict[str, Any]) -> list[str]:
    parallel = len(municipality.names) > 1
    chosen = [templates["place_parallel" if parallel else "place"]]
    old = [before for before in municipality.predecessors if before.number != municipality.number]
    if old:
        chosen.append(templates["split" if any(before.split for before in old) else "renumbered"])
    chosen.append(templates["centrality"])
    chosen.append(templates["alis"]["stated" if municipality.alis_stated else "inferred"])
    values = {
        "title": _title(municipality),
        "number": municipality.number,
        "official_name": municipality.official_name,
        "county": municipality.county,
        "index": municipality.centrality_index,
        "class": municipality.centrality_class,
        "version": municipality.centrality_version,
        "rhf": municipality.rhf,
        "office": municipality.alis_office,
        "place": municipality.alis_place,
        "old_numbers": ", ".join(
            f"{before.number} {before.name}" if before.split else before.number for before in old
        ),
    }
    return [template.format(**values) for template in chosen]


@cache
def _templates() -> dict[str, Any]:
    loaded: dict[str, Any] = load_yaml(_DATA.read_text(encoding="utf-8"))
    return loaded
