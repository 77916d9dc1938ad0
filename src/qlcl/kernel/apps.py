"""Registers the kernel room with Django and with the catalogue."""

from typing import Any

from django.apps import AppConfig
from django.db.models import Field, ForeignKey
from django.db.models.signals import post_migrate

from qlcl.kernel import catalogue
from qlcl.kernel.listed import Listed


class KernelConfig(AppConfig):
    """The kernel room."""

    name = "qlcl.kernel"
    label = "kernel"
    verbose_name = "Nền tảng"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the acts of the history itself and our lookup; after each migration the guards are put back."""
        Field.register_lookup(Listed)
        ForeignKey.register_lookup(Listed)  # a relation knows no lookups of plain fields
        catalogue.register(
            catalogue.Act("history.undo", "Hoàn tác"),
            catalogue.Act("history.reseal", "Niêm phong lại"),
            catalogue.Act("history.erase", "Xóa lời ghi theo quy định"),
        )
        post_migrate.connect(_put_guards_back, sender=self)


def _put_guards_back(**signal: Any) -> None:
    catalogue.load("qlcl.kernel.guarding.put_back")(**signal)
