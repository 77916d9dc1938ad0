"""Plans of inspections: their list, the plan of one year."""

from collections import Counter
from datetime import date
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.inspections.enums import Mode, PlanStatus, Status
from qlcl.inspections.models import InspectionPlan, PlanLine
from qlcl.inspections.operations.plan_year import plan_year
from qlcl.inspections.papers import plan_context
from qlcl.inspections.policies import PLANNERS, can_plan_inspections, can_record_inspections
from qlcl.inspections.queries import plans as queries
from qlcl.inspections.web.plan_forms import ScheduleForm, YearForm
from qlcl.kernel import history
from qlcl.kernel.actors import PROVINCIAL, Actor
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden, Unseen
from qlcl.kernel.files import attachment
from qlcl.kernel.words import search
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.papers.operations.render import render_docx
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table, filter_chips

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LEVELS = dict(Level.choices)
FILTERS = ("cap", "hinh-thuc", "dia-ban", "thang", "ket-qua", "q")
_RESULTS = (
    ("done", "Đã kiểm tra"),
    ("waiting", "Chưa kiểm tra"),
    ("changed", "Có điều chỉnh"),
    ("dropped", "Đã đưa ra"),
)
_STATES = {PlanStatus.DRAFT: "draft", PlanStatus.SUBMITTED: "soon", PlanStatus.APPROVED: "done"}


def planning_province(actor: Actor) -> Agency:
    """The province of the actor's first post that plans, else of the first that oversees one; others are refused."""
    posts = [p for p in actor.posts if p.role in PROVINCIAL]
    post = next((p for p in posts if p.role in PLANNERS), next(iter(posts), None))
    if post is None:
        raise Forbidden("Kế hoạch kiểm tra do cơ quan đầu mối của tỉnh lập; chỉ cơ quan đầu mối xem được.")
    return Agency.objects.get(pk=post.province_id)


@signed_in
@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """Plans by year; a form that has the next one proposed."""
    province, day = planning_province(request.actor), today()
    may_plan = can_plan_inspections(request.actor, province.pk)
    if request.method == "POST" and not may_plan:
        raise Forbidden("Chỉ cán bộ đầu mối, quản trị của tỉnh được lập kế hoạch kiểm tra.")
    planned = queries.plan_list(request.actor).filter(province=province, year=day.year).exists()
    form = YearForm(request.POST or None, initial={"year": day.year + planned})

    def act(data: dict[str, int]) -> tuple[str, str]:
        made = plan_year(actor=request.actor, province=province, year=data["year"], on=day, at=now())
        return f"Đã lập dự thảo {str(made).lower()}.", reverse("inspections:plan", args=[made.pk])

    table = Table(
        request,
        _PLAN_COLUMNS,
        queries.plan_list(request.actor),
        caption="Kế hoạch kiểm tra",
        cards=True,
        empty="Chưa có kế hoạch nào.",
        remedy="Cán bộ đầu mối chọn năm; phần mềm đề xuất, ông/bà điều chỉnh.",
    )
    if table.export:
        return table.export_response("ke-hoach-kiem-tra")
    return submitted(request, form, "inspections/plans.html", act, table=table, may_plan=may_plan)


_PLAN_COLUMNS = (
    Column("year", "Năm", lambda p: f"Năm {p.year}", url=lambda p: reverse("inspections:plan", args=[p.pk]),
           order=("year",), fixed=True, head=True),
    Column("status", "Trạng thái", "get_status_display",
           html=lambda p: chip_html(_STATES[p.status], p.get_status_display())),
    Column("lines", "Cơ quan", "line_count", numeric=True),
    Column("visits", "Tại trụ sở", "visit_count", numeric=True),
    Column("number", "Số quyết định", "number"),
    Column("approved_on", "Ngày phê duyệt", "approved_on", order=("approved_on",)),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
@require_GET
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan of one year: whether it keeps the law, its lines with why and what was done, a form for many lines."""
    found = queries.plan_seen(request.actor, plan_id)
    may_plan = can_plan_inspections(request.actor, found.province_id)
    rows = narrowed(found, request)
    check = queries.plan_check(found)
    editable = may_plan and found.is_open
    may_schedule = found.is_approved and can_record_inspections(request.actor, found.province_id)
    table = Table(
        request,
        line_columns(found, editable or may_schedule),
        rows,
        caption=f"{found}: các cơ quan",
        cards=True,
        known=_known(request, check),
        keys_first=True,
        empty="Không có cơ quan nào.",
        remedy="Bỏ lọc, hoặc thêm cơ quan vào kế hoạch.",
    )
    if table.export:
        return table.export_response(f"ke-hoach-kiem-tra-{found.year}")
    context = {
        "plan": found,
        "table": table,
        "state": _STATES[PlanStatus(found.status)],
        "check": check,
        "form": ScheduleForm(approved=found.is_approved) if editable else None,
        "may_plan": may_plan,
        "may_schedule": may_schedule,
        "query": request.META.get("QUERY_STRING", ""),
        "events": history.events_of(kind="inspection_plan", id=found.pk, limit=10),
        **_filters(request, check),
    }
    return render(request, "inspections/plan.html", context)


def _known(request: HttpRequest, check: queries.PlanCheck) -> int | None:
    """How many lines the address asks for, where the check has counted them: by level, mode, district, done or not."""
    given = {name: request.GET.get(name, "").strip() for name in FILTERS}
    wanted = (given["cap"], given["hinh-thuc"], given["dia-ban"])
    known = {"cap": Level.values, "hinh-thuc": Mode.values, "dia-ban": map(str, check.areas), "thang": (), "q": ()}
    known["ket-qua"] = ("done", "waiting")
    if any(given[name] not in {"", *values} for name, values in known.items()):
        return None
    cells = {"": check.cube, "done": check.met, "waiting": check.cube - check.met}[given["ket-qua"]]
    return sum(n for cell, n in cells.items() if all(w in {"", str(c)} for w, c in zip(wanted, cell, strict=True)))


def narrowed(found: InspectionPlan, request: HttpRequest) -> QuerySet[PlanLine]:
    """The lines of the plan that the address asks for; those dropped only when asked."""
    rows = queries.plan_lines(found)
    given = {name: request.GET.get(name, "").strip() for name in FILTERS}
    if given["ket-qua"] == "dropped":
        rows = rows.filter(dropped_on__isnull=False)
    elif given["ket-qua"] == "changed":
        rows = rows.filter(changed_on__isnull=False)
    else:
        rows = rows.filter(dropped_on__isnull=True)
    if given["ket-qua"] in ("done", "waiting"):
        done = queries.done_in(found)
        rows = rows.filter(done if given["ket-qua"] == "done" else ~done)
    if given["cap"] in Level.values:
        rows = rows.filter(agency__level=given["cap"])
    if given["hinh-thuc"] in Mode.values:
        rows = rows.filter(mode=given["hinh-thuc"])
    for name, field, digits in (("dia-ban", "agency__parent", 18), ("thang", "planned_month", 2)):
        if given[name].isascii() and given[name].isdigit() and len(given[name]) <= digits:
            rows = rows.filter(**{field: int(given[name])})
    return search(rows, "agency__name_fold", given["q"], "agency") if given["q"] else rows


def _filters(request: HttpRequest, check: queries.PlanCheck) -> dict[str, object]:
    levels: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    areas: Counter[int | None] = Counter()
    for (level, mode, parent), n in check.cube.items():
        levels[level] += n
        modes[mode] += n
        areas[parent] += n
    total = sum(modes.values())
    given = {name.replace("-", "_"): request.GET.get(name, "") for name in FILTERS}
    chosen = [(c, str(n), levels[c]) for c, n in Level.choices if levels[c]]
    return {
        "levels": filter_chips(request, "cap", chosen, total=total),
        "modes": filter_chips(request, "hinh-thuc", [(c, str(n), modes[c]) for c, n in Mode.choices], total=total),
        "results": filter_chips(
            request, "ket-qua", [(c, n, None) for c, n in _RESULTS], all_label="Còn trong kế hoạch"
        ),
        "areas": [(pk, name, areas[pk]) for pk, name in check.areas.items()],
        "months": [(str(n), f"Tháng {n}") for n in range(1, 13)],
        "given": given,
        "kept": [(n, request.GET[n]) for n in ("cap", "hinh-thuc", "ket-qua") if request.GET.get(n)],
        "total": total,
    }


def line_columns(found: InspectionPlan, editable: bool) -> list[Column]:
    """The columns of art. 34.2, why, what was done; a box to choose lines where they may be changed."""
    day, box = today(), []
    if editable:
        box = [Column("chon", "Chọn", lambda line: "", html=_box, fixed=True)]
    address = "inspections:plan_line"
    return [
        *box,
        Column("agency", "Cơ quan", lambda line: line.agency.short_name, fixed=True, head=True,
               order=("agency__name_sort",), url=lambda line: reverse(address, args=[found.pk, line.pk])),
        Column("level", "Cấp", lambda line: LEVELS.get(line.agency.level, ""), order=("agency__level",), hidden=True),
        Column("mode", "Hình thức", "get_mode_display", order=("mode",)),
        Column("when", "Thời gian dự kiến", "when", order=("planned_month", "planned_from")),
        Column("inspecting_unit", "Đơn vị kiểm tra", "inspecting_unit", order=("inspecting_unit",), hidden=True),
        Column("cooperating_unit", "Đơn vị phối hợp", "cooperating_unit", hidden=True),
        Column("cost", "Kinh phí (đồng)", "cost", order=("cost",), numeric=True, hidden=True),
        Column("reason", "Vì sao", "why"),
        Column("done", "Thực hiện", lambda line: _done(line, day)[1], html=lambda line: _done_html(line, day)),
        Column("change", "Điều chỉnh", _change),
        ILLUSTRATION,
    ]  # fmt: skip


def _box(line: PlanLine) -> str:
    if line.dropped_on:
        return ""
    text = '<input type="checkbox" name="dong" value="{}" form="xep-lich" aria-label="Chọn {}">'
    return format_html(text, line.pk, line.agency.short_name)


def _done(line: PlanLine, day: date) -> tuple[str, str]:
    done_on: date | None = getattr(line, "done_on", None)
    if done_on:
        return "done", f"Đã kiểm tra {done_on:%d/%m/%Y}"
    if line.dropped_on:
        return "none", "Đã đưa ra"
    status: str | None = getattr(line, "case_status", None)
    if status and status != Status.PLANNED:
        return "soon", Status(status).label
    last = line.planned_until or line.planned_from
    month = line.planned_month or 12
    past = last < day if last else (line.plan.year, month) < (day.year, day.month)
    waiting = "Đã mở cuộc kiểm tra" if status else "Chưa kiểm tra"
    return ("overdue", "Quá thời gian dự kiến") if past else ("not_due", waiting)


def _done_html(line: PlanLine, day: date) -> str:
    chip = chip_html(*_done(line, day))
    made: int | None = getattr(line, "done_by_id", None) or getattr(line, "case_id", None)
    return format_html('<a href="{}">{}</a>', reverse("inspections:inspection", args=[made]), chip) if made else chip


def _change(line: PlanLine) -> str:
    said = [f"{'Đưa ra' if line.dropped_on else 'Điều chỉnh'} {d:%d/%m/%Y}: {line.change_reason}"
            for d in [line.dropped_on or line.changed_on] if d]  # fmt: skip
    return "".join(said)


@signed_in
@require_GET
def plan_word(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The plan as Word, by the template of the province (Form 19)."""
    found = queries.plan_seen(request.actor, plan_id)
    content = render_docx("inspections.plan", plan_context(found, today()), found.province_id)
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'ke-hoach-kiem-tra-{found.year}.docx')}"
    return response


@signed_in
@require_GET
def plan_scan(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """The scan of the decision that approved the plan."""
    found = queries.plan_seen(request.actor, plan_id)
    if found.file is None:
        raise Unseen("Kế hoạch này chưa có bản quét quyết định phê duyệt.")
    return attachment(found.file)
