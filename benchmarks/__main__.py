"""Makes databases of made-up provinces, measures, prints one JSON document; progress goes to stderr."""

import argparse
import json
import os
import resource
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks import scenarios, served
from benchmarks.province import write
from benchmarks.timing import calibration
from tests.engines.committing import CommittingDatabase, fresh_database
from tests.engines.postgresql import NoPostgreSQL, cluster

#: What `make bench` aims at, on two cores.
AIMS = {"page_p95_ms": 60, "page_queries": 12, "search_p95_ms": 40, "report_json_ms": 150, "import_s": 5,
        "worker_MB": 150, "start_s": 2}  # fmt: skip

#: What the worker whose memory is measured is asked for, in turn.
ASKED = ["/", "/co-quan/", "/co-quan/9", "/tim?q=khoa+hocc", "/chuyen-doi/", "/chuyen-doi/1/", "/chuyen-doi/1/bang/"]
ASKED += ["/viec/", "/so-dang-ky/", "/cong-bo/"]


def say(line: str) -> None:
    """Progress, apart from the result."""
    print(f"→ {line}", file=sys.stderr, flush=True)


def imported(database: CommittingDatabase, kind: str, path: Path) -> dict[str, float]:
    """Seconds of `qlcl import`, the start of the process included, by the clock and by its processor."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    done = database.qlcl("import", kind, str(path), timeout=900)
    spent, after = perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"qlcl import {kind}: {done.stderr[-2000:]}")
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall_s": round(spent, 2), "cpu_s": round(worked, 2)}


def fill(database: CommittingDatabase, agencies: int) -> dict[str, Any]:
    """Imports the made-up province, kind by kind."""
    with tempfile.TemporaryDirectory() as folder:
        spent = {}
        for kind, path in write(Path(folder), agencies).items():
            say(f"  import {kind}")
            spent[kind] = imported(database, kind, path)
    (database.home / "today").write_text("2021-12-31\n")
    inside(database, "people", 1)
    return spent


def inside(database: CommittingDatabase, scenario: str, times: int) -> Any:
    """What a scenario measured in a process of its own; its progress comes through."""
    command = f"import runpy, sys; sys.argv[1:] = ['{scenario}', '{times}']; "
    process = database.python(command + "runpy.run_module('benchmarks.inside', run_name='__main__')", stderr=None)
    out, _ = process.communicate(timeout=3600)
    if process.returncode:
        raise SystemExit(f"{scenario}: failed")
    return json.loads(out.splitlines()[-1])


def measured(agencies: int, times: int, only: list[str]) -> dict[str, Any]:
    """One size on one engine."""
    with tempfile.TemporaryDirectory(prefix="qlcl-bench-") as folder:
        database = fresh_database(Path(folder))
        try:
            state = {"load": os.getloadavg(), "calibration_ms": calibration()}
            result: dict[str, Any] = {"agencies": agencies, "machine": state, "import": fill(database, agencies)}
            checked = database.qlcl("setup", timeout=300)  # the static files, for the server
            if checked.returncode:
                raise SystemExit(checked.stderr)
            if not only or "served" in only:
                say("  start and memory")
                result["start"] = served.starting(database)
                result["memory"] = served.memory(database, inside(database, "session", 1), ASKED)
            for scenario in scenarios.names():
                name = scenario.partition("_")[2]
                if not only or name in only:
                    say(f"  {name}")
                    result[name] = inside(database, scenario, times)
            return result
        finally:
            database.drop()


def main() -> None:
    """Sizes, engines and scenarios from the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default="130,10000", help="numbers of agencies")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--times", type=int, default=30, help="requests per page")
    names = [name.partition("_")[2] for name in scenarios.names()]
    parser.add_argument("--only", default="", help=f"of: served, {', '.join(names)}")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qlcl-compiled-") as compiled:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # measured is a server that started before
        os.environ["PYTHONPYCACHEPREFIX"] = compiled
        results: dict[str, Any] = {"aims": AIMS, "load": os.getloadavg(), "engines": {}}
        for engine in options.engines.split(","):
            try:
                with cluster(safe=True) if engine == "postgresql" else nullcontext("") as url:
                    os.environ["QLCL_DATABASE_URL"] = url
                    found = results["engines"][engine] = []
                    for size in map(int, options.sizes.split(",")):
                        say(f"{engine}, {size} agencies")
                        found.append(measured(size, options.times, [n for n in options.only.split(",") if n]))
            except NoPostgreSQL as problem:
                results["engines"][engine] = str(problem)
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
