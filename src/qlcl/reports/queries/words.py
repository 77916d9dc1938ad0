"""Sentences written from figures, in official Vietnamese."""

from decimal import Decimal

from qlcl.organisations.enums import Level
from qlcl.reports.queries.figures import ALL, Figure, Report

LEVEL_WORDS = {
    Level.PROVINCE: "cơ quan tỉnh",
    Level.PROVINCE_AGENCY: "cấp tỉnh",
    Level.DISTRICT: "cấp huyện",
    Level.COMMUNE: "cấp xã",
}
METHOD_WORDS = {
    "self": "tự thực hiện",
    "consultant": "thuê tổ chức tư vấn",
    "expert": "thuê chuyên gia tư vấn độc lập",
    "unknown": "chưa ghi rõ cách thực hiện",
}
METHOD_LABELS = {
    "self": "Tự thực hiện",
    "consultant": "Tổ chức tư vấn",
    "expert": "Chuyên gia độc lập",
    "unknown": "Chưa rõ",
}
MODE_WORDS = {"on_site": "kiểm tra tại trụ sở", "by_file": "kiểm tra qua hồ sơ"}


def number(value: int) -> str:
    """A count as officials write it: two digits at least, dots between thousands."""
    return f"{value:02d}" if value < 10 else f"{value:,}".replace(",", ".")


def share(value: Decimal | None) -> str:
    """A percentage with a decimal comma and no idle zeros; "–" without a denominator."""
    if value is None:
        return "–"
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") + "%"


def _list(parts: list[str]) -> str:
    """Parts joined by commas, the last by "và"."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " và " + parts[-1]


def _figures(report: Report, measure: str, period: str, **cut: str) -> list[Figure]:
    """Figures above zero, in the order they were computed."""
    wanted = {"level": ALL, "prepared_by": ALL, "mode": ALL} | cut
    found = []
    for f in report.figures.values():
        if f.measure != measure or f.period != period or not f.value:
            continue
        if all((getattr(f, k) != ALL) if v == "*" else (getattr(f, k) == v) for k, v in wanted.items()):
            found.append(f)
    return found


def transition_sentences(report: Report) -> list[str]:
    """The report in sentences: basis, training, each year's declarations, the whole, inspections."""
    said = [_opening(report), _training(report)]
    said += [s for y in report.years if (s := _declared(report, y))]
    said += [_whole(report), _outside(report), _inspected(report), _not_done(report)]
    return [s for s in said if s]


def _opening(report: Report) -> str:
    if not report.basis:
        return ""
    change = f"từ {report.from_edition_label} sang" if report.from_edition_label else "theo"
    return (
        f"Thực hiện {report.basis}, các cơ quan, tổ chức thuộc hệ thống hành chính nhà nước trên địa bàn tỉnh chuyển "
        f"đổi, xây dựng, áp dụng HTQLCL {change} {report.edition_label}."
    )


def _training(report: Report) -> str:
    classes, people = report.get("training_classes", report.span), report.get("training_attendances", report.span)
    if classes is None or people is None or not classes.value:
        return f"Trong kỳ {report.span} chưa tổ chức lớp tập huấn nào."
    return (
        f"Trong kỳ {report.span} đã tổ chức {number(classes.value)} lớp tập huấn với {number(people.value)} lượt người "
        "tham dự."
    )


def _declared(report: Report, year: str) -> str:
    """One year as the regulation's reports put it: by level with percentages, then by method and level."""
    total = report.get("declared", year)
    if total is None or not total.value:
        return ""
    levels = [
        f"{number(f.value)} đơn vị {LEVEL_WORDS[Level(f.level)]} (đạt {share(f.percent)})"
        for f in _figures(report, "declared", year, level="*")
    ]
    text = (
        f"Năm {year}, toàn tỉnh có {number(total.value)} đơn vị công bố HTQLCL phù hợp {report.edition_label}, "
        f"gồm: {_list(levels)}"
    )
    methods = []
    for f in _figures(report, "declared", year, prepared_by="*"):
        parts = [
            f"{number(p.value)} đơn vị {LEVEL_WORDS[Level(p.level)]}"
            for p in _figures(report, "declared", year, prepared_by=f.prepared_by, level="*")
        ]
        methods.append(f"{number(f.value)} đơn vị {METHOD_WORDS[f.prepared_by]} ({_list(parts)})")
    return f"{text}; trong đó: {'; '.join(methods)}."


def _whole(report: Report) -> str:
    whole = report.get("declared", ALL)
    if whole is None:
        return ""
    if not whole.denominator:
        return f"Đến ngày {report.scope.until:%d/%m/%Y} chưa có đơn vị nào trong kế hoạch chuyển đổi."
    return (
        f"Đến ngày {report.scope.until:%d/%m/%Y}, toàn tỉnh có {number(whole.value)}/{number(whole.denominator)} "
        f"đơn vị đã hoàn thành chuyển đổi, công bố HTQLCL phù hợp {report.edition_label} (đạt {share(whole.percent)} "
        "theo kế hoạch)."
    )


def _outside(report: Report) -> str:
    figure = report.get("declared_outside_plan", ALL)
    if figure is None:
        return ""
    return f"Ngoài kế hoạch, có {number(figure.value)} đơn vị được khuyến khích áp dụng đã công bố."


def _inspected(report: Report) -> str:
    whole = report.get("inspections", report.span)
    if whole is None or not whole.value:
        return f"Trong kỳ {report.span} chưa ghi nhận lượt kiểm tra nào."
    modes = [
        f"{number(f.value)} lượt {MODE_WORDS[f.mode]}" for f in _figures(report, "inspections", report.span, mode="*")
    ]
    return f"Trong kỳ {report.span} đã kiểm tra {number(whole.value)} lượt đơn vị, gồm {_list(modes)}."


def _not_done(report: Report) -> str:
    whole = report.get("declared", ALL)
    if whole is None or not whole.denominator or whole.value >= whole.denominator:
        return ""
    left = whole.denominator - whole.value
    return f"Còn {number(left)} đơn vị chưa công bố (danh sách kèm theo)."
