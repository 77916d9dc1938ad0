"""Registers the portal room with Django and with the catalogue."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal room."""

    name = "qlcl.portal"
    label = "portal"
    default_auto_field = "django.db.models.BigAutoField"
