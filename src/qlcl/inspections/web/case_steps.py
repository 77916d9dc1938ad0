"""The steps of an inspection, where it stands, and the one act that comes next for whoever looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from qlcl.assessments.models import Checklist
from qlcl.inspections.enums import Mode, Status
from qlcl.inspections.models import Inspection
from qlcl.inspections.papers_of_case import DRAFTS
from qlcl.ui.cells import chip_html

#: How many steps are behind when an inspection is in the state.
_BEHIND = {
    Status.PLANNED: 0, Status.DECIDED: 1, Status.CALLED: 1, Status.RETURNED: 1, Status.ANNOUNCED: 2,
    Status.SUBMITTED: 2, Status.RUNNING: 2, Status.CONCLUDED: 3, Status.SIGNED: 4, Status.REPORTED: 4,
    Status.REFUSED: 4, Status.ACCEPTED: 5, Status.CLOSED: 6, Status.RECORDED: 6, Status.CANCELLED: 0,
}  # fmt: skip
_TONES = {
    Status.PLANNED: "draft", Status.CONCLUDED: "soon", Status.ACCEPTED: "done", Status.CLOSED: "done",
    Status.RECORDED: "done", Status.CANCELLED: "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, the day it was taken."""

    label: str
    day: date | None
    done: bool
    current: bool


@dataclass(slots=True)
class Next:
    """What comes next: a sentence, what is missing, the one button (which asks first), quiet links besides."""

    words: str = ""
    label: str = ""
    url: str = ""
    missing: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)
    asks: str = ""


def state_words(inspection: Inspection) -> str:
    """The state as it stands on screen; signed minutes without findings await nothing."""
    if inspection.status == Status.SIGNED and inspection.report_due_on is None:
        return "Đã ký biên bản"
    return inspection.get_status_display()


def state_html(inspection: Inspection, day: date) -> SafeString:
    """The state as a chip; a report that is late is overdue."""
    due = inspection.report_due_on
    if inspection.status == Status.SIGNED and due and due < day:
        return chip_html("overdue", f"Quá hạn báo cáo {(day - due).days} ngày")
    return chip_html(_TONES.get(Status(inspection.status), "soon"), state_words(inspection))


def steps_of(inspection: Inspection) -> list[Step]:
    """The steps of its mode; the corrective report only where one is owed or may be."""
    if inspection.status in (Status.RECORDED, Status.CANCELLED):
        return []
    i = inspection
    if i.mode == Mode.ON_SITE:
        rows = [("Quyết định", i.decision_date), ("Công bố", i.announced_on), ("Kiểm tra", i.concluded_on)]
        rows.append(("Biên bản", i.minutes_signed_on))
    else:
        rows = [("Yêu cầu hồ sơ", i.decision_date), ("Nhận hồ sơ", None), ("Xem hồ sơ", i.concluded_on)]
        rows.append(("Đề nghị khắc phục", i.correction_date))
    rows += [("Báo cáo khắc phục", None), ("Kết thúc", i.closed_on)]
    behind = _BEHIND[Status(i.status)]
    owed = i.report_due_on is not None or behind < 4
    made = [Step(label, day, n < behind, n == behind) for n, (label, day) in enumerate(rows)]
    if not owed:
        made = [step for step in made if step.label != "Báo cáo khắc phục"]
        if behind == 4:
            made[-1] = Step("Kết thúc", None, done=False, current=True)
    return made


def url_of(name: str, inspection: Inspection) -> str:
    """The address of an act on it."""
    return reverse(f"inspections:{name}", args=[inspection.pk])


def next_step(
    inspection: Inspection, *, leads: bool, prepares: bool, answers: bool, faults: Sequence[str], live: int
) -> Next:
    """What comes next, for the province's side or the agency's; the parts by file and of the report tell their own."""
    on_site = inspection.mode == Mode.ON_SITE
    found = Next()
    if (leads or prepares) and on_site:
        found = _of_the_team(inspection, prepares=prepares, faults=faults)
    elif answers and on_site:
        found = _of_the_agency(inspection)
    if prepares and (closable := _closing(inspection, live)):
        found = closable
    if prepares:
        found.others += _besides(inspection)
    return found


def _of_the_team(inspection: Inspection, *, prepares: bool, faults: Sequence[str]) -> Next:
    status = inspection.status
    if status == Status.PLANNED:
        return _preparing(inspection, faults) if prepares else Next("Đang chuẩn bị: chưa có quyết định kiểm tra.")
    if status == Status.DECIDED:
        words = "Công bố quyết định tại cơ quan, có lập biên bản; sau đó bắt đầu kiểm tra."
        others = [
            ("Lập chương trình", url_of("case_programme", inspection)),
            _draft("cong-bo", inspection),
            ("Bắt đầu không ghi công bố", url_of("case_start", inspection)),
        ]
        return Next(words, "Ghi công bố quyết định", url_of("case_announce", inspection), others=others)
    if status == Status.ANNOUNCED:
        words = "Mở phiếu kiểm cho Đoàn; phát hiện lần trước hiện bên cạnh từng câu hỏi."
        return Next(words, "Bắt đầu kiểm tra", url_of("case_start", inspection), list(faults))
    if status == Status.RUNNING:
        words = "Khi mọi phiếu kiểm đã xong, kết luận; mỗi phát hiện trở thành một điểm không phù hợp."
        take = [("Mang theo, làm tại chỗ không cần mạng", reverse("inspections:onsite"))]
        return Next(words, "Kết luận kiểm tra", url_of("case_conclude", inspection), list(faults), others=take)
    if status == Status.SIGNED and inspection.report_due_on:
        words = "Đoàn lập báo cáo gửi đơn vị kiểm tra; cơ quan gửi báo cáo khắc phục trong hạn."
        return Next(words, others=[_draft("bao-cao-doan", inspection), _draft("bao-cao-ubnd", inspection)])
    return _minuting(inspection) if status == Status.CONCLUDED else Next()


def unanswered(checklists: Sequence[Checklist]) -> list[str]:
    """How many questions wait, by checklist."""
    return [
        f"{row.set.title}: còn {row.total - row.answered} câu chưa trả lời."
        for row in checklists
        if row.is_open and row.total > row.answered
    ]


def _draft(which: str, inspection: Inspection) -> tuple[str, str]:
    """A paper to print: its name, its address."""
    return f"In: {DRAFTS[which].label}", reverse("inspections:case_draft", args=[inspection.pk, which])


def _preparing(inspection: Inspection, faults: Sequence[str]) -> Next:
    team, decide = url_of("case_team", inspection), url_of("case_decide", inspection)
    if faults:
        return Next("Lập Đoàn kiểm tra, rồi trình ký quyết định (Mẫu 20).", "Lập Đoàn kiểm tra", team, list(faults))
    words = "In dự thảo quyết định (Mẫu 20), trình ký, rồi ghi số, ngày."
    return Next(words, "Ghi quyết định kiểm tra", decide, others=[_draft("quyet-dinh", inspection)])


def _minuting(inspection: Inspection) -> Next:
    write, sign = url_of("case_minutes", inspection), url_of("case_sign", inspection)
    if not inspection.situation:
        return Next("Soạn biên bản; kết quả từ phiếu kiểm được đưa vào sẵn.", "Soạn biên bản", write)
    if inspection.agreed_on is None:
        agree = url_of("case_agree", inspection)
        words = "Đoàn thống nhất biên bản trước; sau đó cơ quan ghi ý kiến."
        asks = "Ghi rằng Đoàn đã thống nhất biên bản hôm nay? Sửa biên bản sau đó thì phải thống nhất lại."
        return Next(words, "Đoàn đã thống nhất", agree, others=[("Sửa biên bản", write)], asks=asks)
    others = [
        _draft("bien-ban", inspection),
        ("Ghi ý kiến của cơ quan", url_of("case_remark", inspection)),
        ("Sửa biên bản", write),
    ]
    words = "In biên bản (Mẫu 21) hai bản, hai bên ký, tải bản quét lên."
    return Next(words, "Ghi biên bản đã ký", sign, others=others)


def _of_the_agency(inspection: Inspection) -> Next:
    if inspection.status == Status.CONCLUDED and inspection.agreed_on:
        words = "Đoàn kiểm tra đã thống nhất dự thảo biên bản. Ý kiến của cơ quan được in vào mục V."
        label = "Sửa ý kiến" if inspection.agency_remarks else "Ghi ý kiến vào biên bản"
        return Next(words, label, url_of("case_remark", inspection))
    said = {
        Status.DECIDED: "Cơ quan chuẩn bị hồ sơ, báo cáo và cử người làm việc với Đoàn kiểm tra.",
        Status.ANNOUNCED: "Quyết định kiểm tra đã công bố.",
        Status.RUNNING: "Đoàn kiểm tra đang làm việc; kết quả hiện ở đây sau khi kết luận.",
        Status.CONCLUDED: "Đã kết luận; Đoàn kiểm tra đang lập biên bản.",
    }
    return Next(said.get(Status(inspection.status), ""))


def _closing(inspection: Inspection, live: int) -> Next | None:
    close = url_of("case_close", inspection)
    status = inspection.status
    if status == Status.ACCEPTED:
        words = "Báo cáo khắc phục đã được chấp nhận; hiệu quả được xem tại lần kiểm tra sau, hoặc sớm hơn."
        return Next(words, "Kết thúc cuộc kiểm tra", close)
    if status == Status.SIGNED and inspection.report_due_on is None:
        return Next("Không có điểm không phù hợp; không phải báo cáo khắc phục.", "Kết thúc cuộc kiểm tra", close)
    if status == Status.CONCLUDED and inspection.mode == Mode.BY_FILE and not live:
        return Next("Hồ sơ đạt yêu cầu, không có điểm phải khắc phục.", "Kết thúc cuộc kiểm tra", close)
    return None


def _besides(inspection: Inspection) -> list[tuple[str, str]]:
    status, said = inspection.status, []
    if status in (Status.PLANNED, Status.DECIDED, Status.ANNOUNCED):
        said.append(("Đổi lịch", url_of("case_reschedule", inspection)))
    if status in (Status.PLANNED, Status.CALLED, Status.RETURNED, Status.DECIDED, Status.ANNOUNCED):
        said.append(("Hủy cuộc kiểm tra", url_of("case_cancel", inspection)))
    return said
