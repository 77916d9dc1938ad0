"""Every page a role can reach opens, fits a phone, is light, and axe finds nothing on it."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.crawling import walk

ACCOUNTS = ["", "thu-truong", "thu-ky", "chuyen-vien-tinh", "lanh-dao-so", "quan-tri"]
START = {"": "/so-dang-ky/"}
#: Bytes on the wire: the first page with style, script and fonts; a later one alone.
FIRST_PAGE, LATER_PAGE = 150_000, 30_000


@pytest.fixture(scope="module")
def axe():
    return Axe()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_opens_and_axe_finds_nothing(signed_in, axe, account):
    page = signed_in(account)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{page.url}: {error}"))
    page.on("console", lambda message: message.type == "error" and errors.append(f"{page.url}: {message.text}"))
    wrong, count = [], 0
    for visit in walk(page, START.get(account, "/")):
        count += 1
        if visit.response.status != 200:
            wrong.append(f"{visit.address}: {visit.response.status}")
            continue
        found = axe.run(page).response["violations"]
        wrong += [f"{visit.address}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in found]
    assert not wrong + errors, "\n".join(wrong + errors)
    assert count >= 2


@pytest.mark.parametrize("account", ["", "thu-ky", "chuyen-vien-tinh", "quan-tri"])
def test_every_page_fits_a_phone(signed_in, account):
    page = signed_in(account, width=360)
    wide = []
    for visit in walk(page, START.get(account, "/")):
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append(f"{visit.address}: {width} px")
    assert not wide, "\n".join(wide)


def test_pages_are_light(signed_in):
    page = signed_in("chuyen-vien-tinh")
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < FIRST_PAGE
    heavy = []
    for visit in walk(page, "/"):
        size = int(visit.response.headers.get("content-length") or len(visit.response.body()))
        if size > LATER_PAGE:
            heavy.append(f"{visit.address}: {size}")
    assert not heavy, "\n".join(heavy)


def test_pages_open_without_scripts(signed_in):
    page = signed_in("chuyen-vien-tinh", scripts=False)
    response = page.goto("/")
    assert response is not None and response.status == 200
    assert page.locator("main h1").count() == 1
    assert page.locator("nav a[href]").count() > 3
