"""The duties of one agency over the years."""

from datetime import date

from qlcl.organisations.models import Agency, Coverage
from qlcl.portal.queries.year_board import YearColumn, YearRow, columns_of, fill, rules_of

#: How many years are shown at most.
YEARS = 6


def years_of(agency: Agency, day: date, most: int = YEARS) -> tuple[list[YearColumn], list[YearRow]]:
    """The duties of the systems that covered the agency, and one row a year, the latest first; three queries.

    Years in which nothing was owed are left out; a year's row may rest on another system than the next one's.
    """
    coverages = list(Coverage.objects.filter(agency=agency, valid_from__lte=day).select_related("system__holder"))
    rules = rules_of({c.system.province_id for c in coverages})
    years = list(range(day.year, day.year - most, -1))
    columns = columns_of(rules.values(), years)
    rows = []
    for year in years:
        for coverage in coverages:
            if coverage.valid_from.year <= year and (coverage.valid_until is None or coverage.valid_until.year >= year):
                holder = coverage.system.holder
                rows.append((YearRow(coverage.system_id, holder.pk, str(year), level=holder.level), year))
    fill(rows, rules, {column.code: n for n, column in enumerate(columns)}, day)
    kept = [row for row, _ in rows if any(row.cells)]
    for row in kept:
        row.count()
    owed = [n for n in range(len(columns)) if any(row.cells[n] for row in kept)]
    for row in kept:
        row.cells = [row.cells[n] for n in owed]
    return [columns[n] for n in owed], kept
