"""The API answers as the shell does, and says in one sentence what is wrong with a request."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app import QUIET
from assistant import Answer, Language, Progress, Settings, Turn, open_assistant
from web import create_app

CASE = {
    "grant": "alis_agreement", "municipality": "Hasvik", "category": "fastlege", "share": "100 %",
    "start": "2025-06-01", "end": "2026-05-31", "first_start": "2025-06-01",
}  # fmt: skip
QUESTION = "Hvem kan søke om tilskuddet?"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module", autouse=True)
def quiet() -> Iterator[None]:
    """The page's toolkit is loaded as the server loads it: calling nobody."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in QUIET.items():
            environment.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    assistant = open_assistant(settings, notice=print)
    app = create_app(assistant, Language.BOKMAAL)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


class Broken:
    """An assistant that fails in every way."""

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        raise RuntimeError(question)

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Progress | Answer]:
        raise RuntimeError(question)

    def calculate(self, case: Mapping[str, Any], language: str = "nb") -> Answer:
        raise RuntimeError

    def status(self) -> Mapping[str, Any]:
        return {}


def error_of(response: Any) -> str:
    """The one sentence, with nothing beside it."""
    body = response.json()
    assert list(body) == ["error"]
    assert body["error"].endswith(".")
    assert "Traceback" not in body["error"]
    return str(body["error"])


def test_a_question_is_answered_with_every_field_of_an_answer(client: TestClient) -> None:
    answer = client.post("/api/ask", json={"question": QUESTION}).raise_for_status().json()
    assert list(answer) == [
        "id", "status", "language", "text", "missing", "suggestions", "citations", "calculation",
        "model", "index",
    ]  # fmt: skip
    assert answer["status"] == "answered"
    assert answer["citations"]


def test_an_amount_comes_as_a_string_with_two_decimals_and_its_working(client: TestClient) -> None:
    answer = client.post("/api/calculate", json={"case": CASE}).raise_for_status().json()
    assert answer["calculation"]["amount"] == "580433.05"
    assert answer["calculation"]["official"] is False
    assert answer["calculation"]["period"] == {"from": "2025-06-01", "to": "2026-05-31"}
    assert sum(float(step["amount"]) for step in answer["calculation"]["steps"]) == 580433.05


def test_the_language_of_a_case_is_chosen(client: TestClient) -> None:
    body = {"case": CASE, "language": "en"}
    assert client.post("/api/calculate", json=body).json()["language"] == "en"


def test_a_number_in_a_case_stays_exact(client: TestClient) -> None:
    raw = json.dumps({"case": CASE | {"share": "SHARE"}}).replace('"SHARE"', "0.8")
    exact = client.post("/api/calculate", content=raw, headers=JSON).raise_for_status().json()
    words = client.post("/api/calculate", json={"case": CASE | {"share": "80 %"}}).json()
    assert exact["calculation"]["amount"] == words["calculation"]["amount"]


def test_earlier_turns_are_remembered(client: TestClient) -> None:
    first = (
        "Hvor mye kan Hasvik maksimalt få for en ny fastlege i 100 % fra 1. juni 2025 til "
        "31. mai 2026, med ALIS-avtale? Hun startet som fastlege 1. juni 2025."
    )
    body = {"question": "Hva om hun jobber 50 %?", "turns": [first]}
    answer = client.post("/api/ask", json=body).raise_for_status().json()
    assert answer["calculation"]["inputs"]["share"].startswith("50")


def test_health_names_the_model_and_the_index(client: TestClient) -> None:
    health = client.get("/healthz").raise_for_status().json()
    assert health["status"] == "ok"
    assert health["model"] == "built-in"
    assert health["index"]


BAD_BODIES = [
    ("not JSON", b"{", 422),
    ("nothing", b"", 422),
    ("not UTF-8", b'{"question": "\xff\xfe"}', 400),
    ("a list", b'["question"]', 422),
    ("a bare string", b'"question"', 422),
    ("no question", b"{}", 422),
    ("null", b'{"question": null}', 422),
    ("a number", b'{"question": 5}', 422),
    ("empty", b'{"question": ""}', 422),
    ("blank", b'{"question": " \\n\\t\\u00a0"}', 422),
    ("only control characters", b'{"question": "\\u0000\\u0007\\u001b"}', 422),
    ("a lone surrogate", b'{"question": "hvem \\ud83d kan"}', 422),
    ("too long", b'{"question": "' + b"a" * 100_000 + b'"}', 422),
    ("an unknown field", b'{"question": "Hvem?", "<script>": 1}', 422),
    ("NaN", b'{"question": NaN}', 400),
    ("Infinity beside it", b'{"question": "Hvem?", "turns": [Infinity]}', 400),
    ("deep nesting", b'{"question": ' + b"[" * 50_000 + b"]" * 50_000 + b"}", 400),
    ("deep turns", b'{"question": "Hvem?", "turns": ' + b"[" * 200 + b"]" * 200 + b"}", 422),
    ("turns that are text", b'{"question": "Hvem?", "turns": "Hei"}', 422),
    ("too many turns", b'{"question": "Hvem?", "turns": [' + b'"a",' * 50 + b'"a"]}', 422),
    ("a huge number", b'{"question": ' + b"9" * 10_000 + b"}", 400),
]


@pytest.mark.parametrize(
    ("body", "status"), [b[1:] for b in BAD_BODIES], ids=[b[0] for b in BAD_BODIES]
)
def test_a_bad_question_is_refused_in_one_sentence(
    client: TestClient, body: bytes, status: int
) -> None:
    response = client.post("/api/ask", content=body, headers=JSON)
    assert response.status_code == status, response.text
    assert "<script>" not in error_of(response)


BAD_CASES: list[tuple[str, Any]] = [
    ("no case", {}),
    ("a case that is a list", {"case": []}),
    ("an unknown fact", {"case": {"shoe_size": 43}}),
    ("a share in words", {"case": CASE | {"share": "mye"}}),
    ("a date that is none", {"case": CASE | {"start": "2025-02-30"}}),
    ("a number far too large", {"case": CASE | {"rate": 10**60}}),
    ("a fact that is nested", {"case": CASE | {"share": [[[["100 %"]]]]}}),
    ("positions that are text", {"case": CASE | {"positions": "to"}}),
    ("an unknown language", {"case": CASE, "language": "se"}),
    ("a text that is far too long", {"case": CASE | {"municipality": "x" * 5000}}),
    ("too many facts", {"case": {f"fact_{n}": n for n in range(100)}}),
]


@pytest.mark.parametrize("body", [c[1] for c in BAD_CASES], ids=[c[0] for c in BAD_CASES])
def test_a_case_that_cannot_be_read_is_refused_in_one_sentence(
    client: TestClient, body: Any
) -> None:
    response = client.post("/api/calculate", json=body)
    assert response.status_code == 422, response.text
    error_of(response)


def test_not_a_number_in_a_case_is_not_json(client: TestClient) -> None:
    response = client.post("/api/calculate", content=b'{"case": {"share": NaN}}', headers=JSON)
    assert response.status_code == 400
    assert "JSON" in error_of(response)


def test_a_missing_fact_of_a_case_is_an_answer_and_not_an_error(client: TestClient) -> None:
    case = {key: value for key, value in CASE.items() if key != "category"}
    answer = client.post("/api/calculate", json={"case": case}).raise_for_status().json()
    assert answer["status"] == "needs_input"
    assert answer["missing"] == ["category"]


@pytest.mark.parametrize("declared", [True, False], ids=["declared", "in parts"])
def test_a_body_that_is_too_large_is_refused(client: TestClient, *, declared: bool) -> None:
    large = b'{"question": "' + b"a" * 1_000_000 + b'"}'
    content = large if declared else iter([large[:500_000], large[500_000:]])
    response = client.post("/api/ask", content=content, headers=JSON)
    assert response.status_code == 413
    assert "1000000" in error_of(response)


def test_a_form_is_not_a_question(client: TestClient) -> None:
    response = client.post("/api/ask", data={"question": QUESTION})
    assert response.status_code == 422
    error_of(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/ask", 405), ("DELETE", "/api/calculate", 405), ("GET", "/api/nothing", 404)],
)
def test_a_wrong_address_or_method_is_said_in_json(
    client: TestClient, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    error_of(response)


@pytest.mark.parametrize(
    ("accepted", "sentence"),
    [
        ("", "Feltet «question» mangler."),
        ("nn-NO,nb;q=0.8", "Feltet «question» manglar."),
        ("en-GB,en;q=0.9", "The field 'question' is missing."),
        ("no", "Feltet «question» mangler."),
        ("sv,fi", "Feltet «question» mangler."),
        ("\x7f;;;,,", "Feltet «question» mangler."),
    ],
)
def test_an_error_speaks_the_callers_language(
    client: TestClient, accepted: str, sentence: str
) -> None:
    response = client.post("/api/ask", json={}, headers={"Accept-Language": accepted})
    assert error_of(response) == sentence


def test_what_breaks_inside_is_said_without_its_insides() -> None:
    app = create_app(Broken(), Language.BOKMAAL)
    with TestClient(app, raise_server_exceptions=False) as broken:
        response = broken.post("/api/ask", json={"question": "hemmelig"})
    assert response.status_code == 500
    assert "hemmelig" not in error_of(response)


def test_the_description_names_every_field_that_is_sent(client: TestClient) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    answer = client.post("/api/ask", json={"question": QUESTION}).json()
    named = list(schemas["AnswerOut"]["properties"])
    assert [name for name in named if name != "alternatives"] == list(answer)
    assert list(schemas["CitationOut"]["properties"]) == list(answer["citations"][0])
