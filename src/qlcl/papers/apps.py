"""Registers the papers room with Django and with the catalogue."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The papers room."""

    name = "qlcl.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"
