"""How a search weighs what it finds: one frozen value, part of every index's fingerprint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from corpus import Authority


def _authority_weights() -> Mapping[Authority, float]:
    return MappingProxyType(
        {
            Authority.BINDING: 1.0,
            Authority.GUIDANCE: 0.97,
            Authority.ANNOUNCEMENT: 0.97,
            Authority.NEWS: 0.92,
            Authority.UNKNOWN: 0.92,
            Authority.UNOFFICIAL: 0.85,
            Authority.OPINION: 0.75,
        }
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides the order of hits, apart from the texts and the embedder."""

    keyword_share: float = 0.5
    """Weight of the keyword score, in units of a word that one text holds, against the cosine."""
    section_share: float = 0.6
    """Weight of the section that a chunk belongs to against the chunk itself, in both scores."""
    asked_share: float = 0.6
    """Weight of the questions that a chunk's section answers against its own words."""
    authority: Mapping[Authority, float] = field(default_factory=_authority_weights)
    """Factor on the score of a chunk, by the authority of its text."""
    not_in_force: float = 0.7
    """Factor for a text that does not hold on the date asked about."""
    superseded: float = 0.7
    """Factor for a text that another text of the index has replaced."""
    pool: int = 50
    """How many candidates are ranked; those that do not become hits are kept as rejected."""
    floor: float = 0.25
    """A candidate below this share of the best score is no hit."""

    def __post_init__(self) -> None:
        """Refuse values that would turn the order around."""
        shares = (
            self.keyword_share,
            self.section_share,
            self.asked_share,
            self.not_in_force,
            self.superseded,
            self.floor,
        )
        if not all(0.0 <= share <= 1.0 for share in (*shares, *self.authority.values())):
            message = "every share and factor of Settings lies between 0 and 1"
            raise ValueError(message)
        if missing := set(Authority) - set(self.authority):
            message = f"Settings.authority lacks {sorted(missing)}"
            raise ValueError(message)

    def as_json(self) -> dict[str, object]:
        """The values as plain JSON, for the fingerprint and the manifest."""
        values: dict[str, object] = {item.name: getattr(self, item.name) for item in fields(self)}
        values["authority"] = {str(key): self.authority[key] for key in sorted(self.authority)}
        return values


DEFAULTS = Settings()
