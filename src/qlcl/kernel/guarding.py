"""Puts the database's guards back after every migration: history triggers and `NoOverlap`."""

from typing import Any

from django.db import connection

from qlcl.kernel import periods
from qlcl.kernel.history import guards


def put_back(**_signal: Any) -> None:
    """Receiver of `post_migrate`; does nothing before the history has its tables."""
    if "kernel_sealtext" in connection.introspection.table_names():
        guards.install()
        periods.install_guards()
