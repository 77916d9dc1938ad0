"""A day on site: no network, two devices, a restart, a power cut at the server, and nothing lost, nothing double."""

from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.browser.conftest import CHROMIUM
from tests.browser.onsite_scene import ROOT, Team, question, sign_in, take_along, until, version
from tests.engines.committing import ROOT as TREE
from tests.engines.committing import Template

#: Milliseconds from the tap on an inspection until its questions stand.
OPENED = """async () => {
  const begun = performance.now();
  document.querySelector("a.cover").click();
  while (!document.querySelector("article.question")) await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""
HEIC = TREE / "src/qlcl/kernel/tests/data/photo.heic"


@pytest.fixture
def team(template_database: Template, tmp_path: Path, playwright: Playwright):
    database = template_database.copy(tmp_path / "home")
    made = Team(database, tmp_path, playwright, CHROMIUM)
    try:
        made.seed()
        made.start()
        yield made
    finally:
        made.kill()
        database.drop()


def open_inspection(page) -> None:
    page.locator("a.cover").click()
    page.locator("article.question").first.wait_for()


def waits(page, number: int) -> None:
    expect(page.locator("#cho-gui")).to_have_attribute("data-waiting", str(number))


def all_sent(page) -> None:
    expect(page.locator("#cho-gui[data-waiting='0'][data-state='ok']")).to_be_visible(timeout=60_000)


def test_a_day_without_a_network(team: Team, capsys: pytest.CaptureFixture[str]):
    for name in ("an", "binh"):
        with team.device(name) as page:
            page.get_by_role("link", name="Đăng nhập").click()
            sign_in(page, name)
            take_along(page)
    team.kill()
    an_works_without_a_network(team, capsys)
    binh_contradicts_him(team)
    team.start()
    before = an_cannot_sign_out_and_his_sync_breaks_off(team)
    binh_signs_in_again_and_sends(team)
    assert an_concludes(team) != before
    end = team.end()
    assert set(end["answers"].values()) == {"dat", "chua_dat"} and end["answers"]["1a"] == "chua_dat"
    assert end["notes"] == {"1a": "Chưa thấy sổ theo dõi"}
    assert (end["photos"], end["proofs"], end["conflicts"], end["open"]) == (4, 4, 1, 0)
    assert (end["concluded"], end["doubles"], end["refused"], end["out"]) == (True, 0, 0, 0)
    assert 10_000 < end["large"] < 4_000_000


def an_works_without_a_network(team: Team, capsys: pytest.CaptureFixture[str]) -> None:
    with team.device("an") as page:
        page.locator("a.cover").wait_for()
        cold, inspection = page.evaluate("performance.now()"), page.evaluate(OPENED)
        with capsys.disabled():
            print(f"\nwithout a network: the app in {cold:.0f} ms, an inspection in {inspection:.0f} ms")
        expect(page.locator("#cho-gui")).to_have_attribute("data-state", "offline")
        for card in page.locator("article.question").all():
            code = card.get_attribute("data-code")
            card.get_by_label("Chưa đạt" if code == "1a" else "Đạt", exact=True).check()
        question(page, "1a").get_by_label("Nhận xét").fill("Chưa thấy sổ theo dõi")
        waits(page, 13)
        for code, name, kind in (("1a", "so.jpg", "JPEG"), ("1b", "bang.png", "PNG")):
            question(page, code).locator("input[type=file]").last.set_input_files(team.photo(name, kind))
            question(page, code).locator("img").wait_for()
        waits(page, 17)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with team.device("an") as page:  # switched off and on again
        waits(page, 17)
        open_inspection(page)
        expect(page.locator("#da-tra-loi")).to_have_text("13/13")
        expect(question(page, "1a").get_by_label("Nhận xét")).to_have_value("Chưa thấy sổ theo dõi")
        expect(page.locator(".onsite-photos img")).to_have_count(2)
        page.get_by_role("link", name="Kết thúc").click()
        expect(page.locator("#ket-luan")).to_be_disabled()
        expect(page.locator("#tra-lai")).to_be_disabled()
        there_is_room_or_it_says_so(team, page)


def there_is_room_or_it_says_so(team: Team, page) -> None:
    """Before the quota a warning; without room no photo, and what is there stays."""
    page.evaluate("navigator.storage.estimate = async () => ({ quota: 50e6, usage: 30e6 })")
    page.evaluate("location.hash = '#/thiet-bi'")
    page.get_by_text("Bộ nhớ dành cho ứng dụng sắp hết").wait_for()
    page.evaluate("location.hash = '#/'")
    open_inspection(page)
    photos = question(page, "2a").locator("input[type=file]").last
    photos.set_input_files(team.folder / "so.jpg")
    page.get_by_text("không còn chỗ cho ảnh mới").wait_for()
    page.evaluate("navigator.storage.estimate = async () => ({})")  # a browser that does not tell
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": team.url, "quotaSize": 1_000_000})
    photos.set_input_files(team.folder / "so.jpg")
    page.get_by_text("nội dung vừa rồi chưa được giữ").wait_for()
    waits(page, 17)


def binh_contradicts_him(team: Team) -> None:
    with team.device("binh") as page:
        open_inspection(page)
        question(page, "1a").get_by_label("Đạt", exact=True).check()
        for file in (team.photo("binh.jpg"), HEIC):
            question(page, "1a").locator("input[type=file]").last.set_input_files(file)
        waits(page, 5)


def an_cannot_sign_out_and_his_sync_breaks_off(team: Team) -> str:
    """Also the app stays as it is while anything waits; returns its version."""
    with team.device("an", "/tai-khoan/") as page:
        page.locator("main").get_by_role("button", name="Đăng xuất").click()
        page.get_by_role("heading", name="Chưa đăng xuất được").wait_for()
        page.get_by_role("link", name="Mở Kiểm tra tại chỗ").click()
        until(team.parts)
        team.kill()
        team.release()
        before = version(page)
        expect(page.locator("#cho-gui")).to_have_attribute("data-state", "offline")
        team.start()
        page.locator("#cho-gui").click()
        page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
        assert version(page) == before  # not while anything waits
        all_sent(page)
    return before


def binh_signs_in_again_and_sends(team: Team) -> None:
    team.sign_everybody_out()
    with team.device("binh") as page:
        expect(page.locator("#cho-gui")).to_have_attribute("data-state", "sign-in")
        waits(page, 5)
        page.get_by_role("link", name="Đăng nhập lại").click()
        sign_in(page, "an")  # another person on this device sees nothing of it
        page.get_by_text("còn 5 mục chờ gửi của Cán bộ binh").wait_for()
        expect(page.locator("a.cover")).to_have_count(0)
        all_sent(page)
        page.goto(f"{team.url}/tai-khoan/")
        page.locator("main").get_by_role("button", name="Đăng xuất").click()
        page.wait_for_url("**/dang-nhap*")
        page.goto(f"{team.url}{ROOT}")
        page.get_by_role("link", name="Đăng nhập").click()
        sign_in(page, "binh")
        all_sent(page)
        open_inspection(page)
        disputed = question(page, "1a").get_by_role("group", name="Hai câu trả lời khác nhau")
        expect(disputed).to_contain_text("Cán bộ an")
        expect(disputed).to_contain_text("Cán bộ binh")
        page.get_by_role("link", name="Kết thúc").click()
        expect(page.locator("#ket-luan")).to_be_disabled()
        page.locator("#tra-lai").click()
        page.locator("dialog").get_by_role("button", name="Trả lại").click()
        page.get_by_text("Chưa mang theo lượt kiểm tra nào").wait_for()


def an_concludes(team: Team) -> str:
    """With the new version of the app; returns it."""
    with team.device("an") as page:
        page.get_by_role("link", name="Đăng nhập lại").click()
        sign_in(page, "an")
        all_sent(page)
        open_inspection(page)
        disputed = question(page, "1a").get_by_role("group", name="Hai câu trả lời khác nhau")
        disputed.locator("li", has_text="Chưa đạt").get_by_role("button", name="Giữ câu này").click()
        all_sent(page)
        page.get_by_role("link", name="Kết thúc").click()
        page.locator("#ket-luan").click()
        page.wait_for_url("**/kiem-tra/1/")
        page.goto(f"{team.url}/danh-muc-kiem/phieu/1/ket-luan")
        page.locator("main").get_by_role("button", name="Kết luận").click()
        page.get_by_text("Đã kết luận phiếu kiểm").wait_for()
        return version(page)
