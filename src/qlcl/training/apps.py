"""Registers the training room with Django and with the catalogue."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """The training room."""

    name = "qlcl.training"
    label = "training"
    default_auto_field = "django.db.models.BigAutoField"
