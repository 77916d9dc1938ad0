"""The ten figures of a province's leader, each with its denominator, its day, its trend and its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import Unseen
from qlcl.kernel.measures import Measure, Scope, percent
from qlcl.kernel.trends import Asked, trends
from qlcl.standards.models import Edition

QUARTERS, YEARS = 8, 3


@dataclass(frozen=True, slots=True)
class Ask:
    """One of the figures: a measure `of` another, by quarters (how things stand) or years (what was done).

    `newest` narrows it to the newest edition; `fewer` tells that less is better; `least` is the part that a law
    asks for at least, as its denominator.
    """

    code: str
    label: str
    measure: str
    of: str
    by_year: bool = False
    newest: bool = False
    fewer: bool = False
    least: int = 0
    basis: str = ""


#: The order of the page; one whose measure no room has registered is left out.
FIGURES: Sequence[Ask] = (
    Ask("cong-bo", "HTQLCL có công bố đang có hiệu lực", "declared_in_force", "systems"),
    Ask("phien-ban", "Công bố theo phiên bản mới nhất", "declared_in_force", "declared_in_force", newest=True),
    Ask("dung-han", "Việc do pháp luật quy định làm đúng hạn", "statutory_on_time", "statutory_decided", by_year=True),
    Ask("qua-han", "Việc do pháp luật quy định đang quá hạn", "statutory_overdue", "statutory_open", fewer=True),
    Ask(
        "kiem-tra",
        "Cơ quan bắt buộc áp dụng được kiểm tra tại trụ sở",
        "systems_on_site",
        "systems_mandatory",
        by_year=True,
        least=3,
        basis="Thông tư 26/2014/TT-BKHCN, Điều 33",
    ),
    Ask("danh-gia", "HTQLCL đã đánh giá nội bộ", "systems_audited", "systems", by_year=True),
    Ask("xem-xet", "HTQLCL đã được lãnh đạo xem xét", "systems_reviewed", "systems", by_year=True),
    Ask("dao-tao", "Cơ quan có người dự đào tạo", "agencies_trained", "agencies", by_year=True),
    Ask("khuyet-vi-tri", "Vị trí chưa có người", "posts_vacant", "posts", fewer=True),
    Ask("bao-len-tinh", "HTQLCL có việc quá hạn phải báo lên tỉnh", "systems_escalated", "systems", True, fewer=True),
)


@dataclass(frozen=True, slots=True)
class Point:
    """The figure on one day."""

    label: str
    day: date
    value: int
    denominator: int

    @property
    def share(self) -> Decimal | None:
        """Percent of the denominator; None without one."""
        return percent(self.value, self.denominator)


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure of the page: the last point is the figure itself, those before it are its trend."""

    ask: Ask
    label: str
    points: Sequence[Point] = field(default_factory=list)

    @property
    def now(self) -> Point:
        """The figure on the day itself."""
        return self.points[-1]

    @property
    def least(self) -> int | None:
        """How many a law asks for at least."""
        return -(-self.now.denominator // self.ask.least) if self.ask.least else None

    @property
    def short(self) -> bool:
        """Whether it falls short of what a law asks for, or of nothing being overdue."""
        if self.least is not None:
            return self.now.value < self.least
        return self.ask.fewer and self.now.value > 0


def quarter_days(day: date) -> list[tuple[str, date]]:
    """The last days of the quarters before, and the day itself."""
    found = [(f"{day:%d/%m/%Y}", day)]
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    while len(found) < QUARTERS:
        last = first - timedelta(days=1)
        found.append((f"Quý {(last.month - 1) // 3 + 1}/{last.year}", last))
        first = date(last.year, 3 * ((last.month - 1) // 3) + 1, 1)
    return found[::-1]


def year_days(day: date) -> list[tuple[str, date]]:
    """The last days of the years before, and the day itself."""
    before = [(f"Năm {y}", date(y, 12, 31)) for y in range(day.year - YEARS + 1, day.year)]
    return [*before, (f"Năm {day.year}", day)]


def figures_for(
    actor: Actor, province_ids: frozenset[int], day: date, newest: Edition | None
) -> tuple[list[Trend], bool]:
    """The figures with their trends, and whether agencies or declarations behind them are made up; one query."""
    known = [ask for ask in FIGURES if {ask.measure, ask.of} <= set(catalogue.measures())]
    days = {False: quarter_days(day), True: year_days(day)}
    scopes = {by: [_scope(actor, province_ids, end) for _, end in ends] for by, ends in days.items()}
    wanted = dict.fromkeys(part for ask in known for part in (_key(ask), (ask.of, ask.by_year, False)))
    asked = [
        Asked(_measure(name), scopes[by_year], Q(edition=newest) if only else None) for name, by_year, only in wanted
    ]
    now = scopes[False][-1:]
    asked += [Asked(m, now, Q(**{m.illustration: True})) for m in (_measure("systems"), _measure("declared_in_force"))]
    found = trends(asked)
    counted = dict(zip(wanted, found, strict=False))
    made_up = any(count for counts in found[len(wanted) :] for count in counts)
    return [
        Trend(
            ask,
            f"{ask.label} ({newest.label})" if ask.newest and newest else ask.label,
            [
                Point(label, end, value, of)
                for (label, end), value, of in zip(
                    days[ask.by_year], counted[_key(ask)], counted[ask.of, ask.by_year, False], strict=True
                )
            ],
        )
        for ask in known
    ], made_up


def rows_behind(
    actor: Actor, province_ids: frozenset[int], code: str, day: date, newest: Edition | None
) -> tuple[Ask, Measure, QuerySet[Any]]:
    """What a figure counts on a day, as rows; raises `Unseen` for an unknown figure."""
    ask = next((a for a in FIGURES if a.code == code and a.measure in catalogue.measures()), None)
    if ask is None:
        raise Unseen("Không có số liệu này.")
    measure = _measure(ask.measure)
    rows = measure.rows(_scope(actor, province_ids, day))
    return ask, measure, (rows.filter(edition=newest) if ask.newest else rows).order_by(*measure.order)


def _key(ask: Ask) -> tuple[str, bool, bool]:
    return (ask.measure, ask.by_year, ask.newest)


def _measure(name: str) -> Measure:
    found: Measure = catalogue.measure(name)
    return found


def _scope(actor: Actor, province_ids: frozenset[int], day: date) -> Scope:
    """The year of the day, until the day."""
    return Scope(actor, province_ids, date(day.year, 1, 1), day)
