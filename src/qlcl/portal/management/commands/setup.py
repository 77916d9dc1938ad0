"""`qlcl setup`: schema, reference data, static files."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from qlcl.assessments.operations.publish_set import load_sets
from qlcl.duties.operations.seed import seed
from qlcl.kernel.clock import now
from qlcl.standards.operations.load_reference import load_reference


class Command(BaseCommand):
    """Makes an installation ready; doing it again changes nothing."""

    help = "Chuẩn bị cơ sở dữ liệu, danh mục và tệp tĩnh. / Prepare the database, reference data and static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Static files are only needed where pages are served."""
        parser.add_argument("--no-static", action="store_true", help="bỏ qua tệp tĩnh / leave static files out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step says what it does; a step takes a second or two."""
        self._say(f"Cơ sở dữ liệu: {settings.DATABASES['default']['NAME']}")
        call_command("migrate", interactive=False, verbosity=0)
        self._say("Danh mục tiêu chuẩn…")
        load_reference(at=now())
        self._say("Bộ câu hỏi kiểm tra…")
        load_sets(at=now())
        self._say("Ngày nghỉ, quy tắc phát sinh việc…")
        seed(at=now())
        if not options["no_static"]:
            self._say("Tệp tĩnh…")
            call_command("collectstatic", interactive=False, verbosity=0)
        self._say("Sẵn sàng.")

    def _say(self, line: str) -> None:
        self.stdout.write(f"→ {line}")
        self.stdout.flush()
