"""The synthesis of a year's inspections in sentences, in official Vietnamese."""

from qlcl.reports.queries.counted_words import figure_of, inspections_made, number
from qlcl.reports.queries.figures import ALL, Report
from qlcl.reports.queries.words import share

NAMED_ARTICLES = 3


def inspection_sentences(report: Report) -> dict[str, list[str]]:
    """What each part says of its own figures."""
    said = {
        "plan": [_plan(report), _third(report)],
        "made": [inspections_made(report), _found(report)],
        "files": [_files(report)],
        "reports": [_reports(report)],
        "findings": [_articles(report), _open(report)],
    }
    return {key: [s for s in sentences if s] for key, sentences in said.items()}


def _plan(report: Report) -> str:
    planned, done = figure_of(report, "plan_lines"), figure_of(report, "plan_lines_done")
    if not planned.value:
        return "Trong kỳ không có kế hoạch kiểm tra được phê duyệt."
    visits = figure_of(report, "plan_lines", "on_site")
    return (
        f"Kế hoạch được phê duyệt có {number(planned.value)} cơ quan, trong đó {number(visits.value)} cơ quan kiểm "
        f"tra tại trụ sở; đã kiểm tra {number(done.value)}/{number(planned.value)} cơ quan (đạt {share(done.percent)})."
    )


def _third(report: Report) -> str:
    """Circular 26/2014, art. 33.2: all at least by file, a third of them on site."""
    inspected, visited = figure_of(report, "systems_inspected"), figure_of(report, "systems_inspected", "on_site")
    if not inspected.denominator:
        return ""
    whole = inspected.denominator
    needed = -(-whole // 3)
    every = "đủ" if inspected.value >= whole else f"còn {number(whole - inspected.value)} cơ quan chưa kiểm tra"
    third = "đạt" if visited.value >= needed else "chưa đạt"
    return (
        f"Trong {number(whole)} cơ quan bắt buộc áp dụng, {number(inspected.value)} cơ quan đã được kiểm tra "
        f"({every}); "
        f"{number(visited.value)} cơ quan được kiểm tra tại trụ sở, {third} mức tối thiểu một phần ba "
        f"({number(needed)} cơ quan) theo Điều 33 Thông tư số 26/2014/TT-BKHCN."
    )


def _found(report: Report) -> str:
    found = figure_of(report, "inspection_findings")
    if not found.value:
        return "Không ghi nhận điểm không phù hợp nào."
    verified, fixed, still = (figure_of(report, "inspection_findings", m) for m in ("verified", "fixed", "open"))
    return (
        f"Phát hiện {number(found.value)} điểm không phù hợp: {number(verified.value)} điểm đã khắc phục và được xác "
        f"nhận ({share(verified.percent)}), {number(fixed.value)} điểm đã khắc phục chờ xác nhận, "
        f"{number(still.value)} điểm chưa khắc phục."
    )


def _files(report: Report) -> str:
    due = figure_of(report, "files_due")
    if not due.value:
        return "Trong kỳ không có hồ sơ kiểm tra nào đến hạn gửi."
    on_time, late, missing, complete = (
        figure_of(report, name) for name in ("files_on_time", "files_late", "files_missing", "files_complete")
    )
    return (
        f"Trong {number(due.value)} hồ sơ đến hạn, {number(on_time.value)} hồ sơ gửi đúng hạn "
        f"({share(on_time.percent)}), {number(late.value)} hồ sơ gửi chậm, {number(missing.value)} hồ sơ chưa gửi; "
        f"{number(complete.value)} hồ sơ đủ ngay lần gửi đầu ({share(complete.percent)})."
    )


def _reports(report: Report) -> str:
    owed = figure_of(report, "corrective_reports")
    if not owed.value:
        return "Không có cuộc kiểm tra nào phải có báo cáo khắc phục."
    on_time, late, missing, refused, awaited = (
        figure_of(report, "corrective_reports", m) for m in ("on_time", "late", "missing", "refused", "awaited")
    )
    waiting = f", {number(awaited.value)} báo cáo chưa đến hạn" if awaited.value else ""
    return (
        f"Trong {number(owed.value)} cuộc kiểm tra phải có báo cáo khắc phục, {number(on_time.value)} báo cáo gửi đúng "
        f"hạn, {number(late.value)} báo cáo gửi trễ, {number(missing.value)} báo cáo quá hạn chưa gửi, "
        f"{number(refused.value)} báo cáo chưa được chấp nhận{waiting}."
    )


def _articles(report: Report) -> str:
    """The items of art. 36 of which most was found."""
    found = [
        f
        for f in report.figures.values()
        if f.measure == "findings_by_article" and f.level == ALL and f.mode not in (ALL, "none") and f.value
    ]
    if not found:
        return ""
    most = sorted(found, key=lambda f: (-f.value, f.mode))[:NAMED_ARTICLES]
    named = ", ".join(f"nội dung {f.mode} ({number(f.value)} điểm)" for f in most)
    repeated = figure_of(report, "findings_repeated")
    again = f" {number(repeated.value)} điểm lặp lại của lần kiểm tra trước." if repeated.value else ""
    return f"Tồn tại tập trung ở {named} của Điều 36.{again}"


def _open(report: Report) -> str:
    still = figure_of(report, "findings_open")
    if not still.value:
        return ""
    return f"Tính cả các năm trước, còn {number(still.value)} điểm chưa khép đến ngày {report.scope.until:%d/%m/%Y}."
