"""What the papers of one inspection are made of: decision, announcement, programme, minutes, the two reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import SimpleLazyObject

from qlcl.assessments.models import Checklist, QuestionSet
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.issuing import issuer, split_number
from qlcl.inspections.models import CorrectiveReport, Inspection, ProgrammeLine, TeamMember
from qlcl.inspections.programme_draft import draft_programme
from qlcl.inspections.queries.cases import bodies_of, is_from_elsewhere, team_of
from qlcl.inspections.queries.follow_up import looked_at

_PLANNED = (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING)


@dataclass(frozen=True, slots=True)
class Draft:
    """One paper that may be drafted for an inspection: its kind, its name, when it makes sense."""

    kind: str
    label: str
    fits: Callable[[Inspection], bool]


def _on_site(inspection: Inspection) -> bool:
    return inspection.mode == Mode.ON_SITE and inspection.status not in (Status.CANCELLED, Status.RECORDED)


def _concluded(inspection: Inspection) -> bool:
    return inspection.concluded_on is not None


#: By the word that stands in the address.
DRAFTS: dict[str, Draft] = {
    "quyet-dinh": Draft("inspections.decision", "Quyết định kiểm tra (Mẫu 20)", _on_site),
    "cong-bo": Draft("inspections.announcement", "Biên bản công bố quyết định", _on_site),
    "chuong-trinh": Draft("inspections.programme", "Chương trình kiểm tra", _on_site),
    "bien-ban": Draft(
        "inspections.minutes", "Biên bản kiểm tra (Mẫu 21)", lambda i: _on_site(i) and i.status not in _PLANNED[:2]
    ),
    "bao-cao-doan": Draft(
        "inspections.team_report", "Báo cáo của Đoàn kiểm tra", lambda i: _on_site(i) and _concluded(i)
    ),
    "bao-cao-ubnd": Draft("inspections.committee_report", "Báo cáo gửi Ủy ban nhân dân tỉnh", _concluded),
}


def case_context(inspection: Inspection, day: date) -> dict[str, Any]:
    """The context that all these papers share; the fields stand at the head of each template.

    What only some of them say is read when a template asks for it.
    """
    when = inspection.planned_from or day
    members = team_of(inspection)
    bodies = SimpleLazyObject(lambda: bodies_of(inspection, when))
    return {
        **issuer(inspection, day),
        **_facts(inspection),
        "team": [
            {
                "name": row.inspector.full_name,
                "title": row.inspector.title,
                "home": row.inspector.agency.short_name if row.inspector.agency else "",
                "expert_of": row.inspector.expert_of,
                "role": row.get_role_display(),
                "tasks": row.tasks,
                "elsewhere": SimpleLazyObject(lambda row=row: is_from_elsewhere(row, bodies)),
            }
            for row in members
        ],
        "mixed": SimpleLazyObject(lambda: inspection.agency_id in bodies),
        "leader": members[0].inspector.full_name if members else "",
        "programme": SimpleLazyObject(lambda: _programme(inspection, members, day)),
        "checklists": SimpleLazyObject(lambda: _checklists(inspection)),
        "findings": SimpleLazyObject(lambda: _findings(inspection)),
        "earlier": SimpleLazyObject(lambda: _earlier(inspection)),
        "reports": SimpleLazyObject(lambda: _reports(inspection)),
    }


def _facts(inspection: Inspection) -> dict[str, Any]:
    line, i = inspection.plan_line, inspection
    bare, symbol = split_number(i.decision_number)
    plan = f"Kế hoạch kiểm tra năm {line.plan.year}" if line else ""
    if line and line.plan.number:
        plan += f" được phê duyệt tại Quyết định số {line.plan.number} ngày {line.plan.approved_on:%d/%m/%Y}"
    return {
        "agency_name": i.agency.name,
        "agency_short": i.agency.short_name,
        "mode": i.get_mode_display(),
        "on_site": i.mode == Mode.ON_SITE,
        "edition_label": i.edition.label,
        "plan": plan,
        "order": i.order,
        "number": i.decision_number,
        "bare_number": bare,
        "symbol": symbol,
        "decided_on": i.decision_date,
        "announced_on": i.announced_on,
        "planned_from": i.planned_from,
        "planned_until": i.planned_until if i.planned_until != i.planned_from else None,
        "office": i.place,
        "inspected_on": i.inspected_on,
        "concluded_on": i.concluded_on,
        "signed_on": i.minutes_signed_on,
        "correction_number": i.correction_number,
        "correction_date": i.correction_date,
        "report_due_on": i.report_due_on,
        "agency_people": _lines(i.agency_people),
        "situation": _lines(i.situation),
        "strengths": _lines(i.strengths),
        "proposals": _lines(i.proposals),
        "remarks": _lines(i.agency_remarks),
        "illustration": i.illustration,
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _programme(inspection: Inspection, members: Sequence[TeamMember], day: date) -> list[dict[str, Any]]:
    """The sessions as they were set, else as they are proposed; one query."""
    lines = list(ProgrammeLine.objects.filter(inspection=inspection))
    sessions: Sequence[Any] = lines or draft_programme(inspection, members, day)
    return [
        {"held_on": s.held_on, "hours": s.hours, "content": s.content, "place": s.place, "members": s.members}
        for s in sessions
    ]


def _checklists(inspection: Inspection) -> list[dict[str, Any]]:
    """What the checklists say, question by question; one query."""
    fields = ("items__code", "items__text", "items__answer", "items__skip_reason", "items__note")
    rows = Checklist.objects.of_occasion("inspection", inspection.pk).order_by("pk", "items__position")
    said = rows.values_list("pk", "set__title", "set__scale", *fields)
    shown: dict[int, dict[str, Any]] = {}
    labels: dict[int, dict[str, str]] = {}
    for key, title, scale, code, text, answer, skipped, note in said:
        one = shown.setdefault(key, {"title": title, "lines": []})
        if key not in labels:
            labels[key] = {step.code: step.label for step in QuestionSet(scale=scale).steps}
        if code is not None:
            told = labels[key].get(answer, "Không xem" if skipped else "")
            one["lines"].append({"code": code, "text": text, "answer": told, "note": note or skipped})
    return list(shown.values())


def _findings(inspection: Inspection) -> list[dict[str, Any]]:
    """What was found; one query."""
    found = Nonconformity.objects.of_source("inspection", inspection.pk).select_related("clause").order_by("pk")
    return [
        {
            "statement": row.statement, "place": row.place, "severity": row.get_severity_display(),
            "due_on": row.due_on, "state": row.get_state_display(), "repeated": row.repeats_id is not None,
        }
        for row in found
    ]  # fmt: skip


def _reports(inspection: Inspection) -> list[dict[str, Any]]:
    """The corrective reports that came; one query."""
    rows = CorrectiveReport.objects.filter(inspection=inspection, sent_on__isnull=False).order_by("number")
    return [
        {"number": row.number, "sent_on": row.sent_on, "on_time": row.on_time, "state": row.get_state_display()}
        for row in rows
    ]


def _earlier(inspection: Inspection) -> list[dict[str, Any]]:
    """What was said here of findings of earlier inspections; one query."""
    checks = looked_at(inspection).select_related("nonconformity__clause").order_by("pk")
    return [
        {
            "statement": check.nonconformity.statement, "place": check.nonconformity.place,
            "raised_on": check.nonconformity.raised_on, "verdict": check.get_verdict_display(), "note": check.note,
        }
        for check in checks
    ]  # fmt: skip


def sample_case() -> dict[str, Any]:
    """A context to try templates on."""
    day = date(2021, 5, 12)
    team = [
        {"name": "Nguyễn Văn An", "title": "Chi cục trưởng", "home": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
         "expert_of": "", "role": "Trưởng đoàn", "tasks": "Phụ trách chung", "elsewhere": False},
        {"name": "Lê Thị Bình", "title": "Chuyên gia đánh giá", "home": "", "expert_of": "Trung tâm Chứng nhận QUACERT",
         "role": "Chuyên gia", "tasks": "Kiểm tra việc áp dụng", "elsewhere": True},
    ]  # fmt: skip
    session = {"held_on": day, "hours": "8:00", "content": "Họp mở đầu, công bố quyết định",
               "place": "Trụ sở UBND xã Phước Vinh", "members": "Cả Đoàn"}  # fmt: skip
    line = {"code": "2d", "text": "Cập nhật thay đổi của văn bản quy phạm pháp luật", "answer": "Chưa đạt",
            "note": "Hai quy trình còn dẫn chiếu văn bản đã hết hiệu lực"}  # fmt: skip
    finding = {
        "statement": "Hai quy trình còn dẫn chiếu văn bản đã hết hiệu lực", "place": "nội dung 2d", "severity": "Nhẹ",
        "due_on": date(2021, 7, 12), "state": "Chờ tìm nguyên nhân", "repeated": False,
    }  # fmt: skip
    return {
        **_sample_facts(day),
        "team": team,
        "mixed": True,
        "leader": "Nguyễn Văn An",
        "programme": [session],
        "checklists": [{"title": "Nội dung kiểm tra theo Điều 36", "lines": [line]}],
        "findings": [finding],
        "earlier": [
            {
                "statement": "Chưa cập nhật danh mục thủ tục",
                "place": "nội dung 2d",
                "raised_on": date(2019, 6, 3),
                "verdict": "Có hiệu quả",
                "note": "Xem danh mục ban hành năm 2020",
            },
        ],
        "reports": [{"number": 1, "sent_on": date(2021, 7, 1), "on_time": True, "state": "Được chấp nhận"}],
    }


def _sample_facts(day: date) -> dict[str, Any]:
    return {
        "superior_name": "Sở Khoa học và Công nghệ",
        "department_name": "Chi cục Tiêu chuẩn Đo lường Chất lượng",
        "province_name": "Ủy ban nhân dân tỉnh Tây Ninh",
        "place": "Tây Ninh",
        "agency_name": "Ủy ban nhân dân xã Phước Vinh",
        "agency_short": "UBND xã Phước Vinh",
        "mode": "Tại trụ sở",
        "on_site": True,
        "edition_label": "TCVN ISO 9001:2015",
        "plan": "Kế hoạch kiểm tra năm 2021 được phê duyệt tại Quyết định số 15/QĐ-UBND ngày 15/03/2021",
        "order": "",
        "unit_letters": "CCTĐC",
        "head_post": "Chi cục trưởng",
        "number": "05/QĐ-CCTĐC",
        "bare_number": "05",
        "symbol": "QĐ-CCTĐC",
        "decided_on": date(2021, 5, 4),
        "announced_on": day,
        "planned_from": day,
        "planned_until": None,
        "office": "Trụ sở UBND xã Phước Vinh",
        "inspected_on": day,
        "concluded_on": day,
        "signed_on": day,
        "correction_number": "",
        "correction_date": None,
        "report_due_on": date(2021, 7, 12),
        "agency_people": ["Trần Văn Chi, Chủ tịch"],
        "situation": ["Quyết định công bố số 12/QĐ-UBND ngày 15/01/2020, phù hợp TCVN ISO 9001:2015."],
        "strengths": ["Lãnh đạo quan tâm, hồ sơ sắp xếp khoa học."],
        "proposals": ["Đề nghị khắc phục điểm nêu tại mục IV."],
        "remarks": ["Nhất trí với kết quả kiểm tra."],
        "illustration": True,
    }
