"""The columns of lists of declarations, and how a state is marked."""

from typing import Any

from django.urls import reverse

from qlcl.conformity.enums import PreparedBy, State
from qlcl.kernel.clock import today
from qlcl.organisations.enums import Level
from qlcl.ui.cells import chip_html
from qlcl.ui.illustrations import ILLUSTRATION
from qlcl.ui.tables import Column

LEVELS = dict(Level.choices)
METHODS = {"": "Chưa rõ", **dict(PreparedBy.choices)}
#: State of a declaration → state of a chip.
CHIPS = {State.SIGNED: "draft", State.IN_FORCE: "in_force", State.PAST: "ended", State.VOID: "none"}


def state_chip(row: Any) -> str:
    """How a declaration stands today: icon, word and colour."""
    state = row.state_on(today())
    return chip_html(CHIPS[state], state.label)


def notice(field: str) -> Column:
    """The day of a notice; of imported history what is not known says so."""
    labels = {"told_on": "Thông báo", "posted_on": "Niêm yết", "published_on": "Đăng trang"}
    return Column(
        field,
        labels[field],
        lambda d: getattr(d, field) or ("Không rõ" if d.imported else ""),
        hidden=True,
    )


AGENCY = Column(
    "agency", "Cơ quan", "agency.name", url=lambda d: reverse("conformity:declaration", args=[d.pk]),
    order=("agency__name_sort",), fixed=True, head=True,
)  # fmt: skip
COLUMNS = (
    AGENCY,
    Column("level", "Cấp", lambda d: LEVELS.get(d.agency.level, ""), order=("agency__level",)),
    Column("edition", "Phiên bản", "edition.label", order=("edition__position",)),
    Column("number", "Số quyết định", "number", order=("number_fold",)),
    Column("signed_on", "Ngày ký", "signed_on", order=("signed_on",)),
    Column("state", "Tình trạng", lambda d: d.state_on(today()).label, html=state_chip),
    Column("prepared_by", "Phương thức", lambda d: METHODS[d.prepared_by], order=("prepared_by",)),
    Column("code", "Mã cơ quan", "agency.code", hidden=True),
    Column("effective_on", "Có hiệu lực từ", "effective_on", order=("effective_on",), hidden=True),
    Column("kind", "Loại", "get_kind_display", hidden=True),
    Column("consultant", "Tổ chức tư vấn", "consultant_name", hidden=True),
    notice("told_on"),
    notice("posted_on"),
    notice("published_on"),
    ILLUSTRATION,
)
