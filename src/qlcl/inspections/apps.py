"""Registers the inspections room with Django and with the catalogue."""

from django.apps import AppConfig

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
