"""Every page a role can reach opens, fits a phone, is light, and axe finds nothing on it.

A page is fetched for each role. It is rendered when it is the first of its family, or holds an element that no page
rendered so far held in the same place.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.crawling import PHONE, THIN_OUT, walk, width_on_a_phone

#: Who sees most comes first.
ACCOUNTS = ["chuyen-vien-tinh", "quan-tri", "thu-truong", "thu-ky", "lanh-dao-so", ""]
START = {"": "/so-dang-ky/"}
#: Of what is found, only what is wrong need be told in full.
BRIEFLY = {"resultTypes": ["violations"]}
#: Bytes on the wire: the first page with style, script and fonts; a later one alone.
FIRST_PAGE, LATER_PAGE = 150_000, 30_000


@pytest.fixture(scope="module")
def rendered():
    """The families and the shapes rendered so far."""
    return set()


@pytest.fixture(scope="module")
def axe():
    return Axe()


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_opens_fits_a_phone_is_light_and_axe_finds_nothing(signed_in, axe, rendered, account):
    page = signed_in(account)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    page.on("console", lambda message: message.type == "error" and wrong.append(f"{page.url}: {message.text}"))
    count = 0
    for visit in walk(page.request, START.get(account, "/")):
        count += 1
        if visit.status != 200:
            wrong.append(f"{visit.address}: {visit.status}")
            continue
        if visit.size > LATER_PAGE:
            wrong.append(f"{visit.address}: {visit.size} bytes")
        if visit.repeated_ids:
            wrong.append(f"{visit.address}: more than one #{visit.repeated_ids[0]}")
        holds = {visit.family, *visit.shapes, *visit.frame}
        if not holds <= rendered:
            rendered |= holds
            wrong += faults(page, axe, visit.address)
    assert not wrong, "\n".join(wrong)
    assert count >= 2


def faults(page, axe, address):
    """What is wrong with a page as the browser shows it."""
    page.goto(address)
    width = width_on_a_phone(page)
    found = [f"{address}: {width} px wide on a phone"] if width > PHONE else []
    page.evaluate(THIN_OUT)
    violations = axe.run(page, options=BRIEFLY).response["violations"]
    return found + [f"{address}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in violations]


def test_first_page_is_light(signed_in):
    page = signed_in("chuyen-vien-tinh")
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.goto("/")
    page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < FIRST_PAGE


def test_pages_open_without_scripts(signed_in):
    page = signed_in("chuyen-vien-tinh", scripts=False)
    response = page.goto("/")
    assert response is not None and response.status == 200
    assert page.locator("main h1").count() == 1
    assert page.locator("nav a[href]").count() > 3
