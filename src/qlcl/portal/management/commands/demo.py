"""`qlcl demo`: loads the Tây Ninh example into an empty database."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from qlcl.accounts.operations.make_demo_people import DEMO
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError
from qlcl.organisations.models import Agency
from qlcl.portal.operations.load_example import PASSWORD, load_example

LAST_DAY = date(2021, 12, 31)


class Command(BaseCommand):
    """Loads the example, sets the working day to the example's, prints the sign-ins."""

    help = "Nạp ví dụ Tây Ninh vào cơ sở dữ liệu trống. / Loads the Tây Ninh example into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day on which the example stands."""
        parser.add_argument(
            "--at", type=date.fromisoformat, default=LAST_DAY, help="ngày của ví dụ (YYYY-MM-DD) / the example's day"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="bỏ qua nếu đã có dữ liệu / do nothing where there is data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, or says why not."""
        if Agency.objects.exists():
            if options["if_empty"]:
                if settings.TODAY:  # the example, loaded earlier
                    self._print_sign_ins(settings.TODAY)
                return
            raise DomainError(
                "not_empty", "Cơ sở dữ liệu đã có cơ quan; ví dụ chỉ nạp vào cơ sở dữ liệu trống (đặt QLCL_HOME khác)."
            )
        load_example(at=now(), day=options["at"], say=lambda line: self.stderr.write(f"  {line}"))
        (Path(settings.HOME) / "today").write_text(options["at"].isoformat() + "\n")
        self._print_sign_ins(options["at"])

    def _print_sign_ins(self, day: date) -> None:
        self.stdout.write(f"Ví dụ Tây Ninh; ngày làm việc {day:%d/%m/%Y}. Tài khoản mẫu (mật khẩu {PASSWORD}):")
        for account in DEMO:
            self.stdout.write(f"  {account.username:<18} {account.title} – {account.name}")
