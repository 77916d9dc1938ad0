"""What inspections from their schedule to their end register in the catalogue, and the papers they print."""

from qlcl.kernel import catalogue

PAPERS = (
    ("inspections.decision", "Quyết định kiểm tra (Mẫu 20)"),
    ("inspections.announcement", "Biên bản công bố quyết định kiểm tra"),
    ("inspections.programme", "Chương trình kiểm tra"),
    ("inspections.minutes", "Biên bản kiểm tra (Mẫu 21)"),
    ("inspections.team_report", "Báo cáo của Đoàn kiểm tra"),
    ("inspections.committee_report", "Báo cáo kết quả kiểm tra gửi Ủy ban nhân dân tỉnh"),
)


def register_cases() -> None:
    """Names the acts of an inspection from its schedule to its end."""
    catalogue.register(
        catalogue.Act("inspections.schedule", "Mở cuộc kiểm tra"),
        catalogue.Act("inspections.reschedule", "Đổi ngày kiểm tra"),
        catalogue.Act("inspections.cancel", "Hủy cuộc kiểm tra"),
        catalogue.Act("inspections.set_team", "Lập, thay đổi Đoàn kiểm tra"),
        catalogue.Act("inspections.decide", "Ghi quyết định kiểm tra"),
        catalogue.Act("inspections.set_programme", "Lập chương trình kiểm tra"),
        catalogue.Act("inspections.announce", "Ghi công bố quyết định kiểm tra"),
        catalogue.Act("inspections.start", "Bắt đầu kiểm tra tại trụ sở"),
        catalogue.Act("inspections.conclude", "Kết luận kiểm tra"),
        catalogue.Act("inspections.write_minutes", "Soạn biên bản kiểm tra"),
        catalogue.Act("inspections.agree_minutes", "Thống nhất biên bản trong Đoàn"),
        catalogue.Act("inspections.remark_on_minutes", "Ghi ý kiến của cơ quan vào biên bản"),
        catalogue.Act("inspections.sign_minutes", "Ký biên bản kiểm tra"),
        catalogue.Act("inspections.add_paper", "Đưa tài liệu vào hồ sơ kiểm tra"),
        catalogue.Act("inspections.remove_paper", "Đưa tài liệu ra khỏi hồ sơ kiểm tra"),
        catalogue.Act("inspections.close", "Kết thúc cuộc kiểm tra"),
        catalogue.Act("inspections.end_case", "Kết thúc cuộc kiểm tra theo cơ quan"),
        catalogue.Act("inspections.complete_year", "Kiểm tra đủ cơ quan trong năm", form="inspections:plans"),
        catalogue.Nightly(
            "inspections.years", "Kiểm tra đủ cơ quan trong năm", 22, "qlcl.inspections.tasks.complete_years"
        ),
        *[
            catalogue.PaperKind(code, label, f"papers/{code}.txt", "qlcl.inspections.papers_of_case.sample_case")
            for code, label in PAPERS
        ],
    )
