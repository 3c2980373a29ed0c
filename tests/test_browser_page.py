"""A person at the page: asks, reads, opens a citation, checks an amount. In a real browser.

Where CI is set these tests fail without a browser; elsewhere they skip and say so.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect, sync_playwright

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "Hvem kan søke om tilskuddet?"
AMOUNT = (
    "Hvor mye kan Hasvik maksimalt få for en ny fastlege i 100 % fra 1. juni 2025 til "
    "31. mai 2026, med ALIS-avtale? Hun startet som fastlege 1. juni 2025."
)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Visit:
    """A visitor's page, with what it asked the network for and what the console said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def refuse(self, dialog: Dialog) -> None:
        """No script may open a dialog."""
        self.complaints.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    def ask(self, question: str) -> Locator:
        """Ask by keyboard and wait for the answer's turn."""
        turns = self.page.locator("#finished article.turn")
        before = turns.count()
        self.page.get_by_role("textbox", name="Spørsmålet ditt").fill(question)
        self.page.keyboard.press("Enter")
        expect(turns).to_have_count(before + 1)
        return turns.nth(before)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("home")
    served = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "ALIS_HOME": str(home), "ALIS_PORT": "0"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        said = ""
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", said)):
            line = served.stderr.readline() if served.stderr else ""
            assert line, f"the server did not start: {said}"
            said += line
        yield found[0]
    finally:
        served.terminate()
        served.communicate(timeout=60)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs a browser: apt-get install chromium")
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


def visit(browser: Browser, address: str, *, width: int = 1280) -> Visit:
    context = browser.new_context(viewport={"width": width, "height": 860}, locale="nb-NO")
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("dialog", seen.refuse)
    page.on(
        "console",
        lambda line: seen.complaints.append(line.text) if line.type == "error" else None,
    )
    page.goto(address)
    expect(page.get_by_role("textbox", name="Spørsmålet ditt")).to_be_visible()
    return seen


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Visit]:
    """A visitor; afterwards, whatever the test did, nothing left the machine or went wrong."""
    seen = visit(chromium, address)
    yield seen
    seen.page.wait_for_timeout(200)
    hosts = {urlsplit(url).hostname for url in seen.requests if not url.startswith("data:")}
    assert hosts == {"127.0.0.1"}
    assert seen.complaints == []
    seen.page.context.close()


def test_the_page_says_in_norwegian_what_it_is_and_that_a_machine_answers(visitor: Visit) -> None:
    page = visitor.page
    expect(page).to_have_title("ALIS-assistenten")
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page.get_by_role("heading", level=1)).to_have_text("ALIS-assistenten")
    expect(page.get_by_text("En maskin svarer.")).to_be_visible()
    expect(page.get_by_role("region", name="Samtale")).to_be_attached()
    shown = page.locator("body").inner_text()
    for english in ("Submit", "Clear", "Loading", "Gradio", "Settings", "Use via API", "Textbox"):
        assert english not in shown


def test_a_question_is_answered_under_its_own_heading(visitor: Visit) -> None:
    turn = visitor.ask(QUESTION)
    expect(turn.get_by_role("heading", level=2)).to_contain_text(QUESTION)
    expect(turn.locator(".text")).to_contain_text("kommune")
    expect(turn.get_by_role("heading", name="Kilder")).to_be_visible()
    expect(visitor.page.get_by_role("textbox")).to_have_value("")


def test_a_mark_opens_the_passage_it_stands_for(visitor: Visit) -> None:
    turn = visitor.ask(QUESTION)
    passage = turn.locator("details.passage").first
    expect(passage.locator("blockquote")).to_be_hidden()
    turn.locator("a.mark").first.click()
    expect(passage.locator("blockquote")).to_be_visible()
    expect(passage.locator(".title")).not_to_be_empty()
    expect(passage.locator(".facts")).not_to_be_empty()
    expect(passage.locator(".weight")).not_to_be_empty()
    expect(passage).to_contain_text("Gjengitt med våre ord")


def test_the_original_of_a_passage_opens_in_a_new_tab(visitor: Visit) -> None:
    turn = visitor.ask(AMOUNT)
    turn.locator("a.mark").first.click()
    expect(turn.get_by_role("link", name="Åpne originalen").first).to_be_visible()
    for link in turn.locator("a[target]").all():
        assert (link.get_attribute("href") or "").startswith(("https://", "http://"))
        assert link.get_attribute("target") == "_blank"
        assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_passage_is_opened_and_left_again_by_keyboard(visitor: Visit) -> None:
    turn = visitor.ask(QUESTION)
    mark = turn.locator("a.mark").first
    mark.focus()
    visitor.page.keyboard.press("Enter")
    passage = turn.locator("details.passage").first
    expect(passage.locator("summary")).to_be_focused()
    visitor.page.keyboard.press("Escape")
    expect(passage.locator("blockquote")).to_be_hidden()
    expect(mark).to_be_focused()


def test_an_amount_comes_with_its_working_as_a_table(visitor: Visit) -> None:
    turn = visitor.ask(AMOUNT)
    table = turn.get_by_role("table").first
    expect(table.get_by_role("columnheader")).to_have_text(["Del", "Utregning", "Beløp"])
    expect(table.get_by_role("row").last).to_contain_text(re.compile(r"Sum\s*580\s433,05"))
    expect(turn.get_by_text("Uoffisielt beløp")).to_be_visible()
    turn.get_by_text("Opplysninger, satser og kilder i utregningen").click()
    expect(turn.locator("dl")).to_contain_text("Hasvik")


@pytest.mark.parametrize(
    "payload",
    [
        "<script>window.hacked=1;alert(1)</script>",
        "<img src=x onerror='window.hacked=1;alert(1)'>",
        "<svg/onload=window.hacked=1>",
        "[trykk](javascript:window.hacked=1)",
        "${window.hacked=1} {{constructor.constructor('window.hacked=1')()}}",
        "`${alert(1)}` <iframe srcdoc='<script>top.hacked=1</script>'>",
    ],
)
def test_script_in_a_question_is_shown_as_text(visitor: Visit, payload: str) -> None:
    turn = visitor.ask(f"Hvem kan søke? {payload}")
    expect(turn.locator(".asked")).to_have_text(f"Hvem kan søke? {payload}")
    assert turn.locator("script, img, svg, iframe").count() == 0
    assert visitor.page.evaluate("window.hacked") is None


def test_an_example_is_asked_by_a_click_and_makes_room_for_the_answer(visitor: Visit) -> None:
    page = visitor.page
    page.get_by_role("button", name="Hvem kan søke om tilskuddet?").click()
    expect(page.locator("#finished article.turn")).to_have_count(1)
    expect(page.get_by_text("Eksempler på spørsmål")).to_be_hidden()


def test_a_proposed_question_is_asked_by_a_click(visitor: Visit) -> None:
    visitor.ask("Hvor mye kan vi få for en ny fastlege fra 1. juni 2025 til 31. mai 2026?")
    choice = visitor.page.locator("#suggestions button:visible").first
    proposed = choice.inner_text()
    choice.click()
    newest = visitor.page.locator("#finished article.turn").nth(1)
    expect(newest.locator(".asked")).to_have_text(proposed)
    expect(visitor.page.get_by_role("textbox")).to_be_focused()


def test_a_finished_answer_is_announced_once(visitor: Visit) -> None:
    expect(visitor.page.locator("#announcer")).to_have_attribute("aria-live", "polite")
    turn = visitor.ask(QUESTION)
    said = turn.locator(".text").inner_text().split("\n")[0][:40]
    expect(visitor.page.locator("#announcer")).to_contain_text(said)


def test_a_new_conversation_starts_empty(visitor: Visit) -> None:
    visitor.ask(QUESTION)
    visitor.page.get_by_role("button", name="Ny samtale").click()
    expect(visitor.page.locator("article.turn")).to_have_count(0)
    expect(visitor.page.get_by_text("Eksempler på spørsmål")).to_be_visible()


def test_two_visitors_do_not_see_each_others_conversation(
    visitor: Visit, chromium: Browser, address: str
) -> None:
    other = visit(chromium, address)
    visitor.ask("Hva må en ALIS-avtale inneholde?")
    turn = other.ask(QUESTION)
    expect(other.page.locator("#finished article.turn")).to_have_count(1)
    expect(turn.locator(".asked")).to_have_text(QUESTION)
    other.page.context.close()


@pytest.mark.parametrize("question", [" ", "en roman " * 11_000], ids=["blank", "a novel"])
def test_a_question_that_cannot_be_read_gets_one_clear_sentence(
    visitor: Visit, question: str
) -> None:
    turn = visitor.ask(question)
    expect(turn.locator(".text")).to_contain_text(re.compile("Spørsmålet er (tomt|for langt)"))


def test_nothing_is_cut_off_on_a_narrow_screen(chromium: Browser, address: str) -> None:
    narrow = visit(chromium, address, width=320)
    narrow.ask(AMOUNT)
    wider = narrow.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0
    narrow.page.context.close()
