"""The register of kommuner: by number, by name, and wherever a text names one."""

from __future__ import annotations

import re

from corpus.register.gazetteer import Gazetteer
from corpus.register.mentions import find_mentions
from corpus.register.names import exact_key, words
from corpus.register.passages import passage
from corpus.register.types import Mention, Municipality
from corpus.register.unknown import find_unknown
from corpus.types import Chunk

_NUMBER = re.compile(r"(?<!\d)\d{4}(?!\d)")
_PLACE = re.compile(r"^(?P<name>.+?)(?:\s+(?:i|in|på)\s+|\s*[,(/]\s*)(?P<place>[^()]+?)\s*\)?$")
_MOST_SUGGESTIONS = 5


class Register:
    """All kommuner; a name that several bear gives them all, and the caller asks which."""

    def __init__(self, municipalities: tuple[Municipality, ...]) -> None:
        """Build the tables that the look-ups use."""
        self.municipalities = municipalities
        self._gazetteer = Gazetteer.of(municipalities)

    def __len__(self) -> int:
        """How many kommuner there are."""
        return len(self.municipalities)

    def by_number(self, number: str) -> Municipality | None:
        """Return the kommune with today's number."""
        return self._gazetteer.by_number.get(number)

    def find(self, name: str) -> tuple[Municipality, ...]:
        """Return who bears the name, in any official language, or has the number, now or before.

        None where nobody does; several where the name, or an old number, does not say which. A
        county settles it: «Herøy i Nordland».
        """
        number = _NUMBER.search(name)
        if number:
            return self._gazetteer.numbered(number[0])
        plain = self._without_kommune(name)
        found = self._gazetteer.names.bearers(plain)
        if found:
            return found
        parted = _PLACE.match(plain)
        if parted is None:
            return ()
        bearers = self._gazetteer.names.bearers(self._without_kommune(parted["name"]))
        return self._gazetteer.within(bearers, parted["place"])

    def suggest(self, name: str) -> tuple[Municipality, ...]:
        """Return who bears a name within a slip or two of this one, the closest first."""
        close = self._gazetteer.names.close(self._without_kommune(name))
        return tuple(found for _, _, found in close[:_MOST_SUGGESTIONS])

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return where the text names a kommune, in order."""
        return find_mentions(text, self._gazetteer)

    def unknown_names(self, text: str) -> tuple[str, ...]:
        """Return what the text calls a kommune and the register does not know."""
        return find_unknown(text, self._gazetteer)

    def passage(self, municipality: Municipality) -> Chunk:
        """Return the kommune's row as sentences that can be cited."""
        return passage(municipality)

    def _without_kommune(self, name: str) -> str:
        kept = [word for word in name.split() if exact_key(word) not in words("kommune")]
        return " ".join(kept).strip(" .,:;!?«»\"'")
