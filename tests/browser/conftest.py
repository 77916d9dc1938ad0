"""Fixtures: a server with the example, a browser, a page per role."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.browser.serving import serving
from tests.engines.templates import of_this_run

CHROMIUM = os.environ.get("QLCL_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "xem-thu-qlcl"
#: Milliseconds after which a page hangs, on a machine however loaded.
PATIENCE = 90_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs Chromium."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the example in its database."""
    database = of_this_run().example().copy(tmp_path_factory.mktemp("browser") / "home")
    try:
        done = database.qlcl("setup")  # its static files
        assert done.returncode == 0, done.stderr
        with serving(database) as url:
            yield url
    finally:
        database.drop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives Debian's Chromium, once; skipped where it is missing, but never in continuous integration."""
    if not CHROMIUM:
        message = "Chromium is missing. Install it with:  sudo apt-get install chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all pages."""
    started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield started
    started.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """`signed_in("thu-ky", width=360)` is a page on which that demo account has signed in; "" is a citizen."""
    states: dict[str, object] = {}
    contexts: list[BrowserContext] = []

    def open_page(account: str = "", *, width: int = 1280, scripts: bool = True) -> Page:
        if account and account not in states:
            context = browser.new_context()
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.goto(f"{server}/tai-khoan/dang-nhap")
            page.fill("[name=username]", account)
            page.fill("[name=password]", PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "dang-nhap" not in url)
            states[account] = context.storage_state()
            context.close()
        context = browser.new_context(
            base_url=server,
            viewport={"width": width, "height": 800},
            locale="vi-VN",
            java_script_enabled=scripts,
            storage_state=states.get(account),  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
