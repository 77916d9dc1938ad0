"""Inspections at size, three of every agency: every page of the three rooms, lists, reports, what a device takes.

`first` is the processor's time of a reading when nothing is remembered, as right after an act of anybody.
"""

import sys
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from benchmarks import many_inspections
from benchmarks.people import OFFICER, TODAY, signed_in
from benchmarks.province import CODE
from benchmarks.timing import timed
from qlcl.assessments.models import Checklist, ChecklistItem, QuestionSet
from qlcl.corrective.models import CorrectiveAction, Nonconformity
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection, InspectionPlan, Inspector, PlanLine
from qlcl.kernel.actors import Actor
from qlcl.kernel.remembered import forget
from qlcl.organisations.models import Agency
from qlcl.reports.definitions import compute
from qlcl.reports.rendering.document import render_docx_report
from qlcl.reports.rendering.workbook import render_xlsx

SECRETARY = "thu-ky"


def measure(times: int) -> dict[str, Any]:
    """Each page by its name; the synthesis as JSON, Word and Excel."""
    made = many_inspections.make()
    print(f"→   {made}", file=sys.stderr, flush=True)
    found: dict[str, Any] = {"made": made}
    clients = {name: signed_in(name) for name in (OFFICER, SECRETARY)}
    for name, (user, url) in addresses().items():
        found[name] = both(lambda client=clients[user], url=url: client.get(url), times)
    for name, run in synthesis().items():
        found[name] = both(run, min(times, 10))
    return found


def both(run: Callable[[], Any], times: int) -> dict[str, Any]:
    """Read again and again; and `first`, nothing remembered."""
    again = timed(run, times)
    return again | {"first": timed(run, max(3, times // 5), warm_up=1, before=forget)["cpu_p50_ms"]}


def synthesis() -> dict[str, Callable[[], Any]]:
    """The synthesis of the year as `qlcl report inspections` makes it."""

    def computed(by_agency: bool = True) -> Any:
        actor = Actor.system("đo")
        return compute("inspections", actor=actor, province_code=CODE, until=TODAY, by_agency=by_agency)

    return {
        "synthesis_figures": lambda: computed(by_agency=False).as_dict(),
        "synthesis_json": lambda: computed().as_dict(),
        "synthesis_word": lambda: render_docx_report(computed()),
        "synthesis_excel": lambda: render_xlsx(computed()),
    }


def _middle(rows: QuerySet[Any]) -> Any:
    """A row from the middle."""
    return rows.order_by("pk")[rows.count() // 2]


def _one(mode: str, status: str) -> int:
    return int(_middle(Inspection.objects.filter(mode=mode, status=status, plan_line__plan__year=TODAY.year)).pk)


def addresses() -> dict[str, tuple[str, str]]:
    """Who reads what."""
    listed = {**_lists(), **_plans(), **_cases(), **_findings(), **_elsewhere()}
    own = Agency.objects.get(code="BM-X00001")
    latest = Inspection.objects.filter(agency=own).order_by("-planned_from", "pk")[0]
    one = Nonconformity.objects.filter(agency=own).order_by("-pk")[0]
    done = CorrectiveAction.objects.filter(nonconformity__agency=own).order_by("-pk")[0]
    agency = {
        "agency_cases": reverse("inspections:cases"),
        "agency_register": reverse("inspections:inspections"),
        "agency_inspection": reverse("inspections:inspection", args=[latest.pk]),
        "agency_findings": reverse("corrective:list") + "?tinh-trang=tat-ca",
        "agency_finding": reverse("corrective:nonconformity", args=[one.pk]),
        "agency_cause": reverse("corrective:cause", args=[one.pk]),
        "agency_action": reverse("corrective:action", args=[done.pk]),
        "agency_home": reverse("portal:home"),
    }
    return {n: (OFFICER, url) for n, url in listed.items()} | {n: (SECRETARY, url) for n, url in agency.items()}


def _lists() -> dict[str, str]:
    cases, register, board = (reverse(f"inspections:{name}") for name in ("cases", "inspections", "board"))
    agency = Agency.objects.filter(level="commune").order_by("pk")[5000 if Agency.objects.count() > 6000 else 50]
    return {
        "cases": cases,
        "cases_closed": f"{cases}?nhom=ket-thuc",
        "cases_closed_p100": f"{cases}?nhom=ket-thuc&trang=100",
        "cases_month": f"{cases}?nam={TODAY.year}&thang=5",
        "cases_searched": f"{cases}?q=vinh",
        "cases_of_inspector": f"{cases}?nguoi={Inspector.objects.order_by('pk')[3].pk}",
        "cases_by_agency": f"{cases}?xep=agency",
        "register": register,
        "register_p300": f"{register}?trang=300",
        "register_year": f"{register}?nam=2020&hinh-thuc=by_file",
        "register_by_agency": f"{register}?xep=agency",
        "register_searched": f"{register}?q=an+vinh",
        "files": reverse("inspections:files") + f"?nam={TODAY.year}",
        "files_overdue": reverse("inspections:files") + f"?nam={TODAY.year}&loc=qua-han",
        "files_remind": reverse("inspections:files_remind") + f"?nam={TODAY.year}",
        "board": board,
        "board_by_item": f"{board}?nhom=noi-dung",
        "board_by_place": f"{board}?nhom=dia-ban",
        "board_findings": f"{board}?nhom=diem",
        "board_findings_late": f"{board}?nhom=diem&tinh-trang=late",
        "board_verified": f"{board}?tinh-trang=verified",
        "board_of_agency": f"{board}?co-quan={agency.pk}&nhom=diem",
        "board_searched": f"{board}?q=phuoc",
        "letters": reverse("inspections:follow_letters"),
        "inspectors": reverse("inspections:inspectors"),
        "inspector": reverse("inspections:inspector", args=[Inspector.objects.order_by("pk")[3].pk]),
        "onsite_list": reverse("inspections:onsite_list"),
    }


def _plans() -> dict[str, str]:
    plan = InspectionPlan.objects.get(year=TODAY.year)
    line = _middle(PlanLine.objects.filter(plan=plan))
    page = reverse("inspections:plan", args=[plan.pk])
    return {
        "plans": reverse("inspections:plans"),
        "plan": page,
        "plan_p150": f"{page}?trang=150",
        "plan_waiting": f"{page}?ket-qua=waiting",
        "plan_line": reverse("inspections:plan_line", args=[plan.pk, line.pk]),
        "plan_add": reverse("inspections:plan_add", args=[plan.pk]),
        "plan_word": reverse("inspections:plan_word", args=[plan.pk]),
    }


def _cases() -> dict[str, str]:
    running, signed = _one(Mode.ON_SITE, Status.RUNNING), _one(Mode.ON_SITE, Status.SIGNED)
    reported, planned = _one(Mode.ON_SITE, Status.REPORTED), _one(Mode.ON_SITE, Status.PLANNED)
    sent, filed = _one(Mode.BY_FILE, Status.SUBMITTED), _one(Mode.BY_FILE, Status.ACCEPTED)
    checklist = Checklist.objects.filter(occasion_kind="inspection", occasion_id=running).order_by("-set_id")[0]
    item = ChecklistItem.objects.filter(checklist=checklist).order_by("pk")[3]
    of = {
        "case_running": ("inspection", running, ""),
        "case_signed": ("inspection", signed, ""),
        "case_reported": ("inspection", reported, ""),
        "case_planned": ("inspection", planned, ""),
        "case_team": ("inspection", running, "?muc=doan"),
        "case_file": ("inspection", signed, "?muc=ho-so"),
        "case_history": ("inspection", signed, "?muc=nhat-ky"),
        "case_by_file": ("inspection", filed, ""),
        "case_form_of_team": ("case_team", planned, ""),
        "case_programme": ("case_programme", running, ""),
        "case_minutes": ("case_minutes", running, ""),
        "case_decide": ("case_decide", planned, ""),
        "case_report": ("report", reported, ""),
        "case_its_file": ("file", sent, ""),
        "case_examine": ("file_examine", sent, ""),
    }
    return {name: reverse(f"inspections:{view}", args=[pk]) + more for name, (view, pk, more) in of.items()} | {
        "onsite_state": reverse("inspections:onsite_state", args=[checklist.pk]),
        "checklist": reverse("assessments:checklist", args=[checklist.pk]),
        "checklist_item": reverse("assessments:item", args=[checklist.pk, item.pk]),
    }


def _findings() -> dict[str, str]:
    acting, verify = (_middle(Nonconformity.objects.filter(state=state)) for state in ("acting", "to_verify"))
    opened = _middle(Nonconformity.objects.filter(state="open"))
    page, rows = "corrective:nonconformity", reverse("corrective:list")
    shipped = QuestionSet.objects.order_by("-pk")[0]
    checklists = reverse("assessments:checklists")
    return {
        "findings": rows,
        "findings_all": f"{rows}?tinh-trang=tat-ca",
        "findings_overdue": f"{rows}?tinh-trang=overdue",
        "findings_searched": f"{rows}?q=muc+tieu",
        "findings_by_agency": f"{rows}?xep=agency",
        "finding_open": reverse(page, args=[opened.pk]),
        "finding_acting": reverse(page, args=[acting.pk]),
        "finding_to_verify": reverse(page, args=[verify.pk]),
        "finding_effect": reverse("corrective:effect", args=[verify.pk]),
        "checklists": checklists,
        "checklists_open": f"{checklists}?tinh-trang=dang-lam",
        "checklists_p300": f"{checklists}?trang=300",
        "question_sets": reverse("assessments:list"),
        "question_set": reverse("assessments:set", args=[shipped.pk]),
        "checklist_new": reverse("assessments:new", args=[opened.system_id]),
    }


def _elsewhere() -> dict[str, str]:
    page, year = reverse("reports:inspections", args=[CODE]), f"?nam={TODAY.year}"
    opened = reverse("reports:inspections_opened", args=[CODE])
    agency = _middle(Agency.objects.filter(level="commune"))
    return {
        "synthesis_page": page + year,
        "synthesis_rows": f"{opened}{year}&chi-tieu=inspections",
        "synthesis_agencies": reverse("reports:inspections_agencies", args=[CODE]) + year,
        "status_report": reverse("reports:status", args=[CODE]) + year,
        "home": reverse("portal:home"),
        "agency": reverse("organisations:agency", args=[agency.pk]),
        "api_inspections": "/api/v1/inspections",
        "api_inspections_far": "/api/v1/inspections?offset=29000",
        "api_inspections_since": "/api/v1/inspections?since=2021-05-01&until=2021-05-31&mode=by_file",
    }
