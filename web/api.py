"""The assistant over HTTP, beside the page: ask, calculate, and whether the server is well."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from decimal import Decimal
from typing import Any, NoReturn

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from assistant import CaseError, Turn, to_json
from web.asker import Asker
from web.errors import error_response
from web.schema import AnswerOut, AskIn, CaseIn, ErrorOut

ERRORS: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorOut, "description": text}
    for code, text in {
        400: "the body is not JSON",
        413: "the body is too large",
        422: "a field is missing, unknown, of the wrong type or too long",
    }.items()
}


class StrictRequest(Request):
    """A request whose JSON is JSON: no NaN, and decimals stay exact."""

    async def json(self) -> Any:
        """Parse the body."""
        return json.loads(await self.body(), parse_float=Decimal, parse_constant=_no_constant)


class StrictRoute(APIRoute):
    """Routes read their body as a StrictRequest."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, given a StrictRequest."""
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            return await handle(StrictRequest(request.scope, request.receive))

        return handle_strictly


def build_api(assistant: Asker) -> APIRouter:
    """The routes of one assistant."""
    router = APIRouter(route_class=StrictRoute)

    @router.post("/api/ask", responses=ERRORS, response_model_exclude_unset=True)
    def ask(body: AskIn) -> AnswerOut:
        """Answer the question of a conversation.

        The server keeps no conversation: earlier turns are answered again, in order.
        """
        history: tuple[Turn, ...] = ()
        for question in body.turns:
            history = (*history, Turn(question, assistant.ask(question, history=history)))
        return AnswerOut.model_validate(to_json(assistant.ask(body.question, history=history)))

    @router.post(
        "/api/calculate",
        responses=ERRORS,
        response_model=AnswerOut,
        response_model_exclude_unset=True,
    )
    def calculate(body: CaseIn, request: Request) -> AnswerOut | JSONResponse:
        """Compute the amount of a case, with its working."""
        try:
            answer = assistant.calculate(body.case, language=body.language)
        except CaseError as unreadable:
            return error_response(request, 422, "api_case_unreadable", reason=unreadable)
        return AnswerOut.model_validate(to_json(answer))

    @router.get("/healthz")
    def healthz() -> dict[str, Any]:
        """Say that the server answers, with which model and index."""
        return {"status": "ok", **assistant.status()}

    return router


def _no_constant(name: str) -> NoReturn:
    message = f"{name} is not JSON"
    raise ValueError(message)
