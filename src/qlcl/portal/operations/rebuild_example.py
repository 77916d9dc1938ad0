"""Takes the example away, so that it can be built anew for another day; never anything but the example."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from qlcl.accounts.models import Person
from qlcl.conformity.models import Declaration
from qlcl.kernel.errors import DomainError
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.portal.models import ImportBatch
from qlcl.portal.operations import engines

#: The provinces of the example, before and after the merger of 1 July 2025.
PROVINCES = ("TN", "LA", "TN2")
MARK = "today"
LOADER = "Nạp ví dụ"


def refuse_real_data() -> None:
    """Raises `not_the_example` where the database holds, or may hold, anything but the example.

    The example is known by the file `today` that loading it leaves, by its provinces, by accounts that are all
    illustration, and by imports and declarations that nobody but the loader brought in.
    """
    if reason := _not_the_example():
        raise DomainError(
            "not_the_example",
            f"Không dựng lại ví dụ: {reason}. Dữ liệu giữ nguyên; đặt QLCL_HOME khác để xem ví dụ ở ngày khác.",
        )


def _not_the_example() -> str:
    if not (Path(settings.HOME) / MARK).exists():
        return "cơ sở dữ liệu này không phải là ví dụ"
    others = Agency.objects.filter(level=Level.PROVINCE).exclude(code__in=PROVINCES)
    if others.exists() or not Agency.objects.filter(code=PROVINCES[0]).exists():
        return "có tỉnh không thuộc ví dụ"
    if Person.objects.filter(illustration=False).exists():
        return "có tài khoản người dùng thật"
    if ImportBatch.objects.exclude(imported_by=LOADER).exists():
        return "có tệp do người dùng nhập vào"
    if Declaration.objects.filter(illustration=False, imported=True).exists():
        return "có công bố không phải minh họa"
    return ""


@contextmanager
def in_place_of_the_example(*, say: Callable[[str], None]) -> Iterator[None]:
    """An empty database with schema to load into, which then replaces the example; raises `not_the_example`.

    SQLite: the old example stands until the new one is whole, also while a server has it open. PostgreSQL: the old
    one is dropped first.
    """
    refuse_real_data()
    say("Dựng lại ví dụ cho ngày khác; những gì đã ghi thử trong ví dụ cũ sẽ mất…")
    home = Path(settings.HOME)
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(prefix=".qlcl-demo-", dir=home) as name:
            made = Path(name) / "example.sqlite3"
            with _working_on(made):
                call_command("migrate", interactive=False, verbosity=0)
                yield
            engines.load(made)
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
        connection.close()
        call_command("migrate", interactive=False, verbosity=0)
        yield
    for old in (home / "heads").glob("*.json"):  # heads of a history that is gone
        old.unlink()


@contextmanager
def _working_on(path: Path) -> Iterator[None]:
    """Everything goes to that SQLite file meanwhile."""
    live = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = live
