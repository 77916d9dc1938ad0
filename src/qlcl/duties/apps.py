"""Registers the duties room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Decision, Kind, Navigation, Nightly, Panel, PaperKind, Parameter


class DutiesConfig(AppConfig):
    """The duties room."""

    name = "qlcl.duties"
    label = "duties"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's kinds, acts and place in the navigation."""
        catalogue.register(
            Kind("duty", "Việc phải làm", "duties.Duty", "duties:duty"),
            Kind("duty_rule", "Quy tắc phát sinh việc", "duties.DutyRule", "duties:rule"),
            Kind("ladder", "Thang nhắc việc", "duties.Ladder", "duties:ladder"),
            Kind("day_off", "Ngày nghỉ", "duties.DayOff"),
            Act("duties.seed", "Nạp quy tắc, ngày nghỉ ban đầu"),
            Act("duties.open_year", "Mở việc phải làm của năm"),
            Act("duties.cancel_of_ended", "Hủy việc của hệ thống đã kết thúc"),
            Act("duties.add_rule", "Thêm quy tắc phát sinh việc"),
            Act("duties.change_rule", "Sửa quy tắc phát sinh việc"),
            Act("duties.end_rule", "Thôi áp dụng quy tắc"),
            Act("duties.change_ladder", "Sửa thang nhắc việc"),
            Act("duties.add_day_off", "Đặt ngày nghỉ, ngày làm bù của tỉnh"),
            Act("duties.remove_day_off", "Bỏ ngày nghỉ, ngày làm bù của tỉnh"),
            Act("duties.close_by_hand", "Ghi nhận hoàn thành"),
            Act("duties.confirm_unchanged", "Xác nhận không thay đổi"),
            Act("duties.assign", "Phân công"),
            Act("duties.explain", "Giải trình"),
            Act("duties.reschedule", "Điều chỉnh hạn"),
            Decision("duties.explain", "qlcl.duties.web.decisions.explain"),
            Decision("duties.close_by_hand", "qlcl.duties.web.decisions.close_by_hand"),
            Parameter(
                "duties.roll_forward",
                "Hạn rơi vào ngày nghỉ chuyển sang ngày làm việc kế tiếp",
                kind="bool",
                default="1",
                help="Bộ luật Dân sự 2015, Điều 148 khoản 5. Hạn trong năm không chuyển sang năm sau.",
                group="Việc phải làm",
            ),
            Parameter(
                "duties.first_days",
                "Hệ thống mới lập không phải làm việc hằng năm có hạn trong số ngày đầu",
                default="30",
                unit="ngày",
                group="Việc phải làm",
                high=366,
            ),
        )
        _register_entries()
        _register_reminding()


def _register_entries() -> None:
    """Names the entries of the navigation."""
    catalogue.register(
        Navigation(
            "Quy tắc phát sinh việc",
            "duties:rules",
            120,
            icon="rule",
            group="admin",
            visible="qlcl.organisations.policies.is_provincial",
            covers=("/viec/thang-nhac/",),
        ),
        Navigation(
            "Ngày nghỉ",
            "duties:days_off",
            121,
            icon="calendar",
            group="admin",
            visible="qlcl.organisations.policies.is_provincial",
        ),
        Navigation(
            "Việc của tôi",
            "duties:mine",
            10,
            icon="duties",
            group="home",
            visible="qlcl.duties.policies.holds_a_post",
        ),
    )


def _register_reminding() -> None:
    """Names what reminds and escalates: parts of the night, parameters, the letter, the state of the background."""
    group = "Nhắc việc"
    choices = (("daily", "Hằng ngày"), ("weekly", "Hằng tuần"), ("none", "Không gửi"))
    catalogue.register(
        Kind("reminder_letter", "Dự thảo công văn đôn đốc", "duties.ReminderLetter", "duties:letter"),
        Act("duties.draft_reminder", "Soạn công văn đôn đốc"),
        Nightly("duties.open_year", "Mở việc của năm", 10, "qlcl.duties.tasks.open_years"),
        Nightly("duties.remind", "Nhắc việc", 90, "qlcl.duties.tasks.remind"),
        Parameter("duties.quiet_from", "Không gửi thư từ", default="18", unit="giờ", group=group, high=23),
        Parameter("duties.quiet_until", "Không gửi thư đến trước", default="7", unit="giờ", group=group, high=24),
        Parameter(
            "duties.digest_default",
            "Thư tổng hợp cho người chưa chọn",
            kind="text",
            default="weekly",
            help="Mỗi người tự chọn ở trang Thông báo.",
            group=group,
            choices=choices,
        ),
        Parameter(
            "duties.letter_days",
            "Công văn đôn đốc đề nghị hoàn thành trong",
            default="15",
            unit="ngày",
            group=group,
            low=1,
            high=180,
        ),
        PaperKind(
            "duties.reminder_letter",
            "Công văn đôn đốc việc quá hạn",
            "papers/duties.reminder_letter.txt",
            "qlcl.duties.papers.sample_letter",
        ),
        Navigation(
            "Việc đến hạn", "duties:due", 20, icon="clock", group="follow", visible="qlcl.duties.policies.holds_a_post"
        ),
        Navigation(
            "Công văn đôn đốc", "duties:letters", 21, icon="letter", group="follow",
            visible="qlcl.organisations.policies.is_provincial",
        ),
        Navigation(
            "Việc nền", "duties:nightly", 150, icon="theme", group="admin",
            visible="qlcl.duties.policies.administers_a_province",
        ),
    )  # fmt: skip
    _register_people()


def _register_people() -> None:
    """Names what happens when people change: handovers, vacancies, consultants who leave."""
    catalogue.register(
        Kind("handover", "Bàn giao", "duties.Handover", "duties:handover"),
        Act("duties.hand_over", "Bàn giao vị trí", form="duties:handovers"),
        Act("duties.confirm_handover", "Xác nhận bàn giao", form="duties:handover"),
        Act("duties.confirm_handover_for", "Xác nhận thay người bàn giao"),
        PaperKind(
            "duties.handover_minutes",
            "Biên bản bàn giao",
            "papers/duties.handover_minutes.txt",
            "qlcl.duties.handover_papers.sample_minutes",
        ),
        Panel(
            "person",
            "handover",
            "Bàn giao",
            10,
            "duties/person_panel.html",
            "qlcl.duties.queries.handovers.person_panel",
        ),
        Panel(
            "agency",
            "people",
            "Người phụ trách",
            15,
            "duties/agency_people.html",
            "qlcl.duties.queries.vacancies.agency_panel", "Việc và người",
        ),
        Panel(
            "people",
            "vacancies",
            "Vị trí đang trống",
            10,
            "duties/people_panel.html",
            "qlcl.duties.queries.vacancies.people_panel",
        ),
        Kind("appointment", "Bổ nhiệm", "accounts.Appointment"),
        Act("accounts.take_over_from_consultant", "Tiếp quản việc của tư vấn", form="duties:consultants"),
        Nightly("duties.consultants", "Báo tư vấn sắp hết thời hạn", 45, "qlcl.duties.tasks.watch_guests"),
        Navigation(
            "Tư vấn", "duties:consultants", 102, icon="guest", group="people",
            visible="qlcl.duties.policies.sees_consultants",
        ),
        Nightly("duties.vacancies", "Báo vị trí trống", 40, "qlcl.duties.tasks.tell_vacancies"),
        Navigation(
            "Bàn giao", "duties:handovers", 101, icon="handover", group="people",
            visible="qlcl.duties.policies.holds_a_post",
        ),
    )  # fmt: skip
