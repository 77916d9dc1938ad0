"""Registers the portal room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class PortalConfig(AppConfig):
    """The portal room."""

    name = "qlcl.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The page of imports."""
        catalogue.register(
            catalogue.Navigation(
                "Nhập tệp", "portal:imports", 90, "upload", group="admin", visible="qlcl.portal.policies.can_import"
            ),
        )
