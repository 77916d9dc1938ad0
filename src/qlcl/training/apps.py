"""Registers the training room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class TrainingConfig(AppConfig):
    """The training room."""

    name = "qlcl.training"
    label = "training"
    verbose_name = "Đào tạo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's things, acts, files, page, search and panel."""
        catalogue.register(
            catalogue.Kind("training_class", "Lớp đào tạo", "training.TrainingClass", "training:class"),
            catalogue.Kind("attendance", "Lượt dự lớp", "training.Attendance", "training:attendance"),
            catalogue.Kind("certificate", "Chứng chỉ", "training.Certificate", "training:certificate"),
            catalogue.Act("training.attend", "Dự lớp đào tạo", form="training:record_class"),
            catalogue.Act("training.record_class", "Ghi lớp đào tạo", form="training:record_class"),
            catalogue.Act("training.correct_class", "Sửa thông tin lớp"),
            catalogue.Act("training.correct_attendance", "Sửa số người dự lớp"),
            catalogue.Act("training.issue_certificate", "Cấp chứng chỉ"),
            catalogue.Act("training.void_class", "Hủy bản ghi nhầm lớp đào tạo"),
            catalogue.Act("training.void_attendance", "Hủy bản ghi nhầm lượt dự lớp"),
            catalogue.Act("training.void_certificate", "Hủy bản ghi nhầm chứng chỉ"),
            catalogue.Import("training-classes", "Lớp đào tạo", 50, "qlcl.training.imports.CLASSES"),
            catalogue.Import("training-attendance", "Danh sách dự lớp", 60, "qlcl.training.imports.ATTENDANCE"),
            catalogue.Import("certificates", "Chứng chỉ", 65, "qlcl.training.imports.CERTIFICATES"),
            catalogue.Navigation(
                "Đào tạo", "training:classes", 50, "training", visible="qlcl.organisations.policies.is_signed_in"
            ),
            catalogue.Search("training_class", "Lớp đào tạo", 40, "qlcl.training.queries.search_classes"),
            catalogue.Panel(
                "agency",
                "training",
                "Đào tạo",
                40,
                "training/panel.html",
                "qlcl.training.queries.agency_panel",
                "Đào tạo",
            ),
            catalogue.Panel(
                "person_leaving",
                "certificates",
                "Chứng chỉ đứng tên",
                20,
                "training/leaving_panel.html",
                "qlcl.training.queries.leaving_panel",
            ),
        )
