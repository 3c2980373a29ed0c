"""What each host's robots.txt allows; asked once a run."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from corpus.fetch.addresses import FetchError
from corpus.fetch.http import AGENT, Limits, get

_MISSING = range(400, 500)
_FORBIDDEN = (401, 403)
_OK = 200
_LONGEST_PAUSE_SECONDS = 30.0


class Robots:
    """The rules of the hosts that have been asked."""

    def __init__(self, limits: Limits) -> None:
        """Ask within these limits."""
        self._limits = limits
        self._rules: dict[str, RobotFileParser | FetchError] = {}

    def check(self, url: str) -> float:
        """Return how many seconds the host wants between two requests.

        Raises:
            FetchError: the page must not be fetched, or nobody can say whether it may.
        """
        parts = urlsplit(url)
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._rules:
            try:
                self._rules[host] = self._read(f"{host}/robots.txt")
            except FetchError as error:
                self._rules[host] = FetchError(
                    f"is not fetched, since its robots.txt cannot be had: {error}"
                )
        rules = self._rules[host]
        if isinstance(rules, FetchError):
            raise rules
        if not rules.can_fetch(AGENT, url):
            raise FetchError("its robots.txt asks not to fetch it")
        asked = rules.crawl_delay(AGENT)
        return min(_LONGEST_PAUSE_SECONDS, max(self._limits.pause_seconds, float(asked or 0.0)))

    def _read(self, url: str) -> RobotFileParser:
        answer = get(url, self._limits)
        rules = RobotFileParser(url)
        if answer.status == _OK:
            rules.parse(answer.body.decode("utf-8-sig", "replace").splitlines())
        elif answer.status in _MISSING and answer.status not in _FORBIDDEN:
            rules.parse([])  # without rules everything may be fetched
        else:
            raise FetchError(f"gave status {answer.status}")
        return rules
