"""Live pages come from a server on this machine that serves awkward ones; no other is asked."""

import gzip
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest

from corpus import Authority, Source, Text, Wording, load_fetched
from corpus.fetch import Fetched, Fetcher, Limits, LivePage, public_only
from index import gather

PARAGRAPH = (
    "Kommunen kan søke om tilskudd til veiledning av leger som ikke er ferdige spesialister. "
    "Fristen er 15. mars 2025. Søknaden sendes til Fjellvik. "
)
FIRST = date(2025, 6, 1)
LATER = date(2025, 7, 1)
SHIPPED = (
    Text(
        Source(
            "a", "Vår tittel", "Fjellvik kommune", authority=Authority.GUIDANCE, wording=Wording.OWN
        ),
        "Vår tekst.\n",
    ),
)


def html(body: str) -> bytes:
    page = (
        f"<html lang=nb><head><meta charset=utf-8></head><body><main><h1>Om tilskuddet</h1>{body}"
    )
    return f"{page}</main></body></html>".encode()


@dataclass
class Answer:
    """What the server says to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    drip: bool = False
    """Whether the body comes byte by byte for as long as somebody listens."""


class Site:
    """A server that says what a test has written down, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {"/robots.txt": Answer(status=404)}
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.closing = threading.Event()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                site.agents.add(self.headers["User-Agent"])
                site.serve(self, site.answers.get(self.path, Answer(status=404)))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"

    def serve(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        handler.send_response(answer.status)
        for name, value in answer.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        try:
            while answer.drip and not self.closing.wait(0.05):
                handler.wfile.write(b"<p>")
            handler.wfile.write(answer.body)
        except OSError:
            return  # whoever asked has hung up


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    serving = threading.Thread(target=site.server.serve_forever, args=(0.02,), daemon=True)
    serving.start()
    yield site
    site.closing.set()
    site.server.shutdown()
    site.server.server_close()


def limits(**values: object) -> Limits:
    plain: dict[str, object] = {"seconds": 10.0, "size_bytes": 200_000, "pause_seconds": 0.0}
    plain["allowed"] = lambda address: address == "127.0.0.1"
    return Limits(**{**plain, **values})  # type: ignore[arg-type]


def visit(home: Path, site: Site, path: str = "/a", **values: object) -> Fetched:
    day = values.pop("today", FIRST)
    assert isinstance(day, date)
    fetcher = Fetcher(home, shipped=SHIPPED, today=day, limits=limits(**values))
    (found,) = fetcher.visit([LivePage("a", site.root + path, ("a",))])
    return found


def test_a_page_becomes_a_text_in_the_words_of_its_source(tmp_path: Path, site: Site) -> None:
    site.answers["/a"] = Answer(html(f"<p>{PARAGRAPH * 3}</p>"))
    assert visit(tmp_path, site).outcome == "new"
    (text,) = load_fetched(tmp_path).texts
    source = text.source
    assert (source.id, source.title, source.publisher) == (
        "a-live",
        "Om tilskuddet",
        "Fjellvik kommune",
    )
    assert (source.authority, source.wording) == (Authority.GUIDANCE, Wording.ORIGINAL)
    assert (source.url, source.retrieved) == (f"{site.root}/a", FIRST)
    assert "Fristen er 15. mars 2025." in text.body
    record = json.loads((tmp_path / "fetched" / "a.json").read_text("utf-8"))
    assert len(record["sha256"]) == 64
    assert (record["visited"], record["texts"]) == ("2025-06-01", ["a"])
    assert site.agents == {"alis-assistenten/0.1"}


def test_a_change_is_shown_sentence_by_sentence_with_the_texts_it_concerns(
    tmp_path: Path, site: Site
) -> None:
    site.answers["/a"] = Answer(
        html(f"<p>{PARAGRAPH}</p><p>Resten av siden er den samme som før.</p>")
    )
    visit(tmp_path, site)
    site.answers["/a"].body = site.answers["/a"].body.replace(b"15. mars 2025", b"1. april 2025")
    found = visit(tmp_path, site, today=LATER)
    assert (found.outcome, found.since, found.page.texts) == ("changed", FIRST, ("a",))
    assert [line for line in found.diff if line[0] in "+-"] == [
        "--- a before",
        "+++ a now",
        "-Fristen er 15. mars 2025.",
        "+Fristen er 1. april 2025.",
    ]
    assert load_fetched(tmp_path).texts[0].source.retrieved == LATER
    earlier = (tmp_path / "fetched" / ".earlier" / "a-live.md").read_text("utf-8")
    assert "15. mars 2025" in earlier


def test_what_says_the_same_stays_as_it_is_to_the_byte(tmp_path: Path, site: Site) -> None:
    body = f"<p>{PARAGRAPH}</p>"
    site.answers["/a"] = Answer(html(body))
    visit(tmp_path, site)
    stored = (tmp_path / "fetched" / "a-live.md").read_bytes()
    for said in (html(body), html(f"<!-- vist 17 ganger -->{body}")):
        site.answers["/a"].body = said
        found = visit(tmp_path, site, today=LATER)
        assert (found.outcome, found.since) == ("unchanged", FIRST)
    assert (tmp_path / "fetched" / "a-live.md").read_bytes() == stored
    record = json.loads((tmp_path / "fetched" / "a.json").read_text("utf-8"))
    assert (record["visited"], record["changed"]) == ("2025-07-01", "2025-06-01")


def test_contact_details_are_not_kept(tmp_path: Path, site: Site) -> None:
    told = "Spør Kontoret på post@fjellvik.example eller tlf. 22 33 44 55 om noe er uklart."
    site.answers["/a"] = Answer(html(f"<p>{PARAGRAPH}</p><p>{told}</p>"))
    visit(tmp_path, site)
    body = load_fetched(tmp_path).texts[0].body
    assert "@" not in body
    assert "22 33" not in body
    assert "Spør Kontoret på […]" in body


def typed(kind: str, body: bytes = b"x" * 99, *, packed: str = "identity") -> Answer:
    return Answer(body, headers={"Content-Type": kind, "Content-Encoding": packed})


REFUSED = {
    "not found": (Answer(status=404), "gave status 404"),
    "a server that fails": (Answer(status=500), "gave status 500"),
    "a redirect to a private address": (
        Answer(status=302, headers={"Location": "http://172.16.0.1/"}),
        "leads on to 'http://172.16.0.1/'",
    ),
    "a redirect to a page": (Answer(status=301, headers={"Location": "/b"}), "leads on to '/b'"),
    "announced as huge": (
        Answer(b"", headers={"Content-Type": "text/html", "Content-Length": "9000000"}),
        "is larger than",
    ),
    "huge": (typed("text/html", b"<p>" * 100_000), "is larger than"),
    "a gzip bomb": (
        typed("text/html", gzip.compress(b" " * 50_000_000), packed="gzip"),
        "is larger than",
    ),
    "broken gzip": (typed("text/html", b"not packed", packed="gzip"), "cannot be unpacked"),
    "packed in another way": (typed("text/html", packed="br"), "packed as 'br'"),
    "a picture": (typed("image/png"), "is image/png, which is not read"),
    "without a type": (Answer(b"hei", headers={}), "of no type"),
    "without words": (typed("text/html", b"<html><body></body></html>"), "yields no text"),
    "deep": (typed("text/html", b"<div>" * 30_000), "elements more than"),
    "a broken pdf": (typed("application/pdf"), "is not a PDF"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_awkward_page_is_refused_in_a_line_and_what_was_there_stays(
    name: str, tmp_path: Path, site: Site
) -> None:
    site.answers["/a"] = Answer(html(f"<p>{PARAGRAPH}</p>"))
    visit(tmp_path, site)
    before = {p: p.read_bytes() for p in (tmp_path / "fetched").iterdir()}
    site.answers["/a"], expected = REFUSED[name]
    found = visit(tmp_path, site, today=LATER)
    assert found.outcome == "refused"
    assert expected in found.told
    assert "\n" not in found.told
    assert "/b" not in site.asked
    assert {p: p.read_bytes() for p in (tmp_path / "fetched").iterdir()} == before


@pytest.mark.parametrize("slow", ["/a", "/robots.txt"])
def test_a_server_that_never_ends_is_left_in_time(slow: str, tmp_path: Path, site: Site) -> None:
    site.answers[slow] = Answer(drip=True)
    start = monotonic()
    found = visit(tmp_path, site, seconds=0.5)
    assert "took more than 0.5 s" in found.told
    assert monotonic() - start < 60


def test_robots_txt_is_respected_and_asked_once(tmp_path: Path, site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /a\nDisallow: /c\n")
    fetcher = Fetcher(tmp_path, shipped=SHIPPED, today=FIRST, limits=limits())
    site.answers["/b"] = Answer(html(f"<p>{PARAGRAPH}</p>"))
    pages = [LivePage(name, f"{site.root}/{name}", ()) for name in "abc"]
    outcomes = {found.page.id: found.outcome for found in fetcher.visit(pages)}
    assert outcomes == {"a": "refused", "b": "new", "c": "refused"}
    assert site.asked == ["/robots.txt", "/b"]


@pytest.mark.parametrize("status", [301, 401, 403, 500, 503])
def test_where_robots_txt_cannot_be_read_nothing_is_fetched(
    status: int, tmp_path: Path, site: Site
) -> None:
    site.answers |= {"/robots.txt": Answer(status=status), "/a": Answer(html(PARAGRAPH))}
    found = visit(tmp_path, site)
    assert f"since its robots.txt cannot be had: gave status {status}" in found.told
    assert "/a" not in site.asked


def test_this_machine_is_no_address_that_is_fetched_from(tmp_path: Path, site: Site) -> None:
    found = visit(tmp_path, site, allowed=public_only)
    assert "leads to 127.0.0.1, an address that is not fetched from" in found.told
    assert site.asked == []


def test_fetched_pages_stand_before_our_own_wording_and_are_not_needed(
    tmp_path: Path, site: Site
) -> None:
    without = gather(tmp_path)
    site.answers["/a"] = Answer(html(f"<p>{PARAGRAPH * 3}</p>"))
    visit(tmp_path, site)
    made = gather(tmp_path)
    assert made.chunks[0].source.id == "a-live"
    assert made.chunks[len(made.chunks) - len(without.chunks) :] == without.chunks
