"""What every response carries, and which doors stand open. Closed unless listed.

Content-Security-Policy, and why it is not narrower:
- scripts: our own files, and the inline scripts of the page by their SHA-256 (the toolkit writes
  its configuration into the page), so `unsafe-inline` is not needed. `unsafe-eval` is: the
  toolkit's HTML part compiles its template with `Function()`. The template is its own constant;
  what we show is an argument of that function and is never compiled.
- styles: `unsafe-inline`, because the toolkit sets style attributes and adds style elements.
"""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-eval'{hashes}; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
    "frame-src 'none'; worker-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def policy(page: bytes = b"") -> str:
    """The Content-Security-Policy of a response; a page's own inline scripts are let in by hash."""
    found = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in found)
    return POLICY.format(hashes=hashes)


class SecurityHeaders:
    """Adds the headers to every response; an HTML page is read whole to know its scripts."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        page = bytearray()

        async def send_with_headers(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                headers.update(HEADERS)
                message = {**message, "headers": headers.raw}
                if headers.get("content-type", "").startswith("text/html"):
                    start = message
                    return
                headers["Content-Security-Policy"] = policy()
                await send({**message, "headers": headers.raw})
            elif start:
                page.extend(message.get("body", b""))
                if not message.get("more_body"):
                    headers = MutableHeaders(raw=list(start["headers"]))
                    headers.setdefault("Content-Security-Policy", policy(bytes(page)))
                    await send({**start, "headers": headers.raw})
                    await send({**message, "body": bytes(page)})
            else:
                await send(message)

        await self.app(scope, receive, send_with_headers)
