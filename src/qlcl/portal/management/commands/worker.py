"""`qlcl worker`: does the nightly work; one process, no broker."""

import signal
import threading
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from qlcl.portal.operations.nightly import run_nightly

#: Local hour of the nightly work.
HOUR = 1
LOOK_EVERY = 60


class Command(BaseCommand):
    """Waits for the night; `--once` does the work now and ends."""

    help = "Chạy việc nền hằng đêm. / Do the nightly background work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Forever, or once (for cron or a systemd timer)."""
        parser.add_argument("--once", action="store_true", help="làm ngay một lần rồi thôi / do it now, once")

    def handle(self, *args: Any, **options: Any) -> None:
        """The day is the real one: a fixed working day never ends."""
        if options["once"]:
            self._run(timezone.localdate())
            return
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        done = timezone.localdate() - timedelta(days=1)
        self.stdout.write(f"→ Việc nền chạy lúc {HOUR} giờ hằng ngày (Ctrl+C để dừng).")
        while not ended.wait(LOOK_EVERY):
            now = timezone.localtime()
            if now.hour >= HOUR and now.date() > done:
                done = now.date()
                self._run(done)

    def _run(self, day: date) -> None:
        close_old_connections()
        result = run_nightly(on=day)
        self.stdout.write(f"✓ {result['day']}: {result['heads']}")
        self.stdout.flush()
