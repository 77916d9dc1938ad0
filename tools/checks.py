"""Runs the checks: `python tools/checks.py all|fast`. Every stage runs; the last lines name what failed.

`all` runs four lanes side by side: what reads the code and then the browser; PostgreSQL; SQLite, the rooms' tests and
the journeys apart. PostgreSQL's lane is the longest and mostly waits for its server, so the others give way to it: two
processors are busy from the first second to nearly the last. On a larger machine the lanes of the databases divide
their tests among more processes; `QLCL_TEST_JOBS` sets how many. Templates of databases are made once, by the lane that
first asks, for all.
"""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(PYTHON).parent
PYTEST = [PYTHON, "-m", "pytest"]
Stage = tuple[str, Sequence[str | Path]]
#: What mypy would write down for the next run costs a fifth of the time; in continuous integration nobody reads it.
ONCE = ["--no-incremental"] if os.environ.get("CI") == "true" else []
READING: list[Stage] = [
    ("lint", [BIN / "ruff", "check", "."]),
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("types", [BIN / "mypy", *ONCE]),
]


def lanes(mode: str, jobs: int) -> list[list[Stage]]:
    """The stages, side by side and one after another."""
    many = ["-n", str(jobs)] if jobs > 1 else ["-n", "0"]
    here = [*PYTEST, *many, "-m", "not browser"]
    if mode == "fast":
        return [[*READING, ("tests on SQLite", [*here, "src", "tests"])]]
    rooms: Stage = ("tests of the rooms on SQLite", [*here, "src"])
    journeys: Stage = ("architecture and journeys on SQLite", [*here, "tests"])
    browser: Stage = ("tests in the browser", [*PYTEST, "-n", "0", "tests/browser"])
    cluster = [PYTHON, "-m", "tests.engines"]
    postgresql: Stage = ("tests on PostgreSQL", [*cluster, *here, "src", "tests"])
    return [
        [postgresql],
        *([_giving_way(stage) for stage in lane] for lane in ([*READING, browser], [rooms], [journeys])),
    ]


def _giving_way(stage: Stage) -> Stage:
    """The same, behind whoever needs the processor."""
    name, command = stage
    return name, ["nice", "-n", "5", *command]


class Checks:
    """The run: what has started, what has failed."""

    def __init__(self) -> None:
        self.running: set[subprocess.Popen[str]] = set()
        self.failed: list[str] = []
        self.stopped = False
        self._printing = threading.Lock()

    def run(self, stages: Sequence[Stage], *, quiet: bool) -> None:
        """One lane: its stages one after another; a quiet one shows what a stage said when it has ended."""
        for name, command in stages:
            if self.stopped:
                return
            self.say(f"▸ {name}" if quiet else f"\n── {name}")
            begun = time.monotonic()
            process = subprocess.Popen(
                command, cwd=ROOT, text=True, encoding="utf-8", start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
            )  # fmt: skip
            self.running.add(process)
            said, _ = process.communicate()
            self.running.discard(process)
            took = f"   {name}: {time.monotonic() - begun:.0f} s"
            self.say(f"\n── {name}\n{said}{took}" if quiet else took)
            if process.returncode:
                self.failed.append(name)

    def say(self, text: str) -> None:
        """Whole pieces, whichever lane speaks."""
        with self._printing:
            print(text, flush=True)

    def stop(self, *_: object) -> None:
        """Ends every stage with what it has started."""
        self.stopped = True
        for process in list(self.running):
            os.killpg(process.pid, signal.SIGTERM)


@contextmanager
def environment() -> Iterator[None]:
    """What all stages share: bytecode, for they start many processes, and the templates of databases."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="qlcl-templates-", ignore_cleanup_errors=True) as folder:
        os.environ["QLCL_TEST_TEMPLATES"] = folder
        yield


def main(mode: str) -> int:
    """Runs all lanes and says what failed."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    jobs = int(os.environ.get("QLCL_TEST_JOBS") or processors // (1 if mode == "fast" else 2))
    checks, todo = Checks(), lanes(mode, jobs)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, checks.stop)
    with environment():
        threads = [threading.Thread(target=checks.run, args=[lane], kwargs={"quiet": len(todo) > 1}) for lane in todo]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if checks.failed or checks.stopped:
        print(f"\n✗ {'failed: ' + '; '.join(checks.failed) if checks.failed else 'stopped'}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
