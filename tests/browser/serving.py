"""A server on a free port of this machine, with the example in its database."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from tests.engines.committing import CommittingDatabase

STARTED_WITHIN = 300


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(process: subprocess.Popen[str], url: str) -> float:
    """Seconds until the first answer; fails with the server's words."""
    begun = time.monotonic()
    while time.monotonic() - begun < STARTED_WITHIN:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=60):
                return time.monotonic() - begun
        except urllib.error.HTTPError:
            return time.monotonic() - begun
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    process.kill()
    raise RuntimeError("\n".join(text or "" for text in process.communicate()))


@contextmanager
def serving(database: CommittingDatabase, workers: int = 2) -> Iterator[str]:
    """Serves the database as `make run` does; yields the address."""
    port = free_port()
    process = database.start(
        "serve", "--port", str(port), "--workers", str(workers), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(process, f"{url}/tai-khoan/dang-nhap")
        yield url
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
