"""Registers the reports room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class ReportsConfig(AppConfig):
    """The reports room."""

    name = "qlcl.reports"
    label = "reports"

    def ready(self) -> None:
        """Names the room's things, acts, pages and measures."""
        catalogue.register(
            catalogue.Kind("snapshot", "Báo cáo đã chốt", "reports.Snapshot", "reports:snapshot"),
            catalogue.Act("reports.write_section", "Viết phần nhận xét của báo cáo"),
            catalogue.Act("reports.freeze", "Chốt báo cáo"),
            catalogue.Navigation(
                "Báo cáo", "reports:home", 70, "report", visible="qlcl.organisations.policies.is_provincial"
            ),
        )
        for name, path in (
            ("units", "qlcl.transitions.measures.ENROLLED"),
            ("declared", "qlcl.transitions.measures.DECLARED"),
            ("declared_outside_plan", "qlcl.transitions.measures.DECLARED_OUTSIDE"),
            ("training_classes", "qlcl.training.measures.CLASSES"),
            ("training_attendances", "qlcl.training.measures.ATTENDANCES"),
            ("inspections", "qlcl.inspections.measures.INSPECTIONS"),
        ):
            catalogue.register_measure(name, path)
