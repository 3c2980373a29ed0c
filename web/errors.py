"""Every error over HTTP is `{"error": one sentence}` in the language the caller accepts."""

from __future__ import annotations

import re

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant import Language
from web.texts import words

KEYS = {
    "missing": "api_missing",
    "extra_forbidden": "api_unknown_field",
    "string_too_long": "api_too_long",
    "too_long": "api_too_long",
    "string_unicode": "api_unreadable_text",
    "json_invalid": "api_not_json",
    "model_attributes_type": "api_not_json",
    "blank": "api_blank",
}
STATUS_KEYS = {400: "api_not_json", 404: "api_not_found", 405: "api_method"}
SERVER_ERROR = 500
OURS = {language.value for language in Language}


def install(app: FastAPI) -> None:
    """Make the server answer in this form, whatever goes wrong."""
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _broken)


def error_response(request: Request, status: int, key: str, /, **values: object) -> JSONResponse:
    """The one form of an error."""
    return JSONResponse({"error": words(key, language_of(request), **values)}, status)


def language_of(request: Request) -> Language:
    """The first of our languages in Accept-Language, else bokmål."""
    accepted = request.headers.get("accept-language", "")
    for part in accepted.lower().split(",", maxsplit=10):
        code = part.strip()[:2].replace("no", "nb")
        if code in OURS:
            return Language(code)
    return Language.BOKMAAL


def _invalid(request: Request, error: RequestValidationError) -> JSONResponse:
    """Names the field and never repeats what was in it."""
    first = error.errors()[0]
    place = [str(part) for part in first["loc"] if part != "body"]
    key = KEYS.get(first["type"], "api_wrong_type")
    if key != "api_not_json" and not place:
        key = "api_not_json"
    context = first.get("ctx", {})
    values = {"field": _field(place), "limit": context.get("max_length", "")}
    return error_response(request, 422, key, **values)


def _field(place: list[str]) -> str:
    """The field's path, cut to plain characters: a key may hold anything a caller sends."""
    return re.sub(r"[^\w.\-]", "", ".".join(place[:3]))[:80]


def _refused(request: Request, error: HTTPException) -> JSONResponse:
    key = STATUS_KEYS.get(error.status_code, "api_refused")
    response = error_response(request, error.status_code, key)
    response.headers.update(error.headers or {})
    return response


def _broken(request: Request, _error: Exception) -> JSONResponse:
    return error_response(request, SERVER_ERROR, "broken")
