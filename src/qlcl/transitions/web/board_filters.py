"""What the address of the board asks for: day, level, area, state, method, words, order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from qlcl.kernel.text import fold
from qlcl.organisations.enums import Level
from qlcl.transitions.models import Campaign
from qlcl.transitions.queries.board import BoardRow, Summary
from qlcl.ui.tables import Chip, address
from qlcl.ui.typed import number_of

DAY, LEVEL, AREA, LATE, HIRED, WORDS, SORT, PAGE = (
    "den-ngay",
    "cap",
    "dia-ban",
    "qua-han",
    "tu-van",
    "tim",
    "xep",
    "trang",
)
SORTS = {
    "": "Theo cấp, tên",
    "-buoc": "Nhiều bước trước",
    "buoc": "Ít bước trước",
    "tre": "Quá hạn nhiều trước",
}


def _day(text: str) -> date | None:
    """A day as `yyyy-mm-dd` or as people type it."""
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
    return None


def day_asked(request: HttpRequest, campaign: Campaign, today: date) -> date:
    """The day of `?den-ngay=`, else today, else the last day of a campaign that is over; never before it begins."""
    asked = _day(request.GET.get(DAY, "")) or min(today, campaign.ends_on)
    return min(max(asked, campaign.starts_on), max(today, campaign.starts_on))


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of one request."""

    level: str
    area: int
    late: bool
    hired: bool
    words: str
    sort: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        """What the address says; what is not known is ignored."""
        get = request.GET.get
        area = get(AREA, "")
        return cls(
            level=get(LEVEL, "") if get(LEVEL, "") in Level.values else "",
            area=number_of(area) or 0,
            late=get(LATE) == "1",
            hired=get(HIRED) == "1",
            words=fold(get(WORDS, ""))[:100],
            sort=get(SORT, "") if get(SORT, "") in SORTS else "",
        )

    def apply(self, rows: Sequence[BoardRow]) -> list[BoardRow]:
        """The rows left, in the order asked for."""
        left = [row for row in rows if self._keeps(row)] if self.narrow else list(rows)
        if self.sort == "tre":
            left.sort(key=lambda row: -row.late)
        elif self.sort:
            left.sort(key=lambda row: -row.met if self.sort == "-buoc" else row.met)
        return left

    def _keeps(self, row: BoardRow) -> bool:
        return (
            (not self.level or row.level == self.level)
            and (not self.area or row.area_id == self.area)
            and (not self.late or row.late > 0)
            and (not self.hired or row.prepared_by in ("consultant", "expert"))
            and all(word in row.fold for word in self.words.split())
        )

    @property
    def narrow(self) -> bool:
        """Something is left out."""
        return bool(self.level or self.area or self.late or self.hired or self.words)


def chips(request: HttpRequest, filters: Filters, summary: Summary) -> list[Chip]:
    """All, by level, late, hired: links with counts; level is one of several, the others go on and off."""
    clear = {LEVEL: None, AREA: None, LATE: None, HIRED: None, WORDS: None, PAGE: None}
    made = [Chip("Tất cả", address(request, **clear), len(summary.rows), not filters.narrow)]
    for level, (_, enrolled) in summary.levels.items():
        here = filters.level == level
        url = address(request, **{LEVEL: None if here else level, PAGE: None})
        made.append(Chip(Level(level).label, url, enrolled, here))
    late = address(request, **{LATE: None if filters.late else "1", PAGE: None})
    hired = address(request, **{HIRED: None if filters.hired else "1", PAGE: None})
    made.append(Chip("Quá hạn", late, summary.late, filters.late))
    made.append(Chip("Thuê tư vấn", hired, summary.consultant, filters.hired))
    return made
