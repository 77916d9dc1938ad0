"""Makes the example's agencies keep, or forget, what they owe every year; all of it is illustration."""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime

from qlcl.accounts.models import Appointment, Person
from qlcl.accounts.queries import actor_for
from qlcl.duties.models import Duty
from qlcl.duties.operations.close_by_hand import HandClosing, close_by_hand
from qlcl.duties.operations.explain import explain
from qlcl.duties.operations.open_year import open_year
from qlcl.duties.operations.remind_due import remind_due
from qlcl.duties.policies import closable_by_hand
from qlcl.duties.queries import workdays_of
from qlcl.kernel.actors import Actor, Role
from qlcl.kernel.workdays import add_months
from qlcl.organisations.enums import Level
from qlcl.organisations.models import Agency
from qlcl.portal.example_habits import Kept, Owed, kept
from qlcl.portal.operations.example_checks import KEYS
from qlcl.portal.operations.example_files import rows_of

FIRST_YEAR = 2019
#: For how many months before the example's day its reminders are played.
REMINDED = 6
#: Rule → the paper that proves it: sign of its kind, what it is called.
PAPERS = {
    "file_list": ("QĐ", "Quyết định ban hành Danh mục hồ sơ"),
    "targets": ("KH", "Mục tiêu chất lượng và kế hoạch thực hiện"),
    "training_plan": ("KH", "Kế hoạch đào tạo"),
    "audit_plan": ("KH", "Chương trình đánh giá nội bộ"),
    "internal_audit": ("BC", "Báo cáo đánh giá nội bộ"),
    "management_review": ("BB", "Biên bản họp xem xét của lãnh đạo"),
    "briefing": ("BB", "Biên bản buổi phổ biến"),
    "hand_over": ("BB", "Biên bản giao nhận hồ sơ, tài liệu"),
    "inspection_plan": ("TTr", "Tờ trình kế hoạch kiểm tra"),
}
REPORT = ("BC", "Báo cáo kết quả thực hiện")
#: Rule → the demo account that records it; the rest is recorded by the head what is his, else by the secretary.
HANDS = {"survey": "truong-phong", "briefing": "truong-phong", "targets": "thu-ky", "audit_plan": "pho-thu-truong"}
HEADS_ACCOUNT, KEEPERS_ACCOUNT = "thu-truong", "thu-ky"
HEADS = {Level.COMMUNE: "Chủ tịch", Level.DISTRICT: "Chủ tịch", Level.PROVINCE_AGENCY: "Thủ trưởng"}


def open_years(*, until: date, actor: Actor, at: datetime) -> int:
    """Opens the yearly duties of every province that lives, year by year from the first one; returns how many."""
    opened = 0
    for province in Agency.objects.filter(level=Level.PROVINCE).valid_on(until).order_by("pk"):
        first = max(FIRST_YEAR, province.valid_from.year)
        for year in range(first, until.year + 1):
            on = max(date(year, 1, 1), province.valid_from)
            opened += open_year(province=province, year=year, actor=actor, on=on, at=at)
    return opened


def keep_duties(
    *, until: date, actor: Actor, at: datetime, say: Callable[[str], None], own: Collection[str] = ()
) -> None:
    """Closes and explains by hand what the agencies had done by `until`; what the rest owes stays open.

    What the agencies `own` did in the last year is left to their own people, see `keep_by_own_people`.
    """
    fates = [
        (duty, fate)
        for duty, fate in _fates()
        if duty.agency.code not in own or fate.done_on is None or fate.done_on.year != until.year
    ]
    done = [(duty, fate) for duty, fate in fates if fate.done_on is not None and fate.done_on <= until]
    told = [
        (duty, fate)
        for duty, fate in fates
        if fate.explained_on is not None and fate.explained_on <= until and duty.explained_on is None
    ]
    say(f"Ghi {len(done)} việc hằng năm đã làm, {len(told)} giải trình (minh họa)…")
    for duty, fate in told:
        assert fate.explained_on is not None
        explain(duty_id=duty.pk, explanation=fate.reason, actor=actor, on=fate.explained_on, at=at)
    if done:
        close_by_hand(closings=[_closing(duty, fate) for duty, fate in done], actor=actor, on=until, at=at)


def keep_by_own_people(*, code: str, one_hand: str, day: date, at: datetime) -> None:
    """Closes what two agencies had done by `day`: in `code` each duty by somebody who has an account there, in
    `one_hand` all of it by the secretary alone, who thereby records both the audit and its review."""
    for duty, fate in list(_fates()):
        if duty.agency.code in {code, one_hand} and fate.done_on is not None and fate.done_on <= day:
            person = _recorder(duty) if duty.agency.code == code else _secretary(one_hand, day)
            if person is not None:
                close_by_hand(closings=[_closing(duty, fate)], actor=actor_for(person, day), on=day, at=at)


def _recorder(duty: Duty) -> Person:
    usual = HEADS_ACCOUNT if duty.role == Role.HEAD else KEEPERS_ACCOUNT
    return Person.objects.get(username=HANDS.get(duty.rule.code if duty.rule else "", usual))


def _secretary(code: str, day: date) -> Person | None:
    posts = Appointment.objects.valid_on(day).filter(position__agency__code=code, position__role=Role.ISO_SECRETARY)
    held = posts.select_related("person").order_by("pk").first()
    return held.person if held else None


def remind(*, until: date, at: datetime) -> int:
    """Passes the rungs of ladders up to `until`, on the first working day of each of the last months and on it."""
    logged = 0
    for province in Agency.objects.filter(level=Level.PROVINCE).valid_on(until).order_by("pk"):
        calendar = workdays_of(province.pk)
        firsts = {calendar.next_working(add_months(until.replace(day=1), -n)) for n in range(REMINDED)}
        last = until if calendar.is_working(until) else calendar.add(until, -1)
        for day in sorted({*(d for d in firsts if province.valid_from <= d < last), last}):
            logged += remind_due(province_id=province.pk, day=day, at=at)
    return logged


def _fates() -> Iterator[tuple[Duty, Kept]]:
    """Every open yearly duty that a statement closes, with what becomes of it."""
    exceptions = {(r["unit_code"], r["rule"], int(r["year"])): r for r in rows_of("yearly_exceptions.csv")}
    inspected: dict[str, list[date]] = {}
    for row in rows_of("inspections.csv"):
        inspected.setdefault(row["unit_code"], []).append(date.fromisoformat(row["inspected_on"]))
    steps: dict[str, dict[str, date]] = {}
    for row in rows_of("campaign_steps.csv"):
        steps.setdefault(row["unit_code"], {})[row["step"]] = date.fromisoformat(row["done_on"])
    duties = Duty.objects.open().filter(year__isnull=False, rule__isnull=False).select_related("agency", "rule")
    for duty in duties.order_by("due_on", "pk"):
        if duty.rule is None or duty.year is None or not closable_by_hand(duty):
            continue
        code = duty.agency.code
        if (code, duty.rule.code, duty.year) in KEYS:
            continue  # its own people record it, see `show_what_checks_find`
        if (code, duty.rule.code, duty.year) in exceptions:
            yield duty, _exception(exceptions[code, duty.rule.code, duty.year])
        else:
            owed = Owed(code, duty.agency.level, duty.rule.code, duty.year, duty.due_on, duty.statutory)
            yield duty, kept(owed, inspected.get(code, ()), steps.get(code, {}))


def _exception(row: dict[str, str]) -> Kept:
    days = [date.fromisoformat(row[name]) if row[name] else None for name in ("done_on", "explained_on")]
    return Kept(days[0], days[1], row["reason"])


def _closing(duty: Duty, fate: Kept) -> HandClosing:
    assert fate.done_on is not None
    assert duty.rule is not None
    sign, name = PAPERS.get(duty.rule.code, REPORT)
    office = "UBND" if duty.agency.level != Level.PROVINCE_AGENCY else "".join(duty.agency.code.split("-")[1:])
    number = 11 + duty.pk % 380
    note = f"{name} số {number}/{sign}-{office} ngày {fate.done_on:%d/%m/%Y} (minh họa)"
    return HandClosing(duty.pk, fate.done_on, _by(duty, fate), note=note)


def _by(duty: Duty, fate: Kept) -> str:
    """Who is said to have done it; in many agencies the head leaves his own part to a deputy."""
    rule = duty.rule.code if duty.rule else ""
    if rule == "management_review":
        head = HEADS.get(Level(duty.agency.level), "Thủ trưởng")
        return f"Phó {head}" if fate.by_deputy else head
    return {"internal_audit": "Tổ đánh giá nội bộ", "hand_over": "Văn thư – lưu trữ"}.get(rule, "Thư ký ISO")
