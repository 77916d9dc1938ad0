"""Registers the reorganisations room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class ReorganisationsConfig(AppConfig):
    """The reorganisations room."""

    name = "qlcl.reorganisations"
    label = "reorganisations"

    def ready(self) -> None:
        """Names the files that change the register, and what the night does on the day of an ending."""
        catalogue.register(
            catalogue.Import("units", "Cơ quan", 10, "qlcl.reorganisations.imports.UNITS"),
            catalogue.Import("succession", "Quan hệ kế thừa", 20, "qlcl.reorganisations.imports.SUCCESSION"),
            catalogue.Nightly(
                "reorganisations.end", "Kết thúc theo cơ quan", 5, "qlcl.reorganisations.tasks.end_what_ended"
            ),
        )
