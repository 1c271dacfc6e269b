"""Chromium, and pages that notice what a reader would not: console errors, requests to elsewhere."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

AXE = Path(__file__).parents[2] / "web" / "static" / "vendor" / "axe.min.js"
AXE_RUN = """async () => {
    const levels = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];
    const { violations } = await axe.run(document, { runOnly: levels });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
PATIENCE_MS, POLL_MS = 10_000, 20


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Start the machine's Chromium (CHROMIUM= names another) without a window."""
    path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


class PageOpener(Protocol):
    """Type of the fixture ``open_page``."""

    def __call__(self, base_url: str, *, phone: bool = False, locale: str = "zh-CN") -> Page:
        """Open an empty page whose addresses are relative to `base_url`."""


def watched_page(
    browser: Browser, base_url: str, complaints: list[str], *, phone: bool = False, locale: str = "zh-CN"
) -> Page:
    """Open a page in a context of its own; what goes wrong unseen is added to `complaints`."""
    host = urlsplit(base_url).netloc

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(f"console: {message.text} ({message.location.get('url', '')})")

    def on_error(error: Exception) -> None:
        complaints.append(f"script: {error}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != host:
            complaints.append(f"request to elsewhere: {request.url}")

    context = browser.new_context(
        base_url=base_url,
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport=PHONE if phone else DESKTOP,
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("request", on_request)
    return page


@contextmanager
def new_page(page: Page) -> Iterator[None]:
    """Do in the block what leads to another page, and leave it when that page is ready.

    A click returns before the answer is there, and the old page can still be touched and measured. Whatever
    needs the next page's scripts, styles or address comes after this block.
    """
    with page.expect_navigation():
        yield
    settle(page)


def wait_until(page: Page, is_so: Callable[[], object]) -> None:
    """Let the browser go on until something that a handler of this test notes is so."""
    for _ in range(PATIENCE_MS // POLL_MS):
        if is_so():
            return
        page.wait_for_timeout(POLL_MS)  # handlers of routes run while the page is waited for
    raise AssertionError("it did not come about in time")


def settle(page: Page) -> None:
    """Wait until everything that the page names is loaded, its scripts have run and its fonts are there."""
    page.wait_for_load_state("load")
    page.evaluate("async () => { await document.fonts.ready; }")


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    settle(page)
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def accessibility_complaints(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.1 A and AA, one line per rule and element."""
    settle(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(AXE_RUN)
    return [str(line) for line in found]


def looks_right(page: Page) -> None:
    """Check that nothing is wider than the window and that everybody can use the page."""
    found = (overflow(page), accessibility_complaints(page))
    assert found == (0, []), f"{page.url}: {found}"
