"""`qlcl backup FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from qlcl.kernel.clock import now
from qlcl.portal.management.printing import print_result
from qlcl.portal.operations.back_up import back_up


class Command(BaseCommand):
    """Backs up into one file while the product runs."""

    help = "Sao lưu cơ sở dữ liệu và tệp đính kèm vào một tệp. / Back up the database and stored files into one file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file to write."""
        parser.add_argument("file", type=Path, help="tệp sao lưu sẽ ghi / the archive to write (.tar)")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Writes, reads back, verifies."""
        result = back_up(target=options["file"].resolve(), at=now(), say=lambda line: self.stderr.write(f"→ {line}"))
        print_result(self.stdout, result, options["json"], _SENTENCE)


_SENTENCE = (
    "Đã sao lưu vào {file} ({size} byte, {members} phần). "
    "Đã kiểm tra: {chains} chuỗi, {events} sự kiện, {seals} niêm phong."
)
