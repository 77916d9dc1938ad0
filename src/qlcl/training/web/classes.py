"""Pages of classes: the list, one class, the form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qlcl.kernel import history
from qlcl.kernel.clock import now, today
from qlcl.kernel.errors import Forbidden
from qlcl.kernel.words import search
from qlcl.organisations.enums import Level
from qlcl.organisations.queries import visible_provinces
from qlcl.training import queries
from qlcl.training.enums import Topic, topic_label
from qlcl.training.operations.record_classes import NewClass, correct_classes, record_classes
from qlcl.training.policies import can_record_training, can_see_whole_class, recorded_provinces
from qlcl.training.web.forms import FORM, ClassForm
from qlcl.training.web.sections import sections
from qlcl.ui.access import signed_in
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.submitting import submitted
from qlcl.ui.tables import Column, Table, filter_chips
from qlcl.ui.typed import year_of

_LEVELS = dict(Level.choices)

COLUMNS = (
    Column(
        "title", "Tên lớp", "title", url=lambda c: reverse("training:class", args=[c.pk]), order=("title_fold",),
        fixed=True, head=True,
    ),
    Column("code", "Mã lớp", "code", order=("code",)),
    Column("held_on", "Ngày tổ chức", "held_on", order=("held_on",)),
    Column("topic", "Chủ đề", "topic_label"),
    Column("organiser", "Đơn vị tổ chức", "organiser"),
    Column("agencies", "Số cơ quan dự", "agencies", order=("agencies",), numeric=True),
    Column("people", "Lượt người dự", "people", order=("people",), numeric=True),
    ILLUSTRATION,
)  # fmt: skip

ATTENDANCE_COLUMNS = (
    Column(
        "agency", "Cơ quan", "agency.name", url=lambda a: reverse("training:attendance", args=[a.pk]),
        order=("agency__name_sort",), fixed=True, head=True,
    ),
    Column("level", "Cấp", lambda a: _LEVELS.get(a.agency.level, ""), order=("agency__level",)),
    Column("attendees", "Số người dự", "attendees", order=("attendees",), numeric=True),
    Column("participants", "Người dự", lambda a: ", ".join(p.full_name for p in a.participants.all())),
    ILLUSTRATION,
)  # fmt: skip


@signed_in
def listing(request: HttpRequest) -> HttpResponse:
    """Classes by year, topic and words of their title."""
    year, topic, text = (request.GET.get(name, "").strip() for name in ("nam", "chu-de", "q"))
    rows = queries.class_list(request.actor)
    if text:
        rows = search(rows, "title_fold", text, "training_class")
    if held := year_of(year):
        rows = rows.filter(held_on__year=held)
    if topic:
        rows = rows.filter(topic=topic)
    table = Table(
        request,
        COLUMNS,
        rows,
        caption="Lớp đào tạo",
        cards=True,
        empty="Chưa có lớp đào tạo nào.",
        remedy="Ghi lớp đầu tiên, hoặc nhập từ tệp Excel.",
    )
    if table.export:
        return table.export_response("lop-dao-tao")
    years = [(str(y), f"Năm {y}", n) for y, n in queries.class_years(request.actor)]
    return render(
        request,
        "training/classes.html",
        {
            "table": table,
            "sections": sections("training:classes"),
            "years": filter_chips(request, "nam", years, total=sum(n for _y, _label, n in years)),
            "topics": Topic.choices,
            "topic": topic,
            "year": year,
            "text": text,
            "may_record": bool(recorded_provinces(request.actor)),
            "day": today(),
        },
    )


@signed_in
def detail(request: HttpRequest, class_id: int) -> HttpResponse:
    """One class: who attended, by agency and by name; its certificates and timeline."""
    held = queries.class_seen(request.actor, class_id)
    table = Table(
        request,
        ATTENDANCE_COLUMNS,
        queries.attendances_of(request.actor, held),
        caption="Cơ quan dự lớp",
        cards=True,
        empty="Chưa ghi cơ quan nào dự lớp.",
        remedy="Ghi từng cơ quan, hoặc nhập danh sách dự lớp từ tệp Excel.",
        known=held.agencies,  # type: ignore[attr-defined]
    )
    if table.export:
        return table.export_response(f"du-lop-{held.code}")
    order = list(_LEVELS)
    levels = sorted(queries.people_by_level(request.actor, held), key=lambda found: order.index(found[0]))
    whole = can_see_whole_class(request.actor, held)
    return render(
        request,
        "training/class.html",
        {
            "held": held,
            "table": table,
            "levels": [(_LEVELS[level], agencies, people) for level, agencies, people in levels],
            "certificates": queries.visible_certificates(request.actor)
            .filter(training_class=held)
            .select_related("agency")
            .order_by("person_name")[:200],
            "events": history.events_of(kind="training_class", id=held.pk, limit=12) if whole else [],
            "may_record": can_record_training(request.actor, held.province_id),
            "whole": whole,
        },
    )


@signed_in
def record(request: HttpRequest) -> HttpResponse:
    """Records a class that was held."""
    managed = recorded_provinces(request.actor)
    if not managed:
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được ghi lớp đào tạo.")
    provinces = visible_provinces(request.actor).filter(pk__in=managed).order_by("valid_until", "name_sort")
    form = ClassForm(request.POST or None, provinces=provinces, initial={"held_on": today()})

    def act(data: dict[str, Any]) -> tuple[str, str]:
        data.pop("seen")
        new = NewClass(province_id=data.pop("province").pk, **data)
        (made,) = record_classes(actor=request.actor, on=today(), at=now(), classes=[new])
        return f"Đã ghi lớp {made.code}.", reverse("training:class", args=[made.pk])

    back = reverse("training:classes")
    return submitted(request, form, FORM, act, title="Ghi lớp đào tạo", button="Ghi lớp", back=back)


@signed_in
def correct(request: HttpRequest, class_id: int) -> HttpResponse:
    """Corrects a class; a form that somebody has overtaken is refused."""
    held = queries.class_seen(request.actor, class_id)
    if not can_record_training(request.actor, held.province_id):
        raise Forbidden("Chỉ cán bộ đầu mối của tỉnh được sửa lớp đào tạo.")
    fields = ("held_on", "topic", "title", "organiser")
    initial = {name: getattr(held, name) for name in fields}
    initial["seen"] = history.last_event_id("training_class", held.pk)
    form = ClassForm(request.POST or None, provinces=None, topic=held.topic, initial=initial)
    back = reverse("training:class", args=[held.pk])

    def act(data: dict[str, Any]) -> tuple[str, str]:
        changed = {name: data[name] for name in fields if data[name] != getattr(held, name)}
        if not changed:
            return "Không có gì thay đổi.", back
        correct_classes(actor=request.actor, on=today(), at=now(), changes=[(held, changed)], seen=data["seen"] or 0)
        return "Đã lưu thông tin lớp.", back

    title = f"Sửa lớp {held.code} ({topic_label(held.topic).lower()})"
    return submitted(request, form, FORM, act, title=title, button="Lưu", back=back)
