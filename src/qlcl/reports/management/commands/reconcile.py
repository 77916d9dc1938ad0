"""`qlcl reconcile`: compares published figures with the records, and with each other."""

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from qlcl.kernel.actors import Actor
from qlcl.reports.operations.reconcile import reconcile_file


class Command(BaseCommand):
    """Tells, figure by figure, whether a published table equals the records and whether it contradicts itself."""

    help = "Đối chiếu số liệu đã công bố với hồ sơ. / Compares published figures with the records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Names what is asked."""
        parser.add_argument("file", type=Path, help="tệp số liệu (CSV, XLSX, XLS) / file of figures")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--records", action="store_true", help="chỉ đối chiếu với hồ sơ / only against the records")
        which.add_argument("--internal", action="store_true", help="chỉ tìm mâu thuẫn nội bộ / only against itself")
        parser.add_argument("--province", default="", help="mã tỉnh, mặc định tỉnh duy nhất / province code")
        parser.add_argument("--until", type=date.fromisoformat, help="ngày cuối / last day")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reads, compares, prints."""
        result = reconcile_file(
            actor=Actor.system("qlcl reconcile"),
            name=options["file"].name,
            content=options["file"].read_bytes(),
            records=not options["internal"],
            internal=not options["records"],
            province_code=options["province"],
            until=options["until"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(result.lines()))
