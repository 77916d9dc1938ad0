"""Registers the portal room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class PortalConfig(AppConfig):
    """The portal room."""

    name = "qlcl.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The home page and the page of imports."""
        catalogue.register(
            catalogue.Parameter(
                "portal.new_holder_days",
                "Người mới nhận vị trí được dẫn tới trang bắt đầu trong",
                default="60",
                help="Tính từ ngày bổ nhiệm; 0 là không dẫn.",
                unit="ngày",
                group="Trang chính",
                high=366,
            ),
            catalogue.Navigation(
                "Trang chính", "portal:home", 5, "home", "home", "qlcl.organisations.policies.is_signed_in"
            ),
            catalogue.Navigation(
                "Bảng năm", "portal:year_board", 15, "columns", "follow", "qlcl.portal.policies.sees_year_board"
            ),
            catalogue.Panel(
                "agency",
                "years",
                "Việc hằng năm",
                25,
                "portal/agency_years_panel.html",
                "qlcl.portal.panels.agency_panel",
                "Việc và người",
            ),
            catalogue.Navigation(
                "Số liệu tỉnh", "portal:leader", 25, "trend", "follow", "qlcl.organisations.policies.is_provincial"
            ),
            catalogue.Navigation(
                "Nhật ký", "portal:journal", 130, "history", "more", "qlcl.organisations.policies.is_provincial"
            ),
            catalogue.Navigation(
                "Nhập tệp", "portal:imports", 145, "upload", group="admin", visible="qlcl.portal.policies.can_import"
            ),
        )
