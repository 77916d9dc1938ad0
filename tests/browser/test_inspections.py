"""Whole inspections in the browser, each side its own pages: by file, and on site, to a verified fix."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

AGENCY = "Trảng Bàng"
SEVERAL = re.compile(r"/kiem-tra/\d+/$")


def press(page: Page, name: str, said: str = "") -> None:
    """The button of the page's own form; then what the page says."""
    page.locator("main").get_by_role("button", name=name, exact=True).last.click()
    if said:
        expect(page.locator("[data-toast]").filter(has_text=said).first).to_be_visible()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def judge_last_time(page: Page) -> None:
    """What earlier inspections left open is not cured yet."""
    while (folds := page.locator("#lan-truoc details.fold")).count():
        fold: Locator = folds.first
        fold.locator("summary").click()
        fold.get_by_label("Chưa", exact=False).last.check()
        fold.get_by_label("Căn cứ kết luận").fill("Xem hồ sơ, chưa xong")
        fold.get_by_role("button", name="Ghi kết luận").click()
        page.wait_for_load_state()


def report_done(page: Page, case: str, said: str) -> str:
    """The agency answers each finding as cured, with its cause and its proof; the address of the last finding."""
    page.goto(f"{case}khac-phuc")
    for text in page.locator("textarea[name$='-text']").all():
        key = (text.get_attribute("name") or "").removesuffix("-text")
        page.check(f"[name={key}-kind][value=done]")
        text.fill(said)
        page.fill(f"[name={key}-done_on]", "31/12/2021")
        page.fill(f"[name={key}-cause]", "Chưa phân công người theo dõi")
        if (paper := page.locator(f"[name={key}-paper]")).count():
            paper.fill("Văn bản số 7/UBND ngày 31/12/2021")
    press(page, "Gửi báo cáo", "Đã gửi báo cáo khắc phục")
    link = page.locator("main a[href^='/khong-phu-hop/']:not([href*='bang-chung'])").last
    return str(link.get_attribute("href"))


def verify(page: Page, finding: str) -> None:
    page.goto(f"{finding}hieu-qua")
    page.get_by_label("Có hiệu quả", exact=True).check()
    page.get_by_label("Căn cứ kết luận").fill("Xem sổ, hỏi công chức")
    press(page, "Kết luận", "Đã ghi kết luận")
    expect(page.get_by_text("Đã khép").first).to_be_visible()


def close(page: Page, case: str) -> None:
    page.goto(case)
    follow(page, "Kết thúc cuộc kiểm tra")
    press(page, "Kết thúc", "Đã kết thúc cuộc kiểm tra")


def test_by_file_from_the_letter_to_a_verified_fix(signed_in):
    agency, officer = signed_in("thu-truong"), signed_in("chuyen-vien-tinh")
    agency.goto("/kiem-tra/cuoc?hinh-thuc=by_file")
    follow(agency, AGENCY)
    case = agency.url
    follow(agency, "Soạn, gửi hồ sơ")
    for text in agency.locator("textarea[name^='bc-']").all():
        key = (text.get_attribute("name") or "").removeprefix("bc-")
        text.fill("Đã thực hiện trong năm 2021.")
        agency.fill(f"[name=dan-{key}]", "Báo cáo số 12/BC-UBND ngày 20/12/2021")
    last = agency.locator("section.question").last
    last.get_by_label("Dẫn tới văn bản").fill("")
    last.get_by_label("Lý do thiếu").fill("Gửi sau ngày 15/01/2022")
    press(agency, "Lưu, xem trước khi gửi")
    expect(agency.get_by_text("Gửi sau ngày 15/01/2022")).to_be_visible()
    press(agency, "Gửi hồ sơ", "Đã gửi hồ sơ kiểm tra lần 1")
    expect(agency.get_by_text("Hồ sơ đã gửi, đang được xem nên không sửa được")).to_be_visible()
    officer.goto(case)
    follow(officer, "Xem hồ sơ")
    examined = officer.locator("section.question, article.question")
    examined.nth(3).get_by_label("Trả lại", exact=True).check()
    examined.nth(3).get_by_label("Nhận xét").fill("Gửi kèm thống kê hồ sơ quá hạn")
    examined.last.get_by_label("Đạt", exact=True).check()
    press(officer, "Ghi, nội dung đủ còn lại: đạt", "Đã ghi")
    follow(officer, "Trả lại 1 nội dung")
    press(officer, "Trả lại", "Đã trả lại hồ sơ")
    agency.goto(f"{case}ho-so")
    expect(agency.get_by_text("Gửi kèm thống kê hồ sơ quá hạn").first).to_be_visible()
    agency.locator("[name^='dan-']").first.fill("Thống kê số 14/TK-UBND")
    press(agency, "Lưu, xem trước khi gửi")
    press(agency, "Gửi hồ sơ", "Đã gửi hồ sơ kiểm tra lần 2")
    officer.goto(f"{case}ho-so/xem")
    examined.nth(3).get_by_label("Chưa đạt", exact=True).check()
    examined.nth(3).get_by_label("Nhận xét").fill("Ba hồ sơ quá hạn không có văn bản xin lỗi")
    press(officer, "Ghi", "Đã ghi")
    officer.goto(case)
    judge_last_time(officer)
    officer.goto(f"{case}ho-so/ket-luan")
    press(officer, "Kết luận", "Đã kết luận kiểm tra qua hồ sơ")
    follow(officer, "Đề nghị khắc phục")
    officer.get_by_label("Số, ký hiệu văn bản").fill("95/CCTĐC-QLCL")
    press(officer, "Ghi văn bản", "Đã ghi văn bản đề nghị khắc phục")
    finding = report_done(agency, case, "Đã xin lỗi, lập sổ theo dõi hồ sơ quá hạn")
    officer.goto(f"{case}khac-phuc")
    press(officer, "Chấp nhận báo cáo", "Đã chấp nhận báo cáo")
    verify(officer, finding)
    close(officer, case)


def make_announced(page: Page) -> str:
    """An inspection on order with its team and decision; its address."""
    page.goto("/kiem-tra/cuoc/moi")
    page.get_by_label("Cơ quan", exact=True).fill("TN-X25708")
    page.get_by_label("Văn bản chỉ đạo").fill("Công văn số 3100/UBND-KGVX")
    press(page, "Mở cuộc kiểm tra")
    page.wait_for_url(SEVERAL)
    case = page.url
    follow(page, "Lập Đoàn kiểm tra")
    for n, name in enumerate(("Kiểm tra viên Một", "Kiểm tra viên Hai")):
        option = page.locator(f"[name=tv-{n}-inspector] option", has_text=name)
        page.select_option(f"[name=tv-{n}-inspector]", option.get_attribute("value"))
    press(page, "Lưu Đoàn kiểm tra", "Đã lưu Đoàn kiểm tra")
    page.goto(case)
    follow(page, "Ghi quyết định kiểm tra")
    page.get_by_label("Số, ký hiệu quyết định").fill("88/QĐ-CCTĐC")
    page.get_by_label("Kiểm tra từ ngày").fill("31/12/2021")
    press(page, "Ghi quyết định", "Đã ghi quyết định kiểm tra")
    return case


def answer(page: Page) -> None:
    """What the team brought back: one question does not conform."""
    for question in page.locator("section.question, article.question").all():
        question.get_by_label("Đạt", exact=True).check()
    first = page.locator("section.question, article.question").first
    first.get_by_label("Chưa đạt", exact=True).check()
    first.get_by_label("Nhận xét").fill("Thiếu hai thủ tục mới")
    press(page, "Ghi cả trang")


def test_on_site_from_the_answers_to_a_verified_fix(signed_in, tmp_path: Path):
    agency, officer = signed_in("thu-truong"), signed_in("chuyen-vien-tinh")
    case = make_announced(officer)
    officer.goto(f"{case}bat-dau")
    press(officer, "Mở phiếu kiểm", "Đã mở 1 phiếu kiểm")
    expect(officer.get_by_role("link", name="Mang theo, làm tại chỗ không cần mạng")).to_be_visible()
    expect(officer.get_by_text("còn 13 câu chưa trả lời")).to_be_visible()
    judge_last_time(officer)
    follow(officer, "Nội dung kiểm tra theo Điều 36")
    answer(officer)
    officer.goto(case)
    follow(officer, "Kết luận kiểm tra")
    press(officer, "Kết luận", "Đã kết luận kiểm tra")
    follow(officer, "Soạn biên bản")
    press(officer, "Lưu", "Đã lưu biên bản")
    officer.locator("summary", has_text="Đoàn đã thống nhất").click()
    press(officer, "Đoàn đã thống nhất", "Đoàn đã thống nhất biên bản")
    agency.goto(case)
    follow(agency, "Ghi ý kiến vào biên bản")
    agency.get_by_label("Ý kiến của cơ quan").fill("Nhất trí với kết quả kiểm tra.")
    press(agency, "Ghi ý kiến", "Đã ghi ý kiến")
    scan = tmp_path / "bien-ban.pdf"
    scan.write_bytes(b"%PDF-1.4\nbien ban\n%%EOF")
    officer.goto(f"{case}bien-ban/ky")
    officer.set_input_files("[name=file]", scan)
    press(officer, "Ghi biên bản", "Đã ghi biên bản")
    finding = report_done(agency, case, "Đã bổ sung hai thủ tục")
    officer.goto(f"{case}khac-phuc")
    officer.get_by_label("Chưa chấp nhận", exact=True).check()
    officer.get_by_label("Vì sao, nếu chưa chấp nhận").fill("Chưa gửi quyết định ban hành")
    press(officer, "Chưa chấp nhận, báo cáo lại", "Đã trả lời chưa chấp nhận")
    agency.goto(case)
    expect(agency.get_by_text("Chưa gửi quyết định ban hành").first).to_be_visible()
    expect(agency.get_by_role("link", name="Báo cáo lại")).to_be_visible()
    report_done(agency, case, "Đã bổ sung, gửi kèm quyết định ban hành")
    officer.goto(f"{case}khac-phuc")
    press(officer, "Chấp nhận báo cáo", "Đã chấp nhận báo cáo")
    verify(officer, finding)
    close(officer, case)
