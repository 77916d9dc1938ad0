"""The tables of the transition report."""

from qlcl.reports.queries.figures import ALL, Report
from qlcl.reports.queries.tables import LEVEL_LABELS, MODE_LABELS, Cell, Table, share_cell, value_cell
from qlcl.reports.queries.words import METHOD_LABELS


def transition_tables(report: Report) -> list[Table]:
    """Every table of the report, in order."""
    return [
        _units(report),
        _declared(report),
        _cumulative(report),
        _training(report),
        _inspections(report),
        _left(report),
    ]


def _levels(report: Report, measure: str) -> list[str]:
    """Levels for which the measure has figures, "all" last."""
    found = dict.fromkeys(f.level for f in report.figures.values() if f.measure == measure and f.level != ALL)
    return [*found, ALL]


def _units(report: Report) -> Table:
    table = Table(
        "units",
        "Cơ quan trong kế hoạch chuyển đổi theo cấp",
        ["Cấp", "Số cơ quan", "Phải áp dụng", "Tỷ lệ (%)"],
        note=f"Cơ quan có hệ thống còn hoạt động ngày {report.scope.until:%d/%m/%Y}; tỷ lệ tính trên số phải áp dụng "
        "(bắt buộc hoặc theo kế hoạch tỉnh).",
        measure="units",
    )
    for level in _levels(report, "units"):
        figure = report.get("units", ALL, level)
        owed = figure.denominator if figure else None
        table.rows.append(
            [
                Cell(LEVEL_LABELS[level]),
                value_cell(figure),
                Cell("–" if owed is None else str(owed), numeric=True),
                share_cell(figure),
            ]
        )
    return table


def _methods(report: Report) -> list[str]:
    """Methods that occur; self and consultant always."""
    found = dict.fromkeys(
        f.prepared_by for f in report.figures.values() if f.measure == "declared" and f.prepared_by != ALL and f.value
    )
    return [m for m in METHOD_LABELS if m in found or m in ("self", "consultant")]


def _declared(report: Report) -> Table:
    methods = _methods(report)
    table = Table(
        "declared",
        "Công bố lần đầu theo năm, cấp và cách thực hiện",
        ["Năm", "Cấp", "Trong kế hoạch", "Đã công bố", "Tỷ lệ (%)", *(METHOD_LABELS[m] for m in methods)],
        note="Mỗi hệ thống tính một lần, ở lần công bố đầu tiên theo phiên bản mới, theo cấp của cơ quan công bố. "
        "Tỷ lệ tính trên số cơ quan trong kế hoạch còn hoạt động vào ngày cuối kỳ.",
        measure="declared",
        chart=(3,),
    )
    for period in [*_declared_periods(report)]:
        for level in _levels(report, "units"):
            figure = report.get("declared", period, level)
            if figure is None or (not figure.value and period not in report.years):
                continue
            table.rows.append(
                [
                    Cell(_period_label(report, period)),
                    Cell(LEVEL_LABELS[level]),
                    Cell(str(figure.denominator or 0), numeric=True),
                    value_cell(figure),
                    share_cell(figure),
                    *(value_cell(report.get("declared", period, level, m)) for m in methods),
                ]
            )
    return table


def _declared_periods(report: Report) -> list[str]:
    has_before = any(f.period == "before" for f in report.figures.values())
    return [*(["before"] if has_before else []), *report.years]


def _period_label(report: Report, period: str) -> str:
    return f"Trước {report.years[0]}" if period == "before" else period


def _cumulative(report: Report) -> Table:
    methods = _methods(report)
    table = Table(
        "cumulative",
        f"Lũy kế đến ngày {report.scope.until:%d/%m/%Y} so với kế hoạch",
        ["Cấp", "Trong kế hoạch", "Đã công bố", "Tỷ lệ (%)", "Còn lại", *(METHOD_LABELS[m] for m in methods)],
        note=f"Tỷ lệ tính trên số cơ quan trong kế hoạch còn hoạt động ngày {report.scope.until:%d/%m/%Y}.",
        measure="declared",
        chart=(1, 2),
    )
    for level in _levels(report, "units"):
        figure = report.get("declared", ALL, level)
        if figure is None:
            continue
        left = (figure.denominator or 0) - figure.value
        table.rows.append(
            [
                Cell(LEVEL_LABELS[level]),
                Cell(str(figure.denominator or 0), numeric=True),
                value_cell(figure),
                share_cell(figure),
                Cell(str(left), numeric=True),
                *(value_cell(report.get("declared", ALL, level, m)) for m in methods),
            ]
        )
    return table


def _year_rows(report: Report) -> list[str]:
    return report.years if report.span in report.years else [*report.years, report.span]


def _training(report: Report) -> Table:
    levels = _levels(report, "training_attendances")
    table = Table(
        "training",
        "Lớp tập huấn và lượt người tham dự",
        ["Kỳ", "Số lớp", *(f"Lượt người {LEVEL_LABELS[lv].lower()}" for lv in levels if lv != ALL), "Tổng lượt người"],
        measure="training_attendances",
        chart=(1,),
    )
    for period in _year_rows(report):
        people = [value_cell(report.get("training_attendances", period, level)) for level in levels]
        table.rows.append([Cell(period), value_cell(report.get("training_classes", period)), *people])
    return table


def _inspections(report: Report) -> Table:
    levels = _levels(report, "inspections")
    table = Table(
        "inspections",
        "Lượt kiểm tra theo năm, hình thức và cấp",
        ["Kỳ", "Hình thức", *(LEVEL_LABELS[lv] for lv in levels)],
        measure="inspections",
        chart=(len(levels) + 1,),
    )
    for period in _year_rows(report):
        for mode in (*MODE_LABELS, ALL)[1:]:
            cells = [value_cell(report.get("inspections", period, level, mode=mode)) for level in levels]
            table.rows.append([Cell(period), Cell(MODE_LABELS[mode]), *cells])
    return table


def _left(report: Report) -> Table:
    table = Table("not_done", "Cơ quan chưa công bố", ["TT", "Mã", "Cơ quan", "Cấp"])
    table.rows = [
        [Cell(str(n)), Cell(code), Cell(name), Cell(LEVEL_LABELS[level])]
        for n, (code, name, level) in enumerate(report.not_done, start=1)
    ]
    table.note = "" if table.rows else "Không còn cơ quan nào trong kế hoạch chưa công bố."
    return table
