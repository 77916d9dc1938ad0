"""What the papers of one inspection are made of: decision, announcement, programme, minutes, the two reports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qlcl.assessments.models import Checklist, ChecklistItem
from qlcl.corrective.models import Nonconformity
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.issuing import issuer, split_number
from qlcl.inspections.models import CorrectiveReport, Inspection, ProgrammeLine
from qlcl.inspections.programme_draft import draft_programme
from qlcl.inspections.queries.cases import team_standing
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
    """The context that all these papers share; the fields stand at the head of each template."""
    when = inspection.planned_from or day
    standing = team_standing(inspection, when)
    lines = list(ProgrammeLine.objects.filter(inspection=inspection))
    sessions: Sequence[Any] = lines or draft_programme(inspection, standing.members, day)
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
                "elsewhere": row.pk in standing.elsewhere,
            }
            for row in standing.members
        ],
        "mixed": standing.mixed,
        "leader": standing.members[0].inspector.full_name if standing.members else "",
        "programme": [
            {"held_on": s.held_on, "hours": s.hours, "content": s.content, "place": s.place, "members": s.members}
            for s in sessions
        ],
        **_results(inspection),
        "earlier": _earlier(inspection),
        "reports": [
            {"number": row.number, "sent_on": row.sent_on, "on_time": row.on_time, "state": row.get_state_display()}
            for row in CorrectiveReport.objects.filter(inspection=inspection, sent_on__isnull=False).order_by("number")
        ],
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


def _results(inspection: Inspection) -> dict[str, Any]:
    """What the checklists say, question by question, and what was found; three queries."""
    checklists = Checklist.objects.of_occasion("inspection", inspection.pk).select_related("set").order_by("pk")
    items = ChecklistItem.objects.filter(checklist__in=checklists).order_by("checklist_id", "position")
    by_list: dict[int, list[ChecklistItem]] = {}
    for item in items:
        by_list.setdefault(item.checklist_id, []).append(item)
    shown = []
    for row in checklists:
        labels = {step.code: step.label for step in row.set.steps}
        rows = [
            {
                "code": item.code,
                "text": item.text,
                "answer": labels.get(item.answer, "Không xem" if item.skip_reason else ""),
                "note": item.note or item.skip_reason,
            }
            for item in by_list.get(row.pk, [])
        ]
        shown.append({"title": row.set.title, "lines": rows})
    found = Nonconformity.objects.of_source("inspection", inspection.pk).select_related("clause").order_by("pk")
    findings = [
        {
            "statement": row.statement, "place": row.place, "severity": row.get_severity_display(),
            "due_on": row.due_on, "state": row.get_state_display(), "repeated": row.repeats_id is not None,
        }
        for row in found
    ]  # fmt: skip
    return {"checklists": shown, "findings": findings}


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
