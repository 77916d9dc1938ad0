"""`qlcl restore FILE`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from qlcl.portal.management.printing import print_result
from qlcl.portal.operations.restore_backup import restore_backup


class Command(BaseCommand):
    """Restores a backup; a home with data in it is only replaced with --force."""

    help = "Phục hồi từ tệp sao lưu. / Restore from a backup."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The archive, and whether to replace what is there."""
        parser.add_argument("file", type=Path, help="tệp sao lưu / the archive")
        parser.add_argument("--force", action="store_true", help="thay dữ liệu đang có / replace the data in place")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Checks the archive, replaces the data, verifies."""
        source = options["file"].resolve()
        say = lambda line: self.stderr.write(f"→ {line}")  # noqa: E731
        result = restore_backup(source=source, force=options["force"], say=say)
        print_result(self.stdout, result, options["json"], _SENTENCE)


_SENTENCE = (
    "Đã phục hồi {members} phần, bản sao lưu lúc {made_at}. "
    "Đã kiểm tra: {chains} chuỗi, {events} sự kiện, {seals} niêm phong."
)
