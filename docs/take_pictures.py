"""Takes the README's pictures of a running server: `python docs/take_pictures.py ADDRESS`.

Needs chromium, as the browser tests do.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

FOLDER = Path(__file__).resolve().parent / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUESTION = "Hvor mange timer gruppeveiledning må legen ha?"
AMOUNT = (
    "Hvor mye kan Hasvik maksimalt få for en ny fastlege i 100 % fra 1. juni 2025 til "
    "31. mai 2026, med ALIS-avtale? Hun startet som fastlege 1. juni 2025."
)


def ask(page: Page, address: str, question: str) -> None:
    """Ask a question on a fresh page and wait for the answer."""
    page.goto(address)
    page.get_by_role("textbox", name="Spørsmålet ditt").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#finished article.turn")).to_have_count(1)


def main() -> None:
    """An answer with an open citation, and an amount with its working."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        page = browser.new_page(viewport={"width": 900, "height": 800}, locale="nb-NO")
        ask(page, address, QUESTION)
        page.locator("#finished .text a[href^='#k-']").first.click()
        page.wait_for_timeout(600)
        page.screenshot(path=FOLDER / "answer.png", full_page=True)
        ask(page, address, AMOUNT)
        page.set_viewport_size({"width": 900, "height": 1100})
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(600)
        page.screenshot(path=FOLDER / "amount.png")
        browser.close()


if __name__ == "__main__":
    main()
