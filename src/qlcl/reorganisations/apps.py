"""Registers the reorganisations room with Django and with the catalogue."""

from django.apps import AppConfig


class ReorganisationsConfig(AppConfig):
    """The reorganisations room."""

    name = "qlcl.reorganisations"
    label = "reorganisations"
    default_auto_field = "django.db.models.BigAutoField"
