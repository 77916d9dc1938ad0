"""Registers the assessments room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class AssessmentsConfig(AppConfig):
    """The assessments room."""

    name = "qlcl.assessments"
    label = "assessments"
    verbose_name = "Danh mục kiểm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's things, acts, page and panel."""
        catalogue.register(
            catalogue.Kind("checklist", "Phiếu kiểm", "assessments.Checklist", "assessments:checklist"),
            catalogue.Kind("question_set", "Bộ câu hỏi", "assessments.QuestionSet", "assessments:set"),
            catalogue.Act("assessments.load_sets", "Nạp bộ câu hỏi"),
            catalogue.Act("assessments.publish_set", "Ban hành bộ câu hỏi"),
            catalogue.Act("assessments.start_checklist", "Mở phiếu kiểm"),
            catalogue.Act("assessments.set_members", "Phân công người cùng làm phiếu kiểm"),
            catalogue.Act("assessments.answer", "Ghi phiếu kiểm"),
            catalogue.Act("assessments.carry_checklist", "Mang phiếu kiểm theo thiết bị"),
            catalogue.Act("assessments.write_off_copy", "Ghi mất bản mang theo"),
            catalogue.Act("assessments.conclude_checklist", "Kết luận phiếu kiểm"),
            catalogue.Navigation(
                "Danh mục kiểm", "assessments:list", 64, "checklist", visible="qlcl.organisations.policies.is_signed_in"
            ),
            catalogue.Panel(
                "agency",
                "assessments",
                "Phiếu kiểm",
                54,
                "assessments/panel.html",
                "qlcl.assessments.queries.agency_panel",
                "Kiểm tra, khắc phục",
            ),
        )
