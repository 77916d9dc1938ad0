"""Choices of inspections."""

from django.db.models import TextChoices


class Mode(TextChoices):
    """How an agency was inspected (Circular 26/2014, art. 33)."""

    ON_SITE = "on_site", "Tại trụ sở"
    BY_FILE = "by_file", "Qua hồ sơ, báo cáo"


class PlanStatus(TextChoices):
    """Where the plan of a year stands (art. 34): drawn up, before the People's Committee, approved."""

    DRAFT = "draft", "Dự thảo"
    SUBMITTED = "submitted", "Đã trình"
    APPROVED = "approved", "Đã phê duyệt"


class Status(TextChoices):
    """Where an inspection stands between being scheduled and its findings being answered (arts. 35–38)."""

    RECORDED = "recorded", "Đã ghi sổ"
    PLANNED = "planned", "Đang chuẩn bị"
    CALLED = "called", "Đã yêu cầu hồ sơ"
    SUBMITTED = "submitted", "Đã nhận hồ sơ, đang xem"
    RETURNED = "returned", "Đã trả lại để bổ sung"
    DECIDED = "decided", "Đã có quyết định"
    ANNOUNCED = "announced", "Đã công bố quyết định"
    RUNNING = "running", "Đang kiểm tra"
    CONCLUDED = "concluded", "Đã kết luận"
    SIGNED = "signed", "Chờ báo cáo khắc phục"
    REPORTED = "reported", "Đã nhận báo cáo khắc phục"
    REFUSED = "refused", "Chưa chấp nhận báo cáo"
    ACCEPTED = "accepted", "Đã chấp nhận báo cáo"
    CLOSED = "closed", "Kết thúc"
    CANCELLED = "cancelled", "Đã hủy"


#: Not yet an inspection that counts: what was looked at is not settled, or it will never be made.
UNMADE = (
    Status.PLANNED, Status.CALLED, Status.SUBMITTED, Status.RETURNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING,
    Status.CANCELLED,
)  # fmt: skip
#: The agency has been told of it, by letter or by decision.
TOLD = (
    Status.CALLED, Status.SUBMITTED, Status.RETURNED, Status.DECIDED, Status.ANNOUNCED, Status.RUNNING,
)  # fmt: skip


class TeamRole(TextChoices):
    """A member's part in the team (Circular 26/2014, art. 35)."""

    LEADER = "leader", "Trưởng đoàn"
    SECRETARY = "secretary", "Thư ký"
    MEMBER = "member", "Thành viên"
    EXPERT = "expert", "Chuyên gia"


class Part(TextChoices):
    """The ten items of an inspection's file (Circular 26/2014, art. 39)."""

    PLAN = "plan", "Kế hoạch kiểm tra được phê duyệt"
    LETTER = "letter", "Văn bản yêu cầu báo cáo"
    REPORT = "report", "Báo cáo của cơ quan và bằng chứng kèm theo"
    CORRECTION_LETTER = "correction_letter", "Văn bản đề nghị khắc phục"
    DECISION = "decision", "Quyết định kiểm tra"
    MINUTES = "minutes", "Biên bản kiểm tra"
    CORRECTIVE = "corrective", "Hồ sơ khắc phục (báo cáo, bằng chứng hoặc kế hoạch)"
    TEAM_REPORT = "team_report", "Báo cáo của Đoàn kiểm tra"
    COMMITTEE_REPORT = "committee_report", "Báo cáo của đơn vị kiểm tra gửi UBND tỉnh"
    OTHER = "other", "Tài liệu khác có liên quan"


class ItemState(TextChoices):
    """Where one required item of a file stands."""

    MISSING = "missing", "Chưa có"
    ENOUGH = "enough", "Đủ"
    GAP = "gap", "Thiếu, có lý do"
    RETURNED = "returned", "Trả lại"
    ACCEPTED = "accepted", "Đạt"
    FALLS_SHORT = "falls_short", "Chưa đạt"


class ReportState(TextChoices):
    """Where an agency's corrective report stands (art. 37.2c; accepted or not, in writing)."""

    DRAFT = "draft", "Đang soạn"
    SENT = "sent", "Đã gửi"
    ACCEPTED = "accepted", "Được chấp nhận"
    REFUSED = "refused", "Chưa được chấp nhận"


class AnswerKind(TextChoices):
    """What an agency says of one finding: what it did, or what it will do (art. 37.2c)."""

    DONE = "done", "Đã khắc phục"
    PROPOSED = "proposed", "Đề xuất biện pháp"


class LineVerdict(TextChoices):
    """What the inspecting unit says of one answer."""

    ACCEPTED = "accepted", "Chấp nhận"
    REFUSED = "refused", "Chưa chấp nhận"
