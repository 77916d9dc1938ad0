"""Registers the organisations room with Django and with the catalogue."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """The organisations room."""

    name = "qlcl.organisations"
    label = "organisations"
    default_auto_field = "django.db.models.BigAutoField"
