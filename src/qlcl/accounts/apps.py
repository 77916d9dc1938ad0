"""Registers the accounts room with Django and with the catalogue."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "qlcl.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
