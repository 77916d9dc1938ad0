"""Registers the kernel room with Django and with the catalogue."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel room."""

    name = "qlcl.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
