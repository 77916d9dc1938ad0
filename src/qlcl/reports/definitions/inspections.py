"""The synthesis of a year's inspections for the People's Committee (Circular 26/2014, art. 38: each November)."""

from qlcl.corrective.enums import ARTICLES, Severity
from qlcl.inspections.enums import Mode
from qlcl.inspections.follow_measures import ENDINGS, STANDINGS
from qlcl.reports.definition import ReportDefinition
from qlcl.reports.enums import ReportKind, SectionKey
from qlcl.reports.queries.counted import counted_lines, counted_report, headline_of, paper_of, tables_of
from qlcl.reports.queries.counting import Count, CountedPart
from qlcl.reports.queries.inspection_lines import BY_AGENCY
from qlcl.reports.queries.inspection_words import inspection_sentences

_MODES = {str(m.value): str(m.label) for m in Mode}
_SEVERITIES = {str(s.value): str(s.label) for s in Severity}
_ITEMS = {code: f"{code}. {words}" for code, words in ARTICLES.items()}

PARTS = (
    CountedPart(
        "plan",
        "Thực hiện kế hoạch kiểm tra",
        (
            Count("plan_lines", across="mode", values=_MODES),
            Count("plan_lines_done", of="plan_lines"),
            Count("systems_inspected", across="mode", values=_MODES, of="systems_mandatory"),
            Count("systems_uninspected", of="systems_mandatory"),
        ),
        (SectionKey.DIRECTION,),
        note="Mỗi năm kiểm tra tất cả cơ quan bắt buộc áp dụng, ít nhất 1/3 tại trụ sở (Thông tư 26/2014, Điều 33).",
    ),
    CountedPart(
        "made",
        "Kết quả kiểm tra",
        (
            Count("inspections", across="mode", values=_MODES),
            Count("inspection_findings", across="standing", values=STANDINGS),
            Count("findings_by_severity", across="severity", values=_SEVERITIES),
        ),
        (SectionKey.RESULTS,),
    ),
    CountedPart(
        "files",
        "Hồ sơ kiểm tra, đúng hạn và đầy đủ",
        (
            Count("files_due"),
            *(
                Count(f"files_{name}", of="files_due")
                for name in ("on_time", "late", "missing", "complete", "incomplete", "returned")
            ),
        ),
    ),
    CountedPart(
        "reports",
        "Báo cáo khắc phục",
        (Count("corrective_reports", across="ending", values=ENDINGS),),
        note="Báo cáo khắc phục gửi trong hai tháng kể từ ngày ký biên bản (Thông tư 26/2014, Điều 37).",
    ),
    CountedPart(
        "findings",
        "Tồn tại theo nội dung và điều khoản",
        (
            Count("findings_by_article", across="article", values=_ITEMS),
            Count("findings_by_clause", across="clause"),
            Count("findings_repeated", of="inspection_findings"),
            Count("findings_open"),
        ),
        (SectionKey.SHORTCOMINGS, SectionKey.CAUSES),
    ),
    CountedPart("proposals", "Kiến nghị", sections=(SectionKey.PROPOSALS,)),
)

TITLE = "Tổng hợp kết quả kiểm tra việc xây dựng, áp dụng hệ thống quản lý chất lượng {period}"

INSPECTIONS = ReportDefinition(
    code=ReportKind.INSPECTIONS,
    slug="kiem-tra",
    label="Báo cáo tổng hợp kiểm tra",
    by_year=True,
    build=counted_report(ReportKind.INSPECTIONS, TITLE, PARTS, inspection_sentences, BY_AGENCY, names=False),
    lines=counted_lines(ReportKind.INSPECTIONS, TITLE, BY_AGENCY),
    tables=tables_of(PARTS),
    headline=headline_of("systems_inspected", "inspection_findings", "corrective_reports", "findings_open"),
    sections=[key for part in PARTS for key in part.sections],
    paper=paper_of("reports.inspections", PARTS),
)
