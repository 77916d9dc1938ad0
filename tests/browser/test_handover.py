"""A secretary is replaced in one act, in the browser: nothing is lost, the newcomer signs in and confirms."""

from tests.browser.conftest import PATIENCE

NEWCOMER = "binh.moi"
PASSWORD = "một câu dài khó đoán 27"


def test_a_secretary_is_replaced_in_one_act(signed_in, browser, server):
    page = signed_in("thu-truong")
    page.goto("/tai-khoan/nguoi-dung?q=thu-ky")
    page.click("table a >> text=Thư ký ISO (mẫu)")
    page.click("a.button >> text=Bàn giao")
    page.locator("[name$='-username1']").first.fill(NEWCOMER)
    page.locator("[name$='-full_name1']").first.fill("Trần Thị Bình")
    page.fill("[name=reason]", "Chuyển công tác")
    page.fill("[name=leaves_on]", "31/12/2021")
    page.click("button.button-primary >> text=Bàn giao")
    words = page.locator("main").inner_text()
    assert "Mật khẩu tạm" in words
    temporary = page.locator("dd").nth(1).inner_text()
    context = browser.new_context(base_url=server, locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    theirs = context.new_page()
    theirs.goto("/tai-khoan/dang-nhap")
    theirs.fill("[name=username]", NEWCOMER)
    theirs.fill("[name=password]", temporary)
    theirs.press("[name=password]", "Enter")
    theirs.fill("[name=old]", temporary)
    theirs.fill("[name=new]", PASSWORD)
    theirs.fill("[name=again]", PASSWORD)
    theirs.press("[name=again]", "Enter")
    theirs.wait_for_url(lambda url: "mat-khau" not in url)
    theirs.goto("/viec/thong-bao/")
    theirs.locator("button", has_text="Bàn giao của").first.click()
    theirs.click("text=Xác nhận đã nhận")
    assert "Đã nhận" in theirs.locator("main").inner_text()
    theirs.goto("/viec/")
    assert theirs.locator(".card-list li").count() > 0
    context.close()
    old = browser.new_context(base_url=server).new_page()
    old.set_default_timeout(PATIENCE)
    old.goto("/tai-khoan/dang-nhap")
    old.fill("[name=username]", "thu-ky")
    old.fill("[name=password]", "xem-thu-qlcl")
    old.press("[name=password]", "Enter")
    assert "thôi giữ vị trí" in old.locator("main").inner_text()
    old.context.close()
