"""Registers the transitions room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Import, Kind, Navigation, Panel, PaperKind, Parameter

#: The circular sets no term for it.
REPORT_DAYS = Parameter(
    code="transitions.certificate_report_days",
    label="Hạn báo cáo giấy xác nhận của tư vấn hết giá trị",
    default="10",
    help="Thông tư 26/2014/TT-BKHCN, Điều 41 khoản 5 không ấn định số ngày.",
    unit="ngày",
    group="Chuyển đổi",
    low=1,
    high=60,
)


class TransitionsConfig(AppConfig):
    """The transitions room."""

    name = "qlcl.transitions"
    label = "transitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's kinds, acts, files and place in the navigation."""
        catalogue.register(
            Kind("campaign", "Chiến dịch chuyển đổi", "transitions.Campaign", "transitions:campaign"),
            Kind("enrolment", "Cơ quan trong kế hoạch", "transitions.Enrolment", "transitions:path"),
            Act("transitions.plan", "Phê duyệt kế hoạch"),
            Act("transitions.steering_committee", "Thành lập Ban Chỉ đạo ISO"),
            Act("transitions.documents_issued", "Ban hành tài liệu hệ thống"),
            Act("transitions.applied", "Đưa hệ thống vào áp dụng"),
            Act("transitions.internal_audit", "Đánh giá nội bộ"),
            Act("transitions.management_review", "Xem xét của lãnh đạo"),
            Act("transitions.report_certificate", "Báo cáo giấy xác nhận tư vấn hết giá trị"),
            Act("transitions.open_campaign", "Mở chiến dịch chuyển đổi"),
            Act("transitions.change_campaign", "Sửa thông tin chiến dịch"),
            Act("transitions.enrol", "Đưa vào kế hoạch chuyển đổi"),
            Act("transitions.take_account", "Ghi nhận các bước đã làm"),
            Act("transitions.set_preparation", "Ghi cách làm, phương thức"),
            Act("transitions.set_step_dates", "Điều chỉnh hạn các bước"),
            Act("transitions.remind", "Đôn đốc"),
            REPORT_DAYS,
            Navigation(
                "Chuyển đổi",
                "transitions:list",
                20,
                icon="transition",
                visible="qlcl.transitions.policies.sees_campaigns",
            ),
            PaperKind(
                "transitions.reminder_letter",
                "Công văn đôn đốc chuyển đổi",
                "papers/transitions.reminder_letter.txt",
                "qlcl.transitions.papers.sample_reminder",
            ),
            Panel(
                "agency",
                "transition",
                "Chuyển đổi",
                30,
                "transitions/agency_panel.html",
                "qlcl.transitions.panels.agency_panel",
                "Việc và người",
            ),
            Import("campaigns", "Chiến dịch chuyển đổi", 30, "qlcl.transitions.imports.CAMPAIGNS"),
        )
