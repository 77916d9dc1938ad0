"""`qlcl serve`: gunicorn with one thread per worker."""

import multiprocessing
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Replaces this process by gunicorn."""

    help = "Chạy máy chủ web. / Serve the pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and with how many processes."""
        parser.add_argument("--host", default="127.0.0.1", help="địa chỉ nghe / address to listen on (127.0.0.1)")
        parser.add_argument("--port", default=8000, type=int, help="cổng / port (8000)")
        workers = min(2, multiprocessing.cpu_count())
        parser.add_argument("--workers", default=workers, type=int, help=f"số tiến trình / processes ({workers})")

    def handle(self, *args: Any, **options: Any) -> None:
        """One thread per worker: measured, threads make the pages slower."""
        self.stdout.write(f"http://{options['host']}:{options['port']}  (Ctrl+C để dừng / to stop)")
        self.stdout.flush()
        command = [
            *(sys.executable, "-m", "gunicorn", "--preload", "--workers", str(options["workers"])),
            *("--bind", f"{options['host']}:{options['port']}", "--log-level", "warning"),
            *("--max-requests", "5000", "--max-requests-jitter", "500", "--timeout", "60"),
            "qlcl.config.wsgi:application",
        ]
        os.execv(command[0], command)  # noqa: S606
