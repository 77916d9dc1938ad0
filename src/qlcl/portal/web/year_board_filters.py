"""What the address of the year board asks for: year, day, level, area, duty, state, words, order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from qlcl.kernel.text import fold
from qlcl.organisations.enums import COUNTED_LEVELS, Level
from qlcl.portal.queries.year_board import COUNTED, YearColumn, YearRow
from qlcl.ui.forms import read_day
from qlcl.ui.tables import PAGE, SORT, Chip, address

YEAR, DAY, LEVEL, AREA, BOUND, DUTY, STATE, WORDS = (
    "nam", "ngay", "cap", "dia-ban", "bat-buoc", "viec", "tinh-trang", "tim",
)  # fmt: skip
SORTS = {
    "": "Theo cấp, tên",
    "tre": "Quá hạn nhiều trước",
    "ten": "Theo tên",
    "lien-he": "Lâu chưa liên hệ trước",
}
FIRST_YEAR = 2014  # Decision 19/2014 holds since then


def asked_year(request: HttpRequest, today: date) -> int:
    """The year of `?nam=`, from the year of Decision 19/2014 to this one; this one by default."""
    text = request.GET.get(YEAR, "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else today.year
    return min(max(year, min(FIRST_YEAR, today.year)), today.year)


def asked_day(request: HttpRequest, year: int, today: date) -> date:
    """The day of `?ngay=`, today by default; not before the year begins, never in the future."""
    asked = read_day(request.GET.get(DAY)) or today
    return min(max(asked, date(year, 1, 1)), today)


@dataclass(frozen=True, slots=True)
class YearFilters:
    """The filters of one request; `column` is the place of the duty asked for."""

    level: str
    area: int
    bound: bool
    words: str
    duty: str
    column: int | None
    state: str
    sort: str

    @classmethod
    def of(cls, request: HttpRequest, columns: Sequence[YearColumn]) -> "YearFilters":
        """What the address says; what is not known is ignored."""
        get = request.GET.get
        area, duty, state, sort = get(AREA, ""), get(DUTY, ""), get(STATE, ""), get(SORT, "")
        places = {column.code: n for n, column in enumerate(columns)}
        return cls(
            level=get(LEVEL, "") if get(LEVEL, "") in Level.values else "",
            area=int(area) if area.isascii() and area.isdigit() and len(area) < 19 else 0,
            bound=get(BOUND) == "1",
            words=fold(get(WORDS, ""))[:100],
            duty=duty if duty in places else "",
            column=places.get(duty),
            state=state if state in {s.value for s in COUNTED} else "",
            sort=sort if sort in SORTS else "",
        )

    def within(self, rows: Sequence[YearRow]) -> list[YearRow]:
        """The agencies asked for, whatever their duties stand like; the totals are theirs."""
        return [
            row
            for row in rows
            if (not self.level or row.level == self.level)
            and (not self.area or row.area_id == self.area)
            and (not self.bound or row.bound)
            and all(word in row.fold for word in self.words.split())
        ]

    def narrowed(self, rows: Sequence[YearRow]) -> list[YearRow]:
        """Of those, the ones with the duty and the state asked for, in the order asked for."""
        left = [row for row in rows if row.has(self.state, self.column)] if self.duty or self.state else list(rows)
        if self.sort == "tre":
            left.sort(key=lambda row: (-row.overdue, -row.late))
        elif self.sort == "ten":
            left.sort(key=lambda row: row.sort)
        elif self.sort == "lien-he":
            left.sort(key=lambda row: row.contact or date.min)
        return left

    @property
    def narrow(self) -> bool:
        """Something is left out."""
        return bool(self.level or self.area or self.bound or self.words or self.duty or self.state)


#: What goes when all filters are cleared.
CLEAR: dict[str, str | None] = dict.fromkeys((LEVEL, AREA, BOUND, WORDS, DUTY, STATE, PAGE))


def chips(request: HttpRequest, filters: YearFilters, rows: Sequence[YearRow]) -> list[Chip]:
    """All, by level, bound by law, with something overdue: links with counts of agencies."""
    made = [Chip("Tất cả", address(request, **CLEAR), len(rows), not filters.narrow)]
    for level in COUNTED_LEVELS:
        count = sum(1 for row in rows if row.level == level)
        if count:
            made.append(_chip(request, Level(level).label, LEVEL, level.value, count, filters.level == level))
    bound = sum(1 for row in rows if row.bound)
    late = sum(1 for row in rows if row.overdue)
    made.append(_chip(request, "Bắt buộc áp dụng", BOUND, "1", bound, filters.bound))
    made.append(_chip(request, "Có việc quá hạn", STATE, "overdue", late, filters.state == "overdue"))
    return made


def _chip(request: HttpRequest, label: str, name: str, value: str, count: int, here: bool) -> Chip:
    return Chip(label, address(request, **{name: None if here else value, PAGE: None}), count, here)


def areas(rows: Sequence[YearRow]) -> list[tuple[int, str, int]]:
    """The areas (districts, or the province for its own agencies) with their number of agencies."""
    found: dict[int, tuple[str, int]] = {}
    for row in rows:
        found[row.area_id] = (row.area, found.get(row.area_id, ("", 0))[1] + 1)
    return [(id_, name, count) for id_, (name, count) in found.items()]
