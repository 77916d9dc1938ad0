"""Makes the databases, measures, prints one JSON document; progress goes to stderr."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.province import CODE, write
from tests.browser.serving import free_port, wait_until_it_answers
from tests.engines.committing import ROOT, CommittingDatabase, Template
from tests.engines.postgresql import NoPostgreSQL, cluster

#: What `make bench` aims at, on two cores.
AIMS = {"page_p95_ms": 60, "page_queries": 12, "search_p95_ms": 40, "report_json_ms": 150, "import_s": 5,
        "worker_MB": 150, "start_s": 2}  # fmt: skip

PEOPLE = f"""
from datetime import date
from qlcl.accounts.operations.make_demo_people import make_demo_people
from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import now
make_demo_people(actor=Actor.system("đo"), commune_code="BM-X00001", password="do-toc-do-12", on=date(2021, 12, 31),
    at=now(), department_code="BM-S00001", leadership_code="{CODE}-S-KHCN")
from qlcl.accounts.models import Person
Person.objects.update(must_change_password=False)
"""

REPORT = """
import json, sys
from time import perf_counter
from django.core.management import call_command
from datetime import date
from pathlib import Path
spent = []
for _ in range(int(sys.argv[1])):
    begun = perf_counter()
    options = {"province": sys.argv[2], "until": date(2021, 12, 31), "format": sys.argv[3], "output": Path(sys.argv[4])}
    call_command("report", "transition", **options)
    spent.append((perf_counter() - begun) * 1000)
print(json.dumps(sorted(spent)))
"""


def say(line: str) -> None:
    """Progress, apart from the result."""
    print(f"→ {line}", file=sys.stderr, flush=True)


def timed(run: Callable[[], Any]) -> float:
    """Seconds that it took."""
    begun = perf_counter()
    run()
    return round(perf_counter() - begun, 2)


def checked(database: CommittingDatabase, *arguments: str) -> None:
    """A command that must succeed."""
    done = database.qlcl(*arguments, timeout=900)
    if done.returncode:
        raise SystemExit(f"qlcl {' '.join(arguments)}: {done.stderr[-2000:]}")


def fill(database: CommittingDatabase, agencies: int) -> dict[str, float]:
    """Imports the made-up province; seconds per kind of file, the start of the process included."""
    with tempfile.TemporaryDirectory() as folder:
        files = write(Path(folder), agencies)
        spent = {}
        for kind, path in files.items():
            say(f"  import {kind}")
            spent[kind] = timed(lambda kind=kind, path=path: checked(database, "import", kind, str(path)))  # type: ignore[misc]
    database.run(PEOPLE)
    (database.home / "today").write_text("2021-12-31\n")
    return spent


def started(database: CommittingDatabase) -> float:
    """Seconds from `qlcl serve` to the first answer."""
    port = free_port()
    begun = perf_counter()
    process = database.start("serve", "--port", str(port))
    wait_until_it_answers(process, f"http://127.0.0.1:{port}/tai-khoan/dang-nhap")
    spent = perf_counter() - begun
    process.terminate()
    process.communicate(timeout=20)
    return round(spent, 2)


def measured(agencies: int, times: int) -> dict[str, Any]:
    """One size on one engine."""
    with tempfile.TemporaryDirectory(prefix="qlcl-bench-") as folder:
        database = Template(Path(folder))
        database.make()
        try:
            result: dict[str, Any] = {"agencies": agencies, "import_s": fill(database, agencies)}
            checked(database, "setup")
            say("  pages")
            code = (ROOT / "benchmarks" / "pages.py").read_text()
            result |= json.loads(database.run(code, str(times), timeout=900).splitlines()[-1])
            for form in ("json", "docx"):
                say(f"  report as {form}")
                output = str(database.home / f"report.{form}")
                spent = json.loads(database.run(REPORT, "5", CODE, form, output, timeout=300).splitlines()[-1])
                result[f"report_{form}_ms"] = round(spent[len(spent) // 2])
            result["start_s"] = started(database)
            return result
        finally:
            database.drop()


def main() -> None:
    """Sizes and engines from the command line."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", default="130,10000")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    results: dict[str, Any] = {"aims": AIMS, "engines": {}}
    for engine in options.engines.split(","):
        try:
            with cluster(safe=True) if engine == "postgresql" else nullcontext("") as url:
                os.environ["QLCL_DATABASE_URL"] = url
                results["engines"][engine] = []
                for size in map(int, options.sizes.split(",")):
                    say(f"{engine}, {size} agencies")
                    results["engines"][engine].append(measured(size, options.times))
        except NoPostgreSQL as problem:
            results["engines"][engine] = str(problem)
    print(json.dumps(results, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
