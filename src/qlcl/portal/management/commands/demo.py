"""`qlcl demo`: loads the Tây Ninh example as it stood on a day; again for another day."""

from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from qlcl.accounts.operations.make_demo_people import DEMO
from qlcl.assessments.operations.publish_set import load_sets
from qlcl.kernel.clock import now
from qlcl.kernel.errors import DomainError
from qlcl.organisations.models import Agency
from qlcl.portal.operations.load_example import PASSWORD, load_example
from qlcl.portal.operations.rebuild_example import MARK, in_place_of_the_example
from qlcl.standards.operations.load_reference import load_reference

FIRST_DAY, LAST_DAY = date(2019, 11, 12), date(2021, 12, 31)


class Command(BaseCommand):
    """Loads the example, sets the working day to the example's, prints the sign-ins."""

    help = (
        "Nạp ví dụ Tây Ninh như ở một ngày; gọi lại với ngày khác thì dựng lại. / "
        "Loads the Tây Ninh example as it stood on a day; with another day it is built anew."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The day on which the example stands."""
        parser.add_argument(
            "--at",
            type=date.fromisoformat,
            help=f"ngày của ví dụ (YYYY-MM-DD), từ {FIRST_DAY}; mặc định {LAST_DAY} / the example's day",
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="bỏ qua nếu đã có dữ liệu / do nothing where there is data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads, builds anew for another day, or says why not."""
        day = options["at"] or LAST_DAY
        if day < FIRST_DAY:
            raise DomainError(
                "before_the_example", f"Ví dụ bắt đầu từ ngày {FIRST_DAY:%d/%m/%Y}; hãy chọn ngày sau đó."
            )
        standing = Agency.objects.exists()
        if standing and options["if_empty"]:
            if settings.TODAY:  # the example, loaded earlier
                self._print_sign_ins(settings.TODAY)
            return
        if standing and options["at"] is None:
            raise DomainError(
                "not_empty",
                "Cơ sở dữ liệu đã có cơ quan; ví dụ chỉ nạp vào cơ sở dữ liệu trống (đặt QLCL_HOME khác). "
                "Nếu đó là ví dụ, thêm --at NGÀY để dựng lại ví dụ ở ngày ấy.",
            )
        with in_place_of_the_example(say=self._say) if standing else nullcontext():
            if standing:
                load_reference(at=now())
                load_sets(at=now())
            load_example(at=now(), day=day, say=self._say)
        (Path(settings.HOME) / MARK).write_text(day.isoformat() + "\n")
        self._print_sign_ins(day)
        if standing:
            self.stdout.write("Máy chủ đang chạy thì khởi động lại để theo ngày mới. / Restart a running server.")

    def _say(self, line: str) -> None:
        self.stderr.write(f"  {line}")

    def _print_sign_ins(self, day: date) -> None:
        self.stdout.write(f"Ví dụ Tây Ninh; ngày làm việc {day:%d/%m/%Y}. Tài khoản mẫu (mật khẩu {PASSWORD}):")
        for account in DEMO:
            self.stdout.write(f"  {account.username:<18} {account.title} – {account.name}")
