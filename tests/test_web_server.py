"""The server opens few doors, sends narrow headers, and its pages load nothing from elsewhere."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from app import QUIET
from assistant import Answer, Language, Progress, Turn
from web import create_app

FOREIGN = re.compile(r"""(?:src|href|url|@import)\s*[=(]?\s*["']?(?:https?:)?//""")


class Silent:
    """An assistant that is not asked in these tests."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        raise NotImplementedError

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Progress | Answer]:
        raise NotImplementedError

    def calculate(self, case: Mapping[str, Any], language: str = "nb") -> Answer:
        raise NotImplementedError

    def status(self) -> Mapping[str, Any]:
        return {"model": "built-in"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as environment:
        for name, value in QUIET.items():
            environment.setenv(name, value)
        with TestClient(create_app(Silent(), Language.BOKMAAL)) as opened:
            yield opened


@pytest.mark.parametrize("path", ["/", "/docs", "/healthz", "/manifest.json", "/nothing"])
def test_every_response_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy or "object-src 'none'" in policy
    assert "*" not in policy
    assert "http" not in policy


def test_no_inline_script_runs_that_is_not_the_pages_own(client: TestClient) -> None:
    response = client.get("/")
    [scripts] = re.findall(r"script-src ([^;]+);", response.headers["content-security-policy"])
    assert "'unsafe-inline'" not in scripts
    inline = re.findall(r"<script(?![^>]*\ssrc=)", response.text)
    assert scripts.count("'sha256-") == len(inline)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("POST", "/upload"),
        ("GET", "/gradio_api/info"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/file=pyproject.toml"),
        ("GET", "/gradio_api/proxy=https://example.no/"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/monitoring/summary"),
        ("POST", "/gradio_api/component_server"),
        ("POST", "/gradio_api/run/answer"),
        ("POST", "/gradio_api/call/answer"),
        ("POST", "/gradio_api/vibe-edit"),
        ("POST", "/login"),
        ("GET", "/gradio_api/deep_link"),
        ("GET", "/redoc"),
        ("GET", "/static/own/../page.py"),
        ("GET", "/static/own/%2e%2e/texts.yaml"),
    ],
)
def test_the_toolkits_other_doors_are_closed(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 404
    assert "root:" not in response.text


def test_no_function_of_the_page_is_public(client: TestClient) -> None:
    shown = [d["api_visibility"] for d in client.get("/config").json()["dependencies"]]
    assert shown
    assert set(shown) == {"private"}


def test_the_page_offers_no_upload_and_shows_no_errors_of_the_server(client: TestClient) -> None:
    config = client.get("/config").json()
    assert not {c["type"] for c in config["components"]} & {"file", "uploadbutton", "image"}
    assert config["show_error"] is False


def test_the_documentation_is_one_page_without_scripts_that_loads_nothing(
    client: TestClient,
) -> None:
    page = client.get("/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert "<script" not in page.text
    assert not FOREIGN.search(page.text.replace("http://127.0.0.1", ""))
    for said in ("POST /api/ask", "POST /api/calculate", "GET /healthz", "AnswerOut", "curl"):
        assert said in page.text, said
    assert client.get("/static/own/docs.css").status_code == 200


def test_the_description_is_served_as_openapi(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    assert description["openapi"].startswith("3.")
    assert set(description["paths"]) == {"/api/ask", "/api/calculate", "/healthz"}


def test_what_the_page_asks_for_at_first_is_there(client: TestClient) -> None:
    page = client.get("/").text
    own = set(re.findall(r"/static/own/[\w.]+", page))
    assert own == {"/static/own/page.js", "/static/own/icon.svg"}
    for path in [*own, "/manifest.json"]:
        assert client.get(path).status_code == 200, path


def test_the_fonts_that_the_page_names_are_served_from_here(client: TestClient) -> None:
    css = client.get("/theme.css").text
    fonts = re.findall(r"url\('([^']+)'\)", css)
    assert fonts
    for font in fonts:
        assert client.get(f"/{font}").status_code == 200, font
    assert not FOREIGN.search(css)


@pytest.mark.parametrize("name", ["page.css", "answer.css", "docs.css", "page.js"])
def test_our_own_files_load_nothing_from_elsewhere(client: TestClient, name: str) -> None:
    text = client.get(f"/static/own/{name}").text
    assert text
    assert "http://" not in text
    assert "https://" not in text


def test_a_socket_is_not_opened(client: TestClient) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, client.websocket_connect("/"):
        pass
    assert closed.value.code == 1008
