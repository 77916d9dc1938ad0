"""Runs inside a prepared database: times each page in the server and counts its queries; prints JSON."""

import gc
import json
import resource
import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from qlcl.accounts.models import Person  # noqa: E402
from qlcl.organisations.models import Agency  # noqa: E402
from qlcl.transitions.models import Campaign, Enrolment  # noqa: E402

WARM_UP = 3


def addresses() -> dict[str, str]:
    """The pages to measure; agency and enrolment are ones from the middle."""
    campaign = Campaign.objects.get()
    agencies = Agency.objects.filter(level="commune").order_by("pk")
    agency = agencies[agencies.count() // 2]
    enrolment = Enrolment.objects.filter(system__holder=agency).get()
    province = Agency.objects.get(level="province").code
    word = agency.name.split()[-2]
    return {
        "home": reverse("portal:home"),
        "board": reverse("transitions:board", args=[campaign.pk]),
        "board_late": reverse("transitions:board", args=[campaign.pk]) + "?trang-thai=tre",
        "campaign": reverse("transitions:campaign", args=[campaign.pk]),
        "path": reverse("transitions:path", args=[enrolment.pk]),
        "agencies": reverse("organisations:agencies"),
        "agency": reverse("organisations:agency", args=[agency.pk]),
        "report": reverse("reports:transition", args=[province]) + "?until=2021-12-31",
        "register": reverse("register:list"),
        "search": reverse("portal:search") + f"?q={word}",
        "search_slip": reverse("portal:search") + "?q=khoa+hocc+cong+nghee",
        "inbox": reverse("duties:inbox"),
        "api_agencies": "/api/v1/agencies",
    }


def measure(run: Callable[[], Any], times: int) -> dict[str, Any]:
    """Half and 95 of 100 requests took no longer; the queries of the last one."""
    queries: list[float] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries.append(1)
        return execute(sql, params, many, context)

    spent = []
    response = None
    for number in range(times + WARM_UP):
        queries.clear()
        gc.collect()
        with connection.execute_wrapper(count):
            begun = perf_counter()
            response = run()
            elapsed = perf_counter() - begun
        if number >= WARM_UP:
            spent.append(elapsed * 1000)
    spent.sort()
    return {
        "status": response.status_code if response is not None else None,
        "p50_ms": round(median(spent), 1),
        "p95_ms": round(spent[min(len(spent) - 1, int(len(spent) * 0.95))], 1),
        "queries": len(queries),
        "kB": round(len(response.content) / 1024, 1) if response is not None else None,
    }


def main() -> None:
    """Every page as the provincial officer sees it."""
    times = int(sys.argv[1])
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-encoding": "gzip"})
    client.force_login(Person.objects.get(username="chuyen-vien-tinh"))
    found = {name: measure(lambda url=url: client.get(url), times) for name, url in addresses().items()}  # type: ignore[misc]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"pages": found, "worker_MB": memory}))


if __name__ == "__main__":
    main()
