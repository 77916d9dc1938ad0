"""What the minutes of a handover say, as plain values for their template."""

from datetime import date
from typing import Any

from qlcl.duties.models import Handover, HandoverItem
from qlcl.duties.queries.handovers import contents_of


def minutes_of(handover: Handover) -> dict[str, Any]:
    """The minutes as the handover keeps them: names, positions and what was open then, whatever came after."""
    parts: list[HandoverItem] = handover.parts  # type: ignore[attr-defined]
    contents = contents_of(handover)
    duties: dict[int, dict[str, Any]] = {}
    for position in contents["positions"]:
        for duty in position["duties"]:
            duties.setdefault(
                duty["id"],
                {"label": duty["label"], "due_on": date.fromisoformat(duty["due_on"]), "title": position["title"]},
            )
    receivers = {p.receiver_name: p.target_title for p in parts if p.receiver_id}
    return {
        "agency_name": handover.agency.name,
        "place": handover.agency.short_name.removeprefix("UBND "),
        "made_on": handover.made_on,
        "leaver": handover.person_name,
        "leaver_titles": ", ".join(dict.fromkeys(p.title for p in parts)),
        "leaves_on": handover.leaves_on,
        "reason": handover.reason,
        "basis": handover.basis,
        "receivers": [{"name": name, "title": title} for name, title in receivers.items()],
        "parts": [
            {"title": p.title, "receiver": p.receiver_name or "chưa có người nhận (để trống)", "acting": p.acting}
            for p in parts
        ],
        "duties": list(duties.values()),
        "delegations": sorted({text for position in contents["positions"] for text in position["delegations"]}),
        "tokens": sum(position["tokens"] for position in contents["positions"]),
        "documents": handover.documents.splitlines(),
        "problems": handover.problems.splitlines(),
        "witness": handover.leaver_confirmed_by if handover.leaver_confirm_reason else "",
    }


def sample_minutes() -> dict[str, Any]:
    """Made-up minutes, for those who edit the template."""
    return {
        "agency_name": "Ủy ban nhân dân xã Phước Vinh",
        "place": "Phước Vinh",
        "made_on": date(2021, 10, 14),
        "leaver": "Nguyễn Văn An",
        "leaver_titles": "Thư ký Ban ISO",
        "leaves_on": date(2021, 10, 15),
        "reason": "Chuyển công tác",
        "basis": "Quyết định số 45/QĐ-UBND ngày 10/10/2021",
        "receivers": [{"name": "Trần Thị Bình", "title": "Thư ký Ban ISO"}],
        "parts": [{"title": "Thư ký Ban ISO", "receiver": "Trần Thị Bình", "acting": False}],
        "duties": [
            {"label": "Đánh giá nội bộ năm 2021", "due_on": date(2021, 11, 30), "title": "Thư ký Ban ISO"},
            {"label": "Rà soát tài liệu hệ thống", "due_on": date(2021, 12, 31), "title": "Thư ký Ban ISO"},
        ],
        "delegations": ["Văn bản số 12/QĐ-UBND ngày 05/01/2021, giao Phó Chủ tịch"],
        "tokens": 1,
        "documents": ["Hồ sơ công bố: tủ số 2, phòng Văn phòng – thống kê", "Tệp mềm: thư mục ISO trên máy chủ xã"],
        "problems": ["Chưa thu được phiếu khảo sát quý III của bộ phận Một cửa"],
        "witness": "",
    }
