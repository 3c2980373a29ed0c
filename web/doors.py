"""Which addresses answer, and how large a request may be.

The toolkit brings addresses that this page does not use: uploads, a proxy, files, monitoring, a
list of its functions. They are closed by listing what is open, so that a new release opens none.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.errors import error_response

MOST_BYTES = 1_000_000
OPEN_TO_POST = (
    "/api/ask",
    "/api/calculate",
    "/gradio_api/queue/join",
    "/gradio_api/cancel",
    "/gradio_api/reset",
)
OPEN_TO_GET = (
    "/", "/healthz", "/docs", "/openapi.json", "/manifest.json",
    "/config", "/theme.css", "/gradio_api/theme.css", "/favicon.ico", "/robots.txt",
    "/gradio_api/queue/data", "/gradio_api/startup-events", "/gradio_api/app_id",
)  # fmt: skip
OPEN_FOLDERS = ("/assets/", "/static/", "/gradio_api/heartbeat/")


class Doors:
    """Answers 404 or 405 for what is not open and 413 for a body that is too large."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        allowed = _allowed(scope["path"])
        if scope["method"] not in allowed:
            await _closed(request, allowed)(scope, receive, send)
            return
        body = await _body(request)
        if body is None:
            refusal = error_response(request, 413, "api_too_large", limit=MOST_BYTES)
            await refusal(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)


def _allowed(path: str) -> set[str]:
    """The methods an address answers; none when it is closed."""
    if path in OPEN_TO_POST:
        return {"POST"}
    return {"GET", "HEAD"} if path in OPEN_TO_GET or path.startswith(OPEN_FOLDERS) else set()


def _closed(request: Request, allowed: set[str]) -> Response:
    if not allowed:
        return error_response(request, 404, "api_not_found")
    response = error_response(request, 405, "api_method")
    response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


async def _body(request: Request) -> bytes | None:
    """The whole body, or None as soon as it is known to be too large."""
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and len(declared) > len(str(MOST_BYTES)):
        return None
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand the body on as one message; afterwards the connection speaks for itself."""
    sent = False

    async def replayed() -> Message:
        nonlocal sent
        if not sent:
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replayed
