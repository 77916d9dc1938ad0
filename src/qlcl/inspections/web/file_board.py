"""The overview of a year's inspections by file; many asked or reminded by one letter."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.shortcuts import render as shown
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_GET, require_http_methods

from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.file_papers import REMINDER, REQUEST, reminder_context, request_context, year_of
from qlcl.inspections.models import Inspection
from qlcl.inspections.operations.reading_files import MOST
from qlcl.inspections.operations.remind_files import is_overdue, remind_files
from qlcl.inspections.operations.request_files import DAYS, asked, request_files
from qlcl.inspections.policies import kept_inspections, recorded_provinces
from qlcl.inspections.queries.files import (
    ENDED,
    NOT_ASKED,
    OVERDUE,
    PLACES,
    SENT_BACK,
    TO_EXAMINE,
    WAITED_FOR,
    board,
    board_counts,
    board_rows,
    in_place,
)
from qlcl.inspections.web.file_examining import word
from qlcl.inspections.web.file_forms import LetterForm
from qlcl.kernel.actors import PROVINCIAL
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import DomainError, Forbidden
from qlcl.kernel.words import search
from qlcl.organisations import parameters
from qlcl.organisations.enums import Level
from qlcl.papers.operations.render import render_docx
from qlcl.ui.access import signed_in
from qlcl.ui.cells import chip_html
from qlcl.ui.forms import read_day
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.typed import year_of as typed_year

LEVELS = dict(Level.choices)
_TONES = {
    OVERDUE: "overdue", TO_EXAMINE: "soon", SENT_BACK: "late", WAITED_FOR: "not_due", NOT_ASKED: "none", ENDED: "done",
}  # fmt: skip
_CODES = {code: rank for rank, code, _words in PLACES}


@signed_in
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Who was asked, who sent, who is late, whose file waits to be examined; the most overdue first."""
    if not any(post.role in PROVINCIAL for post in request.actor.posts):
        raise Forbidden("Chỉ cơ quan đầu mối của tỉnh xem bảng hồ sơ kiểm tra; ông/bà mở hồ sơ của cơ quan mình.")
    day = today()
    year = typed_year(request.GET.get("nam", "")) or day.year
    rows = board(request.actor, year, day)
    counts = board_counts(rows)
    given = {name: request.GET.get(name, "").strip() for name in ("loc", "cap", "q")}
    table = Table(
        request,
        _columns(day, may=bool(recorded_provinces(request.actor))),
        board_rows(_narrowed(rows, given)),
        caption=f"Kiểm tra qua hồ sơ năm {year}",
        cards=True,
        known=None if given["q"] else _counted(counts, given),
        keys_first=True,
        empty="Không có cuộc kiểm tra qua hồ sơ nào.",
        remedy="Mở cuộc kiểm tra từ kế hoạch năm, hoặc bỏ lọc.",
    )
    if table.export:
        return table.export_response(f"kiem-tra-qua-ho-so-{year}")
    context = {
        "table": table,
        "year": year,
        "years": [(y, y == year) for y in range(day.year, day.year - 6, -1)],
        "given": given,
        "may": bool(recorded_provinces(request.actor)),
        "day": day,
        **_figures(request, counts),
    }
    return shown(request, "inspections/file_board.html", context)


def _narrowed(rows: Any, given: dict[str, str]) -> Any:
    if given["loc"] in _CODES:
        rows = in_place(rows, _CODES[given["loc"]])
    if given["cap"] in Level.values:
        rows = rows.filter(agency__level=given["cap"])
    return search(rows, "agency__name_fold", given["q"], "agency") if given["q"] else rows


def _counted(counts: list[dict[str, Any]], given: dict[str, str]) -> int:
    """How many inspections the place and the level asked for hold."""
    places = [_CODES[given["loc"]]] if given["loc"] in _CODES else list(_CODES.values())
    levels = [given["cap"]] if given["cap"] in Level.values else Level.values
    return sum(row["n"] for row in counts if row["place_now"] in places and row["agency__level"] in levels)


def _figures(request: HttpRequest, counts: list[dict[str, Any]]) -> dict[str, object]:
    """Chips whose counts are of the whole year, and the table by level."""
    places: Counter[int] = Counter()
    levels: dict[str, Counter[str]] = {}
    for row in counts:
        places[row["place_now"]] += row["n"]
        of_level = levels.setdefault(row["agency__level"], Counter())
        asked_for = 0 if row["place_now"] == NOT_ASKED else row["n"]
        overdue = row["n"] if row["place_now"] == OVERDUE else 0
        of_level.update(
            n=row["n"], asked=asked_for, sent=row["sent"], on_time=row["on_time"], complete=row["complete"],
            overdue=overdue,
        )  # fmt: skip
    total: Counter[str] = Counter()
    for of_level in levels.values():
        total.update(of_level)
    chosen = [(code, str(label), levels[code]["n"]) for code, label in Level.choices if code in levels]
    return {
        "places": filter_chips(request, "loc", [(c, w, places[r]) for r, c, w in PLACES], total=total["n"]),
        "levels": filter_chips(request, "cap", chosen, total=total["n"]),
        "by_level": [(str(label), dict(levels[code])) for code, label in Level.choices if code in levels],
        "all": dict(total),
        "not_asked": places[NOT_ASKED],
        "overdue": places[OVERDUE],
    }


def _columns(day: date, *, may: bool) -> list[Column]:
    box = [Column("chon", "Chọn", lambda i: "", html=_box, fixed=True)] if may else []
    return [
        *box,
        Column("agency", "Cơ quan", lambda i: i.agency.short_name, fixed=True, head=True, url=_url,
               order=("agency__name_sort",)),
        Column("level", "Cấp", lambda i: LEVELS.get(i.agency.level, ""), order=("agency__level",), hidden=True),
        Column("place", "Tình trạng", lambda i: _words(i, day), html=lambda i: _chip(i, day)),
        Column("due", "Hạn", "file_due_on", order=("file_due_on",)),
        Column("sent", "Gửi lần đầu", "first_sent_on", order=("first__sent_on",)),
        Column("on_time", "Đúng hạn", lambda i: _yes(i.first_on_time)),
        Column("complete", "Đủ", lambda i: _yes(i.first_complete)),
        Column("times", "Số lần gửi", "times", numeric=True),
        Column("letter", "Văn bản yêu cầu", "decision_number", hidden=True),
        ILLUSTRATION,
    ]  # fmt: skip


def _yes(value: bool | None) -> str:
    return "" if value is None else "Có" if value else "Không"


def _url(inspection: Inspection) -> str:
    place = getattr(inspection, "place_now", NOT_ASKED)
    name = {NOT_ASKED: "inspections:inspection", TO_EXAMINE: "inspections:file_examine"}.get(place, "inspections:file")
    return reverse(name, args=[inspection.pk])


def _words(inspection: Inspection, day: date) -> str:
    place = getattr(inspection, "place_now", NOT_ASKED)
    due = inspection.file_due_on
    if place == OVERDUE and due is not None:
        again = ", bổ sung" if inspection.status == Status.RETURNED else ""
        return f"Quá hạn {(day - due).days} ngày{again}"
    if place == WAITED_FOR and due is not None:
        return f"Chờ gửi, còn {(due - day).days} ngày"
    return inspection.get_status_display() if place == ENDED else {r: w for r, _c, w in PLACES}[place]


def _chip(inspection: Inspection, day: date) -> str:
    return chip_html(_TONES[getattr(inspection, "place_now", NOT_ASKED)], _words(inspection, day))


def _box(inspection: Inspection) -> str:
    text = '<input type="checkbox" name="luot" value="{}" form="chon" aria-label="Chọn {}">'
    return format_html(text, inspection.pk, inspection.agency.short_name)


def _chosen(request: HttpRequest, place: int) -> list[int]:
    """The inspections chosen; else all of the place in what the address narrows to."""
    data = request.POST if request.method == "POST" else request.GET
    ids = [int(text) for text in data.getlist("luot") if text.isascii() and text.isdigit() and len(text) < 19]
    if ids:
        return ids[:MOST]
    year = typed_year(request.GET.get("nam", "")) or today().year
    given = {name: request.GET.get(name, "").strip() for name in ("loc", "cap", "q")} | {"loc": ""}
    rows = _narrowed(board(request.actor, year, today()), given).filter(place_now=place)
    return list(rows.order_by("agency__name_sort", "pk").values_list("pk", flat=True)[:MOST])


def _officer(request: HttpRequest) -> None:
    if not recorded_provinces(request.actor):
        raise Forbidden("Chỉ cán bộ kiểm tra của tỉnh được yêu cầu, đôn đốc gửi hồ sơ.")


def _planned(request: HttpRequest) -> list[Inspection]:
    """The inspections chosen that were not asked for their file yet. Raises `nothing_selected`."""
    _officer(request)
    ids = _chosen(request, NOT_ASKED)
    rows = kept_inspections(request.actor).filter(pk__in=ids, mode=Mode.BY_FILE, status=Status.PLANNED)
    found = list(rows.select_related("agency", "province", "plan_line__plan").order_by("agency__name_sort", "pk"))
    if not found:
        raise DomainError("nothing_selected", "Không có cuộc kiểm tra qua hồ sơ nào đang chờ yêu cầu hồ sơ.")
    return found


@signed_in
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Records one letter that asks the agencies chosen for their files."""
    found = _planned(request)
    province = found[0].province_id
    days = parameters.number(province, DAYS, today())
    form = LetterForm(request.POST or None, initial={"dated_on": today()}, days=days)
    form.fields["due_on"].label = "Hạn gửi hồ sơ"
    year = year_of(found[0], today())
    back = f"{reverse('inspections:files')}?nam={year}"

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data.pop("seen")
        made = request_files(actor=request.actor, inspection_ids=[i.pk for i in found], on=today(), at=now(), **data)
        return f"Đã ghi yêu cầu hồ sơ của {len(made)} cơ quan.", back

    query = "&".join([f"nam={year}", *(f"luot={i.pk}" for i in found)])
    return submitted(
        request, form, "inspections/file_request.html", act, found=found, back=back, year=year, days=days,
        draft=f"{reverse('inspections:files_request_word')}?{query}",
        illustration=any(i.illustration for i in found),
    )  # fmt: skip


@signed_in
@require_GET
def ask_word(request: HttpRequest) -> HttpResponse:
    """The draft of the letter to the agencies chosen, before it has a number."""
    found = _planned(request)
    province = found[0].province_id
    due = read_day(request.GET.get("han")) or today() + timedelta(days=parameters.number(province, DAYS, today()))
    context = request_context(found, asked(province, today()), due, today())
    return word(render_docx(REQUEST, context, province), f"yeu-cau-ho-so-kiem-tra-{today():%Y%m%d}.docx")


@signed_in
@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest) -> HttpResponse:
    """Who of those chosen, else of all, is overdue; then one draft letter to them, which tells them here too."""
    _officer(request)
    ids = _chosen(request, OVERDUE)
    rows = (
        kept_inspections(request.actor)
        .filter(pk__in=ids, mode=Mode.BY_FILE)
        .select_related("agency", "province", "plan_line__plan")
    )
    late = [i for i in rows.order_by("file_due_on", "agency__name_sort", "pk") if is_overdue(i, today())]
    if not late:
        messages.info(request, "Không có hồ sơ nào trong số đã chọn đang quá hạn.")
        return redirect("inspections:files")
    year = year_of(late[0], today())
    if request.method == "GET":
        context = {"late": [(i, (today() - i.file_due_on).days) for i in late if i.file_due_on], "year": year}
        return shown(request, "inspections/file_remind.html", context)
    told, deadline = remind_files(actor=request.actor, inspection_ids=[i.pk for i in late], on=today(), at=now())
    content = render_docx(REMINDER, reminder_context(told, deadline, today()), told[0].province_id)
    return word(content, f"don-doc-ho-so-kiem-tra-{today():%Y%m%d}.docx")
