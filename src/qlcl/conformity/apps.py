"""Registers the conformity room with Django and with the catalogue."""

from django.apps import AppConfig


class ConformityConfig(AppConfig):
    """The conformity room."""

    name = "qlcl.conformity"
    label = "conformity"
    default_auto_field = "django.db.models.BigAutoField"
