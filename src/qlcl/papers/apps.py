"""Registers the papers room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class PapersConfig(AppConfig):
    """The papers room."""

    name = "qlcl.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's nouns, acts, navigation entry and search."""
        catalogue.register(
            catalogue.Kind("paper_template", "Mẫu văn bản", "papers.PaperTemplate"),
            catalogue.Act("papers.edit_template", "Sửa mẫu văn bản", form="papers:templates"),
            catalogue.Act("papers.restore_template", "Dùng lại mẫu gốc của văn bản", form="papers:templates"),
            catalogue.Navigation(
                "Mẫu văn bản",
                "papers:templates",
                130,
                icon="draft",
                group="admin",
                visible="qlcl.papers.policies.can_edit_templates",
            ),
            catalogue.Search("paper", "Mẫu văn bản", 60, "qlcl.papers.queries.search_papers"),
        )
