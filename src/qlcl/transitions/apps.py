"""Registers the transitions room with Django and with the catalogue."""

from django.apps import AppConfig


class TransitionsConfig(AppConfig):
    """The transitions room."""

    name = "qlcl.transitions"
    label = "transitions"
    default_auto_field = "django.db.models.BigAutoField"
