"""`qlcl nightly [--day DAY]`."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from qlcl.kernel.clock import now
from qlcl.portal.management.printing import print_result
from qlcl.portal.operations.nightly import run_nightly


class Command(BaseCommand):
    """Does the nightly work of a day; killed or run twice, nothing goes out twice."""

    help = "Làm việc nền của một ngày. / Do the nightly background work of a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which day; the real one unless told."""
        parser.add_argument(
            "--day", type=date.fromisoformat, help="ngày (YYYY-MM-DD), mặc định hôm nay / the day, by default today"
        )
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each part says how much it did."""
        day = options["day"] or timezone.localdate()
        result = run_nightly(on=day, at=now(), say=lambda line: self.stderr.write(f"→ {line}"))
        result["parts"] = sum(result["done"].values())
        print_result(self.stdout, result, options["json"], _SENTENCE)


_SENTENCE = "Việc nền ngày {day}: {parts} việc đã làm, {mails} thư đã gửi. Đầu chuỗi lịch sử: {heads}"
