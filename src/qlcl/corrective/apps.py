"""Registers the corrective room with Django and with the catalogue."""

from django.apps import AppConfig


class CorrectiveConfig(AppConfig):
    """The corrective room."""

    name = "qlcl.corrective"
    label = "corrective"
    verbose_name = "Khắc phục"
    default_auto_field = "django.db.models.BigAutoField"
