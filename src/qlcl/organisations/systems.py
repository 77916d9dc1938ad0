"""Which system an agency belongs to, as pure rules over names and levels (Circular 26/2014, art. 6)."""

from qlcl.kernel.text import fold
from qlcl.organisations.enums import Level

#: Folded beginnings of the name of the Office that shares the province's system.
OFFICE_NAMES = (
    "van phong uy ban nhan dan tinh",
    "van phong uy ban nhan dan thanh pho",
    "van phong ubnd tinh",
    "van phong ubnd thanh pho",
    "van phong doan dai bieu quoc hoi va hoi dong nhan dan",
)

#: Folded beginning of the name of the body that leads the application in a province (Decision 19/2014, art. 12.4).
DEPARTMENT_NAME = "so khoa hoc va cong nghe"


def is_provincial_office(name: str, level: str) -> bool:
    """The Office of the provincial People's Committee: it holds the system it shares with the Committee."""
    return level == Level.PROVINCE_AGENCY and fold(name).startswith(OFFICE_NAMES)


def is_lead_department(name: str, level: str) -> bool:
    """The Department of Science and Technology, which leads and oversees."""
    return level == Level.PROVINCE_AGENCY and fold(name).startswith(DEPARTMENT_NAME)
