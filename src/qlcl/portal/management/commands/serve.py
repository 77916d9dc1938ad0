"""`qlcl serve`: gunicorn with one thread per worker."""

import multiprocessing
from argparse import ArgumentParser
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from qlcl.kernel.starting import for_good


class Command(BaseCommand):
    """Becomes gunicorn in this very process: Django is set up once."""

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
        _Server(
            {
                "bind": f"{options['host']}:{options['port']}",
                "workers": options["workers"],
                "preload_app": True,
                "loglevel": "warning",
                "max_requests": 5000,
                "max_requests_jitter": 500,
                "timeout": 60,
            }
        ).run()


class _Server(BaseApplication):
    """Gunicorn with those settings and nothing from its own command line."""

    def __init__(self, settings: dict[str, Any]) -> None:
        self._settings = settings
        super().__init__(prog="qlcl serve")

    def load_config(self) -> None:
        """Takes the settings as they are."""
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIHandler:
        """The application, every page's code loaded before the workers fork: the processes share that memory."""
        with for_good():
            _ = get_resolver().url_patterns
            return WSGIHandler()
