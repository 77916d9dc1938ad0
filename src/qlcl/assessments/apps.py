"""Registers the assessments room with Django and with the catalogue."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The assessments room."""

    name = "qlcl.assessments"
    label = "assessments"
    verbose_name = "Danh mục kiểm"
    default_auto_field = "django.db.models.BigAutoField"
