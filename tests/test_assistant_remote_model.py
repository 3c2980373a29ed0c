"""A model behind an OpenAI-compatible server: its draft is taken, or the built-in one answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from assistant import Answer, Records, Settings, SettingsError, Status, open_assistant
from assistant.agent import Assistant as Made
from assistant.models import remote_model

if TYPE_CHECKING:
    from assistant import Assistant

QUESTION = "Hvem kan søke om tilskuddet?"
Reply = dict[str, Any] | int | str
"""A chat completion's message, an HTTP status, or a body that is no JSON."""


@dataclass
class Script:
    """What the server says to each request in turn; the last reply is repeated."""

    replies: list[Callable[[dict[str, Any]], Reply]]
    requests: list[dict[str, Any]] = field(default_factory=list)

    def next(self, request: dict[str, Any]) -> Reply:
        self.requests.append(request)
        return self.replies[min(len(self.requests), len(self.replies)) - 1](request)


@contextmanager
def serving(script: Script) -> Iterator[str]:
    """A chat completions server on loopback that follows a script; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = script.next(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            code, body = (
                reply if isinstance(reply, int) else 200,
                reply if isinstance(reply, str) else "",
            )
            if isinstance(reply, dict):
                choice = {
                    "index": 0,
                    "message": {"role": "assistant", **reply},
                    "finish_reason": "stop",
                }
                body = json.dumps(
                    {
                        "id": "x",
                        "object": "chat.completion",
                        "created": 0,
                        "model": "test",
                        "choices": [choice],
                    }
                )
            self.send_response(code)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def calls(tool: str, **arguments: Any) -> Callable[[dict[str, Any]], Reply]:
    function = {"name": tool, "arguments": json.dumps(arguments)}
    message = {
        "content": None,
        "tool_calls": [{"id": "t1", "type": "function", "function": function}],
    }
    return lambda _: message


def says(content: str) -> Callable[[dict[str, Any]], Reply]:
    return lambda _: {"content": content}


def passages(request: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(request["messages"][-1]["content"])["passages"]
    return found


def drafts(text: str, **changes: Any) -> Callable[[dict[str, Any]], Reply]:
    """A draft that cites the first passage handed over, changed as said."""

    def reply(request: dict[str, Any]) -> Reply:
        first = passages(request)[0]
        sentence = {"text": text, "evidence": [first["id"]], "quote": first["text"][:40]} | changes
        return {"content": json.dumps({"status": "answered", "sentences": [sentence]})}

    return reply


SEARCH = calls("search_texts", query="hvem kan søke")


@pytest.fixture
def ask(
    alis: Assistant, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[Answer, dict[str, Any]]]:
    """Ask through a scripted server; the answer and its record come back."""

    def asking(script: Script, question: str = QUESTION) -> tuple[Answer, dict[str, Any]]:
        with serving(script) as address:
            monkeypatch.setenv("OPENAI_BASE_URL", address)
            monkeypatch.setenv("OPENAI_API_KEY", "x")
            settings = replace(alis.settings, model="openai:test")
            wired = Made(settings, alis.toolbox, alis.built_in, remote_model(settings.model))
            answer = wired.ask(question)
        return answer, Records(settings.home).load(answer.id).body

    return asking


def test_a_proper_draft_is_the_answer(ask: Callable[..., Any]) -> None:
    script = Script([SEARCH, drafts("Kommunen kan søke.")])
    answer, body = ask(script)
    assert (answer.model, answer.status) == ("openai:test", Status.ANSWERED)
    assert answer.text == "Kommunen kan søke. [1]"
    quote = passages(script.requests[1])[0]["text"][:40]
    assert [c.quote for c in answer.citations] == [quote]
    assert body["problems"] == []
    assert [c["tool"] for c in body["tool_calls"]] == ["search_texts"]


def test_the_model_is_told_the_rules_and_the_four_tools(ask: Callable[..., Any]) -> None:
    script = Script([SEARCH, drafts("Kommunen kan søke.")])
    ask(script, "Legen 010190 12345 (ola@x.no) er ny. Hvem kan søke?")
    first = script.requests[0]
    assert first["messages"][0]["role"] == "system"
    assert "answer only from what" in first["messages"][0]["content"]
    names = {tool["function"]["name"] for tool in first["tools"]}
    assert names == {"search_texts", "calculate_grant", "check_eligibility", "look_up_municipality"}
    sent = json.dumps(script.requests, ensure_ascii=False)
    assert "[fødselsnummer]" in sent
    assert not any(secret in sent for secret in ("010190", "12345", "ola@x.no"))


def test_the_setting_alone_puts_the_model_first(
    alis: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Script([SEARCH, drafts("Kommunen kan søke.")])) as address:
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        monkeypatch.setenv("OPENAI_API_KEY", "x")
        opened = open_assistant(replace(alis.settings, model="openai:test"), notice=print)
        assert opened.model_name == "openai:test"
        assert opened.ask(QUESTION).model == "openai:test"


def test_an_amount_comes_from_the_calculator(ask: Callable[..., Any]) -> None:
    case = {
        "grant": "alis_agreement", "municipality": "Hasvik", "category": "fastlege",
        "share": "100 %",
        "start": "2025-06-01", "end": "2026-05-31", "first_start": "2025-06-01",
    }  # fmt: skip

    def reply(request: dict[str, Any]) -> Reply:
        told = json.loads(request["messages"][-1]["content"])
        sentence = {"text": f"Taket er {told['amount'].replace('.', ',')} kroner."}
        draft = {"status": "answered", "sentences": [sentence], "calculation": told["calculation"]}
        return {"content": json.dumps(draft)}

    answer, _ = ask(Script([calls("calculate_grant", case=case), reply]), "Hva får Hasvik?")
    assert answer.model == "openai:test"
    assert str(answer.calculation and answer.calculation.amount) == "580433.05"
    assert answer.text.startswith("Taket er 580433,05 kroner.")


HALF = '{"status": "answered", "sentences": [{"text": "\\ud800"}]}'
BARE = '{"status": "answered", "sentences": [{"text": "Alle."}]}'
INVENTED = drafts("Alle kan søke.", evidence=["k12345678"])
BAD: dict[str, tuple[list[Callable[[dict[str, Any]], Reply]], str]] = {
    "an invented citation": ([SEARCH, INVENTED], "was not issued"),
    "altered words": ([SEARCH, drafts("Alle.", quote="Alle kan søke alltid")], "not verbatim"),
    "a wrong number": ([SEARCH, drafts("Dere får 987 654 kroner.")], "'987 654' has no origin"),
    "a link": ([SEARCH, drafts("Se https://example.org")], "link, picture"),
    "no source": ([says(BARE)], "must cite"),
    "no draft": ([says("Alle kan søke!")], "not a draft"),
    "nothing": ([says("")], "not a draft"),
    "half a character": ([says(HALF)], "not a draft"),
    "a server error": ([lambda _: 500], "APIError"),
    "a refused key": ([lambda _: 401], "AuthenticationError"),
    "no JSON from the server": ([lambda _: "<html>"], ""),
    "a tool that is not there": ([calls("delete_everything")], ""),
    "tools without end": ([SEARCH], "GraphRecursionError"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_model_that_fails_is_replaced_by_the_built_in_one(
    name: str, ask: Callable[..., Any], alis: Assistant
) -> None:
    replies, reason = BAD[name]
    answer, body = ask(Script(replies))
    expected = alis.ask(QUESTION)
    assert answer.model == "built-in"
    assert (answer.text, answer.citations) == (expected.text, expected.citations)
    [problem] = body["problems"]
    assert problem["model"] == "openai:test"
    assert reason in str(problem.get("rejected") or problem["failed"])


def test_a_tool_called_with_nonsense_is_told_or_replaced(ask: Callable[..., Any]) -> None:
    for arguments in ({"query": 7, "on": 7}, {"on": "2025-13-45"}, {}):
        answer, _ = ask(Script([calls("search_texts", **arguments), says("?")]))
        assert answer.model == "built-in"
        assert answer.status is Status.ANSWERED


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gpt", "PROVIDER:NAME"),
        ("nosuch:model", "PROVIDER:NAME"),
        ("anthropic:claude", "pip install langchain-anthropic"),
        ("google_genai:gemini", "pip install langchain-google-genai"),
    ],
)
def test_a_model_that_cannot_be_used_is_said_before_anything_is_built(
    name: str, said: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError) as caught:
        open_assistant(Settings(home=tmp_path / "home", model=name), notice=print)
    assert said in str(caught.value)
    assert f"ALIS_MODEL={name}" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "home").exists()


def test_a_key_that_is_missing_is_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        open_assistant(Settings(home=tmp_path, model="openai:test"), notice=print)
