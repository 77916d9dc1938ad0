"""Registers the duties room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Kind, Navigation


class DutiesConfig(AppConfig):
    """The duties room."""

    name = "qlcl.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's kinds, acts and place in the navigation."""
        catalogue.register(
            Kind("duty", "Việc phải làm", "duties.Duty", "duties:duty"),
            Act("duties.close_by_hand", "Ghi nhận hoàn thành"),
            Act("duties.explain", "Giải trình"),
            Act("duties.reschedule", "Điều chỉnh hạn"),
            Navigation("Việc của tôi", "duties:mine", 10, icon="duties", visible="qlcl.duties.policies.holds_a_post"),
        )
