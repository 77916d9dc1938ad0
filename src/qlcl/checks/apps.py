"""Registers the checks room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Kind, Navigation, Nightly, Panel, Parameter


class ChecksConfig(AppConfig):
    """The checks room."""

    name = "qlcl.checks"
    label = "checks"
    verbose_name = "Rà soát"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's things, acts and pages, and the thresholds that each check declares."""
        catalogue.register(
            Kind("check_line", "Điểm rà soát", "checks.CheckLine", "checks:line"),
            Act("checks.answer_line", "Trả lời điểm rà soát"),
            Act("checks.ask_explanation", "Đề nghị giải trình"),
            Act("checks.explain_missed", "Giải trình việc luật định quá hạn", form="checks:explain"),
            Navigation("Rà soát", "checks:lines", 22, "review", "follow", "qlcl.checks.policies.sees_lines"),
            Panel(
                "agency",
                "checks",
                "Rà soát",
                60,
                "checks/panel.html",
                "qlcl.checks.queries.agency_panel",
                "Rà soát",
            ),
            Parameter(
                code="checks.province_delay_days",
                label="Cấp tỉnh thấy điểm rà soát và vai trò Thủ trưởng sau",
                kind="int",
                default="30",
                help="Cơ quan thấy trước và có chừng ấy ngày để xử lý, trả lời.",
                unit="ngày",
                group="Rà soát",
                low=0,
                high=365,
            ),
            Nightly("checks", "Rà soát", 60, "qlcl.checks.operations.nightly.run_nightly_checks"),
        )
        for name, measure in (
            ("head_work", "HEAD_WORK"),
            ("head_duties", "HEAD_DUTIES"),
            ("own_work", "OWN_WORK"),
            ("check_lines", "FINDINGS"),
        ):
            catalogue.register_measure(name, f"qlcl.checks.measures.{measure}")
        for check in catalogue.load("qlcl.checks.standing.checks")().values():
            catalogue.register(*check.parameters)
