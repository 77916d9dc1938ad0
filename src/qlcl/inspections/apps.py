"""Registers the inspections room with Django and with the catalogue."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """The inspections room."""

    name = "qlcl.inspections"
    label = "inspections"
    default_auto_field = "django.db.models.BigAutoField"
