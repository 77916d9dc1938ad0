"""Desks in the browser: a head decides, somebody new does the first thing due, staff sees his own."""

from playwright.sync_api import Page, expect


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_head_comes_from_a_notice_about_one_duty_to_its_decision_in_one_tap(signed_in):
    page = signed_in("thu-truong", width=360)
    page.goto("/viec/thong-bao/")
    page.locator("li.inbox-line", has_text="sắp đến hạn").first.get_by_role("button", name="Mở").click()
    expect(page.get_by_role("heading", name="Bằng chứng")).to_be_visible()
    expect(page.locator(".evidence a").last).to_be_visible()
    expect(page.get_by_role("heading", name="Thay đổi từ lần trước")).to_be_visible()
    assert page.locator("form.decide button").count() == 1
    assert fits(page)


def test_head_finds_three_decisions_at_most(signed_in):
    page = signed_in("thu-truong", width=360)
    page.goto("/")
    assert 1 <= page.locator("li.matter").count() <= 3
    page.locator("li.matter a.button-primary").click()
    expect(page.get_by_role("heading", name="Bằng chứng")).to_be_visible()


def test_somebody_new_does_the_first_thing_due_in_three_clicks(signed_in):
    page = signed_in("thu-ky-moi")
    page.goto("/")
    expect(page.get_by_role("link", name="Trang bắt đầu")).to_be_visible()
    before = page.locator(".queue > li").count()
    page.locator(".queue a.button-primary").first.click()
    page.get_by_label("Văn bản, ghi chú").fill("Báo cáo số 97/BC-UBND ngày 30/12/2021")
    page.get_by_role("button", name="Ghi nhận", exact=True).click()
    expect(page.locator("[data-toast]")).to_be_visible()
    page.goto("/")
    assert page.locator(".queue > li").count() == before - 1


def test_staff_sees_what_is_his(signed_in):
    page = signed_in("can-bo")
    page.goto("/")
    expect(page.get_by_role("heading", name="Giao đích danh cho ông/bà")).to_be_visible()
    expect(page.get_by_role("link", name="Nộp lưu hồ sơ").first).to_be_visible()


def test_a_form_is_sent_once_but_a_file_may_be_taken_again(signed_in):
    page = signed_in("quan-tri")
    page.goto("/van-ban/conformity.decision/")
    body = page.get_by_label("Nội dung mẫu")
    body.fill(body.input_value() + "\n")
    for _ in range(2):
        with page.expect_download():
            page.get_by_role("button", name="Xem thử bản Word").click()
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Ghi mẫu").evaluate("b => { b.form.requestSubmit(b); b.form.requestSubmit(b); }")
    expect(page.locator("[data-toast]")).to_be_visible()
    assert len(posts) == 1
