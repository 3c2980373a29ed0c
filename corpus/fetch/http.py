"""One GET with a limit on everything: time as a whole, size packed and unpacked, redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic

from corpus.fetch.addresses import AddressPolicy, FetchError, public_only, resolve, split_url

AGENT = "alis-assistenten/0.1"
_PIECE = 1 << 16
_REDIRECT = range(300, 400)
_OK = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost, and where it may go."""

    seconds: float = 20.0
    """For one page from the first look-up to the last byte."""
    size_bytes: int = 8 * 1024 * 1024
    """Of one page, packed and unpacked."""
    pause_seconds: float = 1.0
    """Between two requests to one host, unless its robots.txt asks for more."""
    allowed: AddressPolicy = public_only


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    status: int
    kind: str
    """The content type without its parameters; empty where none is given."""
    charset: str
    body: bytes
    location: str = ""


def get(url: str, limits: Limits, *, accept: str = "*/*") -> Response:
    """Return the answer, whatever its status; redirects are not followed.

    Raises:
        FetchError: nothing came, or it went beyond a limit.
    """
    parts, host, port = split_url(url)
    until = monotonic() + limits.seconds
    address = resolve(host, port, allowed=limits.allowed, seconds=limits.seconds)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _Pinned(host, port, address, max(0.1, until - monotonic()))
    connection.secure = parts.scheme == "https"
    alarm = threading.Timer(max(0.1, until - monotonic()), connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        headers = {"User-Agent": AGENT, "Accept": accept, "Accept-Encoding": "identity"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = b"" if answer.status in _REDIRECT else _body(answer, limits.size_bytes)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if connection.was_cut or isinstance(error, TimeoutError):
            raise FetchError(f"took more than {limits.seconds:g} s") from error
        raise FetchError(f"cannot be fetched: {_reason(error)}") from error
    finally:
        alarm.cancel()
        connection.close()
    if connection.was_cut:
        raise FetchError(f"took more than {limits.seconds:g} s")
    kind = answer.headers.get_content_type() if answer.headers.get("Content-Type") else ""
    charset = answer.headers.get_content_charset() or ""
    return Response(answer.status, kind, charset, body, answer.headers.get("Location") or "")


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, under the host's name."""

    def __init__(self, host: str, port: int, address: str, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.secure = False
        self.was_cut = False
        self._address = address
        self._made: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the checked address; the certificate is that of the name."""
        made = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._made = made
        if self.secure:
            context = ssl.create_default_context()
            self.sock = self._made = context.wrap_socket(made, server_hostname=self.host)

    def cut(self) -> None:
        """End the connection, whatever it waits for."""
        self.was_cut = True
        # Held here too, since the connection lets go of it once an answer has begun.
        if self._made is not None:
            with suppress(OSError):
                self._made.shutdown(socket.SHUT_RDWR)


def _body(answer: http.client.HTTPResponse, limit: int) -> bytes:
    announced = answer.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise FetchError(_too_large(limit))
    packing = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"is packed as {packing!r}, which was not asked for")
    body = bytearray()
    while piece := answer.read(_PIECE):
        body += piece
        if len(body) > limit:
            raise FetchError(_too_large(limit))
    return bytes(body) if packing == "identity" else _unpacked(bytes(body), limit)


def _unpacked(packed: bytes, limit: int) -> bytes:
    """Return what a server packed though nobody asked it to, up to the limit."""
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        body = unpacker.decompress(packed, limit + 1)
    except zlib.error as error:
        raise FetchError(f"is packed and cannot be unpacked ({error})") from error
    if len(body) > limit:
        raise FetchError(_too_large(limit))
    return body


def _too_large(limit: int) -> str:
    return f"is larger than {limit / 1024 / 1024:.0f} MB"


def _reason(error: Exception) -> str:
    said = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return str(said) or type(error).__name__
