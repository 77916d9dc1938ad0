"""What only the real server tells: start to first answer, memory of a worker after many requests."""

import re
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.browser.serving import free_port, wait_until_it_answers
from tests.engines.committing import CommittingDatabase

REQUESTS = 200
_TICKS = 100


def starting(database: CommittingDatabase) -> dict[str, float]:
    """Seconds from `qlcl serve` to the first answer, by the clock and by the processor; the compiled code is cached."""
    found = []
    for _ in range(3):
        port = free_port()
        began = time.perf_counter()
        process = database.start("serve", "--port", str(port))
        wait_until_it_answers(process, f"http://127.0.0.1:{port}/tai-khoan/dang-nhap")
        spent = time.perf_counter() - began
        found.append((spent, sum(map(_worked, _family(process.pid)))))
        _stop(process)
    spent, worked = min(found)
    return {"wall_s": round(spent, 2), "cpu_s": round(worked, 2)}


def memory(database: CommittingDatabase, session: str, addresses: list[str]) -> dict[str, Any]:
    """MB of the fattest worker after `REQUESTS` requests of somebody signed in: resident, and its own share of it."""
    port = free_port()
    process = database.start("serve", "--port", str(port), "--workers", "1")
    base = f"http://127.0.0.1:{port}"
    try:
        wait_until_it_answers(process, f"{base}/tai-khoan/dang-nhap")
        for number in range(REQUESTS):
            url = base + addresses[number % len(addresses)]
            request = urllib.request.Request(url, headers={"Cookie": f"sessionid={session}"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                answer.read()
        workers = _family(process.pid)[1:]
        return {
            "requests": REQUESTS,
            "resident_MB": max(_memory(pid, "Rss") for pid in workers),
            "proportional_MB": max(_memory(pid, "Pss") for pid in workers),
        }
    finally:
        _stop(process)


def _family(pid: int) -> list[int]:
    """The process and its children."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, children)]


def _worked(pid: int) -> float:
    """Seconds of processor that a process used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _memory(pid: int, name: str) -> int:
    """MB of that kind of memory."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found.group(1)) // 1024 if found else 0


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=20)
