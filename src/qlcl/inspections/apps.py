"""Registers the inspections room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.inspections.named_by_file import register_by_file
from qlcl.inspections.named_follow_up import register as follow_up
from qlcl.inspections.named_on_site import register_cases
from qlcl.kernel import catalogue


class InspectionsConfig(AppConfig):
    """The inspections room."""

    name = "qlcl.inspections"
    label = "inspections"
    verbose_name = "Kiểm tra"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's things, acts, file, page and panel."""
        catalogue.register(
            catalogue.Kind("inspection", "Lượt kiểm tra", "inspections.Inspection", "inspections:inspection"),
            catalogue.Act("inspections.record_inspection", "Ghi lượt kiểm tra", form="inspections:record"),
            catalogue.Act("inspections.correct_inspection", "Sửa lượt kiểm tra"),
            catalogue.Act("inspections.void_inspection", "Hủy bản ghi nhầm lượt kiểm tra"),
            catalogue.Import("inspections", "Lượt kiểm tra", 70, "qlcl.inspections.imports.INSPECTIONS"),
            catalogue.Act("inspections.record_results", "Ghi kết quả kiểm tra đã có"),
            catalogue.Import("inspection-results", "Kết quả kiểm tra", 75, "qlcl.inspections.result_imports.RESULTS"),
            catalogue.Navigation(
                "Kiểm tra",
                "inspections:inspections",
                60,
                "inspection",
                visible="qlcl.organisations.policies.is_signed_in",
            ),
            catalogue.Panel(
                "agency",
                "inspections",
                "Kiểm tra",
                50,
                "inspections/panel.html",
                "qlcl.inspections.queries.agency_panel",
                "Kiểm tra, khắc phục",
            ),
        )
        _register_plans()
        register_cases()
        register_by_file()
        follow_up()
        _register_onsite()


def _register_plans() -> None:
    """Names the plan of the year, its paper and parameters, and the inspectors."""
    group = "Kế hoạch kiểm tra"
    catalogue.register(
        catalogue.Kind("inspection_plan", "Kế hoạch kiểm tra", "inspections.InspectionPlan", "inspections:plan"),
        catalogue.Kind("inspector", "Kiểm tra viên", "inspections.Inspector", "inspections:inspector"),
        catalogue.Act("inspections.plan_year", "Lập kế hoạch kiểm tra", form="inspections:plans"),
        catalogue.Act("inspections.change_plan", "Điều chỉnh kế hoạch kiểm tra"),
        catalogue.Act("inspections.submit_plan", "Trình kế hoạch kiểm tra"),
        catalogue.Act("inspections.return_plan", "Rút kế hoạch kiểm tra về dự thảo"),
        catalogue.Act("inspections.approve_plan", "Ghi phê duyệt kế hoạch kiểm tra", form="inspections:plans"),
        catalogue.Act("inspections.register_inspector", "Ghi kiểm tra viên", form="inspections:inspectors"),
        catalogue.PaperKind(
            "inspections.plan",
            "Kế hoạch kiểm tra (Mẫu 19)",
            "papers/inspections.plan.txt",
            "qlcl.inspections.papers.sample_plan",
        ),
        catalogue.Nightly("inspections.plans", "Kế hoạch kiểm tra", 20, "qlcl.inspections.tasks.account_for_plans"),
        catalogue.Parameter(
            "inspections.plan_provincial", "Đưa cả cơ quan áp dụng theo kế hoạch tỉnh", kind="bool", group=group
        ),
        catalogue.Parameter(
            "inspections.plan_encouraged", "Đưa cả cơ quan được khuyến khích áp dụng", kind="bool", group=group
        ),
        catalogue.Parameter(
            "inspections.first_month", "Kiểm tra tại trụ sở từ tháng", default="3", group=group, low=1, high=12
        ),
        catalogue.Parameter(
            "inspections.last_month", "Kiểm tra tại trụ sở đến tháng", default="10", group=group, low=1, high=12
        ),
        catalogue.Parameter(
            "inspections.file_month", "Kiểm tra qua hồ sơ vào tháng", default="9", group=group, low=1, high=12
        ),
        catalogue.Parameter(
            "inspections.unit",
            "Đơn vị kiểm tra",
            kind="text",
            default="Chi cục Tiêu chuẩn Đo lường Chất lượng",
            group=group,
        ),
    )
    catalogue.register_measure("inspection_plans", "qlcl.inspections.plan_measures.PLANS")
    catalogue.register_measure("plan_lines", "qlcl.inspections.plan_measures.PLANNED")
    catalogue.register_measure("plan_lines_done", "qlcl.inspections.plan_measures.DONE")


def _register_onsite() -> None:
    """Names what the app on site obeys, and what tidies up behind it."""
    group = "Kiểm tra tại chỗ"
    catalogue.register(
        catalogue.Parameter(
            "inspections.copy_days", "Giữ lượt kiểm tra mang theo trên thiết bị", default="14", unit="ngày",
            group=group, low=1, high=60,
            help="Hết hạn, dữ liệu tự gỡ khỏi thiết bị; còn mục chờ gửi thì giữ đến khi gửi xong.",
        ),
        catalogue.Parameter(
            "inspections.photo_side", "Cạnh dài nhất của ảnh", default="2000", unit="điểm ảnh", group=group,
            low=800, high=6000,
            help="Ảnh được thu nhỏ ngay trên thiết bị; thiết bị không đọc được thì máy chủ thu nhỏ.",
        ),
        catalogue.Parameter(
            "inspections.photo_quality", "Chất lượng ảnh", kind="percent", default="80", unit="%", group=group,
            low=40, high=95,
        ),
        catalogue.Navigation(
            "Kiểm tra tại chỗ", "inspections:onsite", 61, "inspection",
            visible="qlcl.inspections.policies.may_inspect_on_site",
        ),
        catalogue.Nightly("inspections.partials", "Ảnh tải lên dở dang", 90, "qlcl.inspections.tasks.forget_partials"),
    )  # fmt: skip
