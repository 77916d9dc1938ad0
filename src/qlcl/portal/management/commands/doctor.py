"""`qlcl doctor`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from qlcl.kernel.errors import DomainError
from qlcl.portal.operations.examine import FAILED, OK, examine

_MARKS = {OK: "✓", FAILED: "✗"}


class Command(BaseCommand):
    """Tells how the installation stands."""

    help = "Tự kiểm tra cài đặt. / Examine the installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Text or JSON."""
        parser.add_argument("--json", action="store_true", help="in dạng JSON / print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints every finding; refuses (exit code 1) when one has failed."""
        findings = examine()
        failed = [f for f in findings if f.state == FAILED]
        if options["json"]:
            content = {"ok": not failed, "findings": [asdict(f) for f in findings]}
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=2))
            raise SystemExit(1 if failed else 0)
        for finding in findings:
            line = f"{_MARKS.get(finding.state, '!')} {finding.name}: {finding.value}"
            self.stdout.write(f"{line}. {finding.remedy}" if finding.remedy else line)
        if failed:
            raise DomainError("doctor_failed", f"{len(failed)} điểm phải sửa trước khi dùng.")
