"""Which addresses may be connected to: handed in, so that a test may use its own machine."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from corpus.types import CorpusError

AddressPolicy = Callable[[str], bool]
"""Whether a numeric address may be connected to."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}


class FetchError(CorpusError):
    """A page was not brought; the message says why."""


def public_only(address: str) -> bool:
    """Whether an address is one of the public network, and no machine or net of our own."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner is None and found in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)
    if inner is not None:
        found = inner
    return found.is_global and not found.is_multicast


def split_url(url: str) -> tuple[SplitResult, str, int]:
    """Return the parts of an address of a page, its host and its port.

    Raises:
        FetchError: it is not an address that is fetched.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme)
    except ValueError as error:
        raise FetchError(f"{url!r} is not an address: {error}") from error
    if parts.scheme not in _PORTS or port is None:
        raise FetchError(f"{url!r} is not fetched; only http:// and https:// are")
    if not host or parts.username is not None or parts.password is not None:
        raise FetchError(f"{url!r} is not fetched; an address names a host and no user")
    if any(ord(char) <= ord(" ") or ord(char) > ord("~") for char in url):
        raise FetchError(f"{url!r} is not fetched; write its letters as %XX")
    return parts, host, port


def resolve(host: str, port: int, *, allowed: AddressPolicy, seconds: float) -> str:
    """Return a numeric address of the host; the one that is checked is the one connected to.

    Raises:
        FetchError: the host is not known, or one of its addresses may not be connected to.
    """
    found: list[str] = []
    failed: list[str] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(str(row[4][0]) for row in rows)
        except (OSError, UnicodeError) as error:
            failed.append(str(getattr(error, "strerror", None) or error))

    looking = threading.Thread(target=look_up, daemon=True)
    looking.start()
    looking.join(seconds)
    if looking.is_alive():
        raise FetchError(f"the name {host} was not looked up within {seconds:.0f} s")
    if failed or not found:
        raise FetchError(f"the host {host} is not known ({'; '.join(failed) or 'no address'})")
    refused = [address for address in found if not allowed(address)]
    if refused:
        raise FetchError(f"{host} leads to {refused[0]}, an address that is not fetched from")
    return found[0]
