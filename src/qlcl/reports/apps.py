"""Registers the reports room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue

#: The measures that reports count, by name; a room that comes later adds its own in its `apps.py`.
MEASURES = (
    ("agencies", "qlcl.organisations.measures.AGENCIES"),
    ("systems", "qlcl.organisations.measures.SYSTEMS"),
    ("systems_mandatory", "qlcl.organisations.measures.MANDATORY"),
    ("declared_in_force", "qlcl.conformity.measures.IN_FORCE"),
    ("declarations_signed", "qlcl.conformity.measures.SIGNED"),
    ("declarations_ended", "qlcl.conformity.measures.ENDED"),
    ("agencies_trained", "qlcl.training.measures.TRAINED"),
    ("agencies_untrained", "qlcl.training.measures.UNTRAINED"),
    ("auditor_certificates", "qlcl.training.measures.AUDITORS"),
    ("systems_inspected", "qlcl.inspections.measures.INSPECTED"),
    ("systems_uninspected", "qlcl.inspections.measures.UNINSPECTED"),
    ("systems_on_site", "qlcl.inspections.measures.ON_SITE"),
    ("statutory_duties", "qlcl.duties.measures.STATUTORY"),
    ("statutory_decided", "qlcl.duties.measures.DECIDED"),
    ("statutory_on_time", "qlcl.duties.measures.ON_TIME"),
    ("statutory_open", "qlcl.duties.measures.OPEN"),
    ("statutory_overdue", "qlcl.duties.measures.OVERDUE"),
    ("internal_audits_due", "qlcl.duties.measures.AUDITS_DUE"),
    ("management_reviews_due", "qlcl.duties.measures.REVIEWS_DUE"),
    ("systems_audited", "qlcl.duties.measures.AUDITED"),
    ("systems_reviewed", "qlcl.duties.measures.REVIEWED"),
    ("systems_behind", "qlcl.duties.measures.BEHIND"),
    ("systems_escalated", "qlcl.duties.measures.ESCALATED"),
    ("duties_confirmed_unchanged", "qlcl.duties.measures.CONFIRMED_UNCHANGED"),
    ("posts", "qlcl.accounts.measures.POSTS"),
    ("posts_vacant", "qlcl.accounts.measures.VACANT"),
    ("campaigns", "qlcl.transitions.measures.CAMPAIGNS"),
    ("units", "qlcl.transitions.measures.ENROLLED"),
    ("declared", "qlcl.transitions.measures.DECLARED"),
    ("declared_outside_plan", "qlcl.transitions.measures.DECLARED_OUTSIDE"),
    ("training_classes", "qlcl.training.measures.CLASSES"),
    ("training_attendances", "qlcl.training.measures.ATTENDANCES"),
    ("inspections", "qlcl.inspections.measures.INSPECTIONS"),
)


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
                "Báo cáo", "reports:home", 26, "report", "follow", "qlcl.organisations.policies.is_provincial"
            ),
        )
        catalogue.register(
            catalogue.PaperKind(
                "reports.status",
                "Báo cáo tình hình xây dựng, áp dụng HTQLCL",
                "papers/reports.status.txt",
                "qlcl.reports.queries.sample.sample_status",
            ),
            catalogue.PaperKind(
                "reports.inspections",
                "Báo cáo tổng hợp kiểm tra",
                "papers/reports.inspections.txt",
                "qlcl.reports.queries.sample.sample_inspections",
            ),
        )
        for name, path in MEASURES:
            catalogue.register_measure(name, path)
