"""The file of an inspection against the ten items of art. 39 of Circular 26/2014."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from qlcl.inspections.enums import Mode, Part, ReportState
from qlcl.inspections.models import CasePaper, CorrectiveReport, FileSubmission, Inspection

#: Items that only one of the two ways has.
_ONLY = {
    Part.LETTER: Mode.BY_FILE,
    Part.REPORT: Mode.BY_FILE,
    Part.CORRECTION_LETTER: Mode.BY_FILE,
    Part.DECISION: Mode.ON_SITE,
    Part.MINUTES: Mode.ON_SITE,
    Part.TEAM_REPORT: Mode.ON_SITE,
}


@dataclass(frozen=True, slots=True)
class FilePart:
    """One of the ten items: its papers, what the product itself holds of it, whether it is needed and there."""

    part: Part
    papers: Sequence[CasePaper]
    held: Sequence[str]
    needed: bool

    @property
    def label(self) -> str:
        """Its name."""
        return str(self.part.label)

    @property
    def present(self) -> bool:
        """A paper or a record stands for it."""
        return bool(self.papers or self.held)

    @property
    def state(self) -> tuple[str, str]:
        """How it is shown."""
        if self.present:
            return "done", "Đã có"
        return ("soon", "Còn thiếu") if self.needed else ("none", "Không phải có")


def completeness_of(inspection: Inspection) -> list[FilePart]:
    """The ten items in their order; three queries at most."""
    papers: dict[str, list[CasePaper]] = defaultdict(list)
    rows = CasePaper.objects.filter(inspection=inspection, removed_on__isnull=True).select_related("file")
    for paper in rows.order_by("dated_on", "pk"):
        papers[paper.part].append(paper)
    held = _held(inspection)
    return [FilePart(part, papers[part], held.get(part, ()), _needed(inspection, part)) for part in Part]


def missing_parts(parts: Sequence[FilePart]) -> list[str]:
    """What a complete file still lacks, in sentences; a warning, no bar."""
    return [f"Hồ sơ chưa có: {part.label}." for part in parts if part.needed and not part.present]


def _held(inspection: Inspection) -> dict[str, list[str]]:
    held: dict[str, list[str]] = {}
    line = inspection.plan_line
    if line is not None and line.plan.is_approved:
        held[Part.PLAN] = [f"Kế hoạch năm {line.plan.year}, Quyết định số {line.plan.number}"]
    elif inspection.order:
        held[Part.PLAN] = [f"Kiểm tra đột xuất theo {inspection.order}"]
    if inspection.mode == Mode.BY_FILE:
        sent = FileSubmission.objects.filter(inspection=inspection).order_by("number")
        if words := [f"Hồ sơ gửi lần {row.number}, ngày {row.sent_on:%d/%m/%Y}" for row in sent]:
            held[Part.REPORT] = words
    if inspection.report_due_on is not None:
        reports = CorrectiveReport.objects.filter(inspection=inspection).exclude(state=ReportState.DRAFT)
        words = [
            f"{row}, gửi ngày {row.sent_on:%d/%m/%Y}: {row.get_state_display().lower()}"
            for row in reports.order_by("number")
            if row.sent_on
        ]
        if words:
            held[Part.CORRECTIVE] = words
    return held


def _needed(inspection: Inspection, part: Part) -> bool:
    """Other documents never; corrective ones where something was found; what belongs to the other way not."""
    if part == Part.OTHER or _ONLY.get(part, inspection.mode) != inspection.mode:
        return False
    if part in (Part.CORRECTIVE, Part.CORRECTION_LETTER):
        return inspection.report_due_on is not None
    return True
