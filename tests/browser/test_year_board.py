"""The officer in the browser: from the year board to one letter, and from a cell to its evidence."""

import re

from playwright.sync_api import expect

ROWS = ".year-board tbody tr:not(.board-total, .board-group)"


def test_officer_selects_who_is_late_and_drafts_one_letter(signed_in):
    page = signed_in("chuyen-vien-tinh")
    page.goto("/")
    page.get_by_role("link", name="Bảng năm", exact=True).first.click()
    everybody = page.locator(ROWS).count()
    page.get_by_role("link", name="Có việc quá hạn").first.click()
    expect(page.locator(".board-asked")).to_contain_text("quá hạn")
    late = page.locator(ROWS)
    assert 2 <= late.count() < everybody
    names = [late.nth(n).locator("th a").inner_text() for n in (0, 1)]
    late.first.get_by_role("checkbox").focus()
    for key in ("Space", "ArrowDown", "Space"):  # a board is walked by the arrows
        page.keyboard.press(key)
    assert late.nth(1).get_by_role("checkbox").is_checked()
    page.get_by_role("button", name="Soạn công văn cho cơ quan đã chọn").click()
    page.wait_for_url(re.compile(r"/viec/cong-van/\d+/$"))
    for name in names:
        expect(page.get_by_text(name).first).to_be_visible()


def test_a_cell_opens_the_duty_with_its_evidence(signed_in):
    page = signed_in("lanh-dao-so", width=360)
    page.goto("/bang-nam?nam=2021")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.get_by_role("checkbox").count() == 0, "who only reads has nothing to select"
    assert page.evaluate("document.documentElement.scrollHeight") < 3000, "a phone folds the levels"
    page.locator(".board-fold summary").first.click()
    page.locator(".row-fold summary >> visible=true").first.click()
    page.locator(f"{ROWS} a.cell-done >> visible=true").first.click()
    expect(page.get_by_text("Văn bản, ghi chú")).to_be_visible()
    expect(page.get_by_text("(minh họa)").first).to_be_visible()


def test_a_total_opens_as_many_agencies_without_scripts(signed_in):
    page = signed_in("quan-sat", scripts=False)
    page.goto("/bang-nam?nam=2021")
    number = page.locator(".total-overdue a").first
    counted = int(number.inner_text())
    number.click()
    assert page.locator(ROWS).count() == counted
