"""Registers the standards room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class StandardsConfig(AppConfig):
    """The standards room."""

    name = "qlcl.standards"
    label = "standards"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's nouns, acts, navigation entry and search."""
        catalogue.register(
            catalogue.Kind("edition", "Phiên bản tiêu chuẩn", "standards.Edition", "standards:edition"),
            catalogue.Act("standards.load_reference", "Nạp dữ liệu tham chiếu về tiêu chuẩn"),
            catalogue.Act(
                "standards.edit_edition", "Sửa thông tin phiên bản tiêu chuẩn", form="standards:edit_edition"
            ),
            catalogue.Navigation(
                "Tiêu chuẩn",
                "standards:editions",
                82,
                icon="book",
                group="more",
                visible="qlcl.standards.policies.can_see_standards",
            ),
            catalogue.Search("clause", "Điều khoản tiêu chuẩn", 50, "qlcl.standards.queries.search_clauses"),
        )
