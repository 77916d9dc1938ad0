"""Registers the duties room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Decision, Kind, Navigation


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
            Act("duties.confirm_unchanged", "Xác nhận không thay đổi"),
            Act("duties.assign", "Phân công"),
            Act("duties.explain", "Giải trình"),
            Act("duties.reschedule", "Điều chỉnh hạn"),
            Decision("duties.explain", "qlcl.duties.web.decisions.explain"),
            Decision("duties.close_by_hand", "qlcl.duties.web.decisions.close_by_hand"),
            Navigation("Việc của tôi", "duties:mine", 10, icon="duties", visible="qlcl.duties.policies.holds_a_post"),
        )
