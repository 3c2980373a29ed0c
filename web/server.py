"""The server: the API, its documentation and the page, behind the doors and the headers."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.middleware import Middleware
from starlette.staticfiles import StaticFiles

from assistant import Language
from web.api import build_api
from web.asker import Asker
from web.docs import docs_page
from web.doors import Doors
from web.errors import install
from web.page import build_page, mount_page
from web.security import SecurityHeaders
from web.texts import words

STATIC = Path(__file__).parent / "static"
DOCS_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def create_app(assistant: Asker, language: Language) -> FastAPI:
    """Build the whole server around an assistant; the page speaks the language."""
    mimetypes.add_type("text/javascript", ".js")
    app = FastAPI(
        title="ALIS-assistenten",
        version="1",
        description="Answers about the grant scheme Nasjonal ALIS og veiledning, with citations "
        'and exact amounts. An error is `{"error": a sentence}`.',
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(SecurityHeaders), Middleware(Doors)],
    )
    install(app)
    app.include_router(build_api(assistant))
    app.mount("/static/own", StaticFiles(directory=STATIC))
    title = words("title", language)

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(
            docs_page(app.openapi()), headers={"Content-Security-Policy": DOCS_POLICY}
        )

    @app.get("/manifest.json", include_in_schema=False)
    def manifest() -> JSONResponse:
        icon = {"src": "/static/own/icon.svg", "sizes": "any", "type": "image/svg+xml"}
        return JSONResponse({"name": title, "start_url": "/", "icons": [icon]})

    return mount_page(app, build_page(assistant, language))
