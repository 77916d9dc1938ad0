"""Makes one plainly fictional account per role, for the example only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from qlcl.accounts.models import Person
from qlcl.accounts.operations.appoint import AppointmentSpec, appoint
from qlcl.accounts.operations.make_persons import PersonSpec, make_persons
from qlcl.accounts.operations.make_positions import PositionSpec, make_positions
from qlcl.kernel.actors import Actor, Role
from qlcl.organisations.models import Agency


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A demo sign-in: who it plays, where."""

    username: str
    name: str
    title: str
    role: Role
    place: str


#: Who has just come, to take over from somebody, and how long ago.
NEWCOMER, CAME = "thu-ky-moi", timedelta(days=14)
GUEST = timedelta(days=3653)
COMMUNE, DEPARTMENT, LEADERSHIP = "commune", "department", "leadership"

DEMO = (
    DemoAccount("thu-truong", "Thủ trưởng (mẫu)", "Chủ tịch", Role.HEAD, COMMUNE),
    DemoAccount("pho-thu-truong", "Phó thủ trưởng (mẫu)", "Phó Chủ tịch", Role.DEPUTY, COMMUNE),
    DemoAccount("truong-phong", "Trưởng phòng (mẫu)", "Trưởng bộ phận Một cửa", Role.DIVISION_HEAD, COMMUNE),
    DemoAccount("thu-ky", "Thư ký ISO (mẫu)", "Thư ký Ban ISO", Role.ISO_SECRETARY, COMMUNE),
    DemoAccount("thu-ky-moi", "Thư ký ISO mới (mẫu)", "Thư ký Ban ISO thứ hai", Role.ISO_SECRETARY, COMMUNE),
    DemoAccount("danh-gia-vien", "Đánh giá viên (mẫu)", "Đánh giá viên nội bộ", Role.INTERNAL_AUDITOR, COMMUNE),
    DemoAccount("can-bo", "Cán bộ (mẫu)", "Công chức Văn phòng – thống kê", Role.STAFF, COMMUNE),
    DemoAccount("tu-van", "Tư vấn (mẫu)", "Chuyên gia tư vấn", Role.CONSULTANT, COMMUNE),
    DemoAccount("chuyen-vien-tinh", "Chuyên viên tỉnh (mẫu)", "Chuyên viên", Role.PROVINCIAL_OFFICER, DEPARTMENT),
    DemoAccount("kiem-tra-vien", "Kiểm tra viên (mẫu)", "Thành viên đoàn kiểm tra", Role.INSPECTOR, DEPARTMENT),
    DemoAccount("quan-sat", "Quan sát viên (mẫu)", "Quan sát viên", Role.OBSERVER, DEPARTMENT),
    DemoAccount("quan-tri", "Quản trị (mẫu)", "Quản trị hệ thống", Role.ADMINISTRATOR, DEPARTMENT),
    DemoAccount("lanh-dao-so", "Lãnh đạo Sở (mẫu)", "Phó Giám đốc", Role.PROVINCIAL_LEADER, LEADERSHIP),
)


@transaction.atomic
def make_demo_people(
    *,
    actor: Actor,
    commune_code: str,
    password: str,
    on: date,
    at: datetime,
    department_code: str = "TN-CC-TDC",
    leadership_code: str = "TN-S-KHCN",
    valid_from: date = date(2004, 1, 1),
) -> list[DemoAccount]:
    """Makes the demo accounts that are missing, all with one password, marked as illustration; returns all of them.

    The consultant is a guest for ten years from `on`; the second secretary came two weeks before it.
    Raises `Agency.DoesNotExist` for an unknown code.
    """
    codes = {COMMUNE: commune_code, DEPARTMENT: department_code, LEADERSHIP: leadership_code}
    agencies: Mapping[str, Agency] = {place: Agency.objects.get(code=code) for place, code in codes.items()}
    known = set(Person.objects.filter(username__in=[d.username for d in DEMO]).values_list("username", flat=True))
    missing = [demo for demo in DEMO if demo.username not in known]
    if not missing:
        return list(DEMO)
    accounts = make_persons(
        actor=actor,
        specs=[PersonSpec(d.username, d.name, agencies[d.place], password=password) for d in missing],
        on=on,
        at=at,
        illustration=True,
    )
    positions = make_positions(
        actor=actor,
        specs=[_position(d, agencies[d.place], valid_from, on) for d in missing],
        on=on,
        at=at,
    )
    specs = [
        AppointmentSpec(
            account.person, position, _since(d, position.valid_from, on), position.valid_until, basis="Minh họa"
        )
        for d, account, position in zip(missing, accounts, positions, strict=True)
    ]
    appoint(actor=actor, specs=specs, on=on, at=at)
    return list(DEMO)


def _since(demo: DemoAccount, beginning: date, on: date) -> date:
    """Since when the account holds its post: the beginning of the post at the earliest."""
    return max(on - CAME, beginning) if demo.username == NEWCOMER else beginning


def _position(demo: DemoAccount, agency: Agency, valid_from: date, on: date) -> PositionSpec:
    ends = on + GUEST if demo.role == Role.CONSULTANT else None
    return PositionSpec(agency, demo.title, demo.role, max(valid_from, agency.valid_from), ends)
