"""What inspections by file register in the catalogue."""

from qlcl.kernel import catalogue


def register_by_file() -> None:
    """Names the acts of an inspection by file, and the days that no law fixes."""
    group = "Kiểm tra qua hồ sơ"
    days = (
        ("inspections.file_days", "Hạn gửi hồ sơ, kể từ ngày văn bản yêu cầu", "20"),
        ("inspections.return_days", "Hạn gửi lại hồ sơ, kể từ ngày trả lại", "10"),
        ("inspections.correction_days", "Hạn báo cáo khắc phục, kể từ ngày văn bản đề nghị", "30"),
    )
    catalogue.register(
        catalogue.Act("inspections.request_file", "Yêu cầu báo cáo, hồ sơ kiểm tra"),
        catalogue.Act("inspections.prepare_file", "Soạn hồ sơ kiểm tra"),
        catalogue.Act("inspections.refresh_file", "Cập nhật dữ liệu phần mềm đang có vào hồ sơ kiểm tra"),
        catalogue.Act("inspections.submit_file", "Gửi hồ sơ kiểm tra", form="inspections:file"),
        catalogue.Act("inspections.enter_file", "Ghi hồ sơ kiểm tra nhận bằng giấy"),
        catalogue.Act("inspections.examine_file", "Xem hồ sơ kiểm tra"),
        catalogue.Act("inspections.remind_files", "Đôn đốc gửi hồ sơ kiểm tra"),
        catalogue.Act("inspections.return_file", "Trả lại hồ sơ kiểm tra"),
        catalogue.Act("inspections.accept_file", "Kết luận kiểm tra qua hồ sơ"),
        catalogue.Act("inspections.ask_correction", "Đề nghị khắc phục sau kiểm tra qua hồ sơ"),
        *[
            catalogue.Parameter(code, label, default=default, unit="ngày", group=group, low=1, high=365)
            for code, label, default in days
        ],
        catalogue.Parameter(
            "inspections.file_papers",
            "Tài liệu phải gửi kèm, cách nhau bằng dấu chấm phẩy",
            kind="text",
            default=(
                "Báo cáo xây dựng, áp dụng hệ thống quản lý chất lượng; "
                "Danh mục tài liệu, quy trình đang áp dụng; Hồ sơ khắc phục điểm chưa đạt lần trước"
            ),
            help="Ngoài các nội dung của Điều 36, lấy theo bộ câu hỏi đang dùng.",
            group=group,
        ),
    )
    letters = (
        ("request", "Công văn yêu cầu báo cáo, hồ sơ kiểm tra"),
        ("correction", "Công văn bổ sung, khắc phục sau khi xem hồ sơ kiểm tra"),
        ("reminder", "Công văn đôn đốc gửi hồ sơ kiểm tra"),
    )
    for name, label in letters:
        code = f"inspections.{name}_letter"
        path = f"qlcl.inspections.file_papers.sample_{name}"
        catalogue.register(catalogue.PaperKind(code, label, f"papers/{code}.txt", path))
    for constant in ("DUE", "ON_TIME", "LATE", "MISSING", "COMPLETE", "INCOMPLETE", "RETURNED"):
        path = f"qlcl.inspections.file_measures.{constant}"
        catalogue.register_measure(f"files_{constant.lower()}", path)
