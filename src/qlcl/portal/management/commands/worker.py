"""`qlcl worker`: does the nightly work and sends the mails; one process, no broker."""

import signal
import threading
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from qlcl.kernel.clock import now
from qlcl.portal.operations.nightly import digest, run_nightly

LOOK_EVERY = 60
#: Mails wait for the end of the quiet hours, and those refused for another try: looked for this often, in minutes.
MAIL_EVERY = 10


class Command(BaseCommand):
    """Waits for the night; `--once` does the work now and ends."""

    help = "Chạy việc nền hằng đêm. / Do the nightly background work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Forever, or once (for cron or a systemd timer)."""
        parser.add_argument("--once", action="store_true", help="làm ngay một lần rồi thôi / do it now, once")
        parser.add_argument(
            "--hour",
            type=int,
            choices=range(24),
            metavar="0–23",
            default=settings.NIGHT_HOUR,
            help=f"giờ Việt Nam bắt đầu việc nền ({settings.NIGHT_HOUR}) / local hour to begin at",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """The day is the real one: a fixed working day never ends."""
        if options["once"]:
            self._night(timezone.localdate())
            return
        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ended.set())
        self._say(f"→ Việc nền chạy sau {options['hour']} giờ hằng ngày, giờ Việt Nam (Ctrl+C để dừng).")
        done, looked = timezone.localdate() - timedelta(days=1), 0
        while True:
            local = timezone.localtime()
            try:
                if local.hour >= options["hour"] and local.date() > done:
                    self._night(local.date())
                    done = local.date()
                elif looked % MAIL_EVERY == 0:
                    self._mails(local.date())
            except DatabaseError as error:
                self._say(f"! Cơ sở dữ liệu: {str(error).strip().splitlines()[0]}; thử lại sau một phút.")
            looked += 1
            if ended.wait(LOOK_EVERY):
                return

    def _night(self, day: date) -> None:
        close_old_connections()
        result = run_nightly(on=day, at=now(), say=lambda line: self._say(f"  {line}"))
        self._say(f"✓ {result['day']}: {sum(result['done'].values())} việc, {result['mails']} thư, {result['heads']}")

    def _mails(self, day: date) -> None:
        close_old_connections()
        sent = digest(on=day, at=now())
        if sent:
            self._say(f"✓ {day.isoformat()}: {sent} thư")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
