"""Times a request or an act in the server: half and 95 of 100 took no longer, by the clock and by the processor.

By the processor means this process and, on PostgreSQL, the server process that works for it. On a machine that others
use, only the processor's time says something, and even it grows with their load: `calibration` tells how much.
"""

import gc
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db import connection

WARM_UP = 3


def timed(
    run: Callable[[], Any], times: int, warm_up: int = WARM_UP, before: Callable[[], object] = lambda: None
) -> dict[str, Any]:
    """Milliseconds and queries of `run`, what it answers, where it is a page, with status and size.

    `before` each run something may be done that is not measured.
    """
    queries: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(sql)
        return execute(sql, params, many, context)

    wall, cpu, answer, server = [], [], None, server_clock()
    for number in range(times + warm_up):
        before()
        queries.clear()
        gc.collect()
        with connection.execute_wrapper(note):
            began, worked = time.perf_counter(), time.process_time() + server()
            answer = run()
            spent, work = time.perf_counter() - began, time.process_time() + server() - worked
        if number >= warm_up:
            wall.append(spent * 1000)
            cpu.append(work * 1000)
    return {
        "p50_ms": quantile(wall, 0.5),
        "p95_ms": quantile(wall, 0.95),
        "cpu_p50_ms": quantile(cpu, 0.5),
        "cpu_p95_ms": quantile(cpu, 0.95),
        "queries": len(queries),
        **_answer(answer),
    }


def server_clock() -> Callable[[], float]:
    """Seconds of processor that PostgreSQL has spent for this connection; nothing on SQLite, which works in ours."""
    if connection.vendor != "postgresql":
        return lambda: 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        spent = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return lambda: int(spent.read_text().split()[0]) / 1e9


def calibration() -> float:
    """Milliseconds of processor that a fixed piece of Python takes: on the same machine without load it is least."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number % 7
    return round((time.process_time() - began) * 1000, 1)


def once(run: Callable[[], Any]) -> dict[str, Any]:
    """Seconds that one act took, with its queries."""
    found = timed(run, times=1, warm_up=0)
    return {
        "wall_s": round(found["p50_ms"] / 1000, 2),
        "cpu_s": round(found["cpu_p50_ms"] / 1000, 2),
        "queries": found["queries"],
    }


def quantile(values: Iterable[float], share: float) -> float:
    """The value that `share` of the values do not exceed."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


def _answer(answer: Any) -> dict[str, Any]:
    if not hasattr(answer, "status_code"):
        return {}
    return {"status": answer.status_code, "kB": round(len(answer.content) / 1024, 1)}
