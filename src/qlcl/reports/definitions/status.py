"""The yearly report on building and applying quality systems (Decision 19/2014, art. 12.6 and Appendix II).

The text of the appendix is not at hand: parts and columns are a reconstruction. Its paper is a template that an
administrator can edit; it says that it has to be compared with the original appendix.
"""

from qlcl.conformity.enums import DeclarationKind
from qlcl.conformity.measures import FATES
from qlcl.duties.measures import ENDINGS
from qlcl.inspections.enums import Mode
from qlcl.reports.definition import ReportDefinition
from qlcl.reports.enums import ReportKind, SectionKey
from qlcl.reports.queries.counted import counted_lines, counted_report, headline_of, paper_of, tables_of
from qlcl.reports.queries.counting import Count, CountedPart
from qlcl.reports.queries.status_words import status_sentences

_MODES = {str(m.value): str(m.label) for m in Mode}
_ENDINGS = {code: label for code, label in ENDINGS.items() if code in ("done", "late", "missed")}

PARTS = (
    CountedPart(
        "direction",
        "Chỉ đạo, kế hoạch",
        (Count("campaigns", by_level=False), Count("inspection_plans", by_level=False)),
        (SectionKey.DIRECTION,),
    ),
    CountedPart(
        "training",
        "Tuyên truyền, đào tạo",
        (
            Count("training_classes", by_level=False),
            Count("training_attendances"),
            Count("agencies_trained", of="agencies"),
            Count("agencies_untrained", of="agencies"),
            Count("auditor_certificates"),
        ),
    ),
    CountedPart(
        "results",
        "Kết quả xây dựng, áp dụng, công bố",
        (
            Count("systems"),
            Count("systems_mandatory", of="systems"),
            Count("declared_in_force", across="edition", of="systems"),
            Count("declarations_signed", across="kind", values={str(k.value): str(k.label) for k in DeclarationKind}),
            Count("declarations_ended", across="fate", values=FATES),
            Count("systems_audited", of="systems"),
            Count("systems_reviewed", of="systems"),
            Count("internal_audits_due", across="ending", values=_ENDINGS),
            Count("management_reviews_due", across="ending", values=_ENDINGS),
            Count("statutory_duties", across="ending", values=_ENDINGS),
            Count("systems_behind", of="systems"),
        ),
    ),
    CountedPart(
        "inspection",
        "Kiểm tra",
        (
            Count("inspections", across="mode", values=_MODES),
            Count("systems_inspected", across="mode", values=_MODES, of="systems_mandatory"),
            Count("systems_uninspected", of="systems_mandatory"),
            Count("findings_open"),
        ),
        note="Mỗi năm kiểm tra tất cả cơ quan bắt buộc áp dụng, ít nhất 1/3 tại trụ sở (Thông tư 26/2014, Điều 33).",
    ),
    CountedPart("funding", "Kinh phí", sections=(SectionKey.FUNDING,)),
    CountedPart("assessment", "Đánh giá, khó khăn", sections=(SectionKey.DIFFICULTIES,)),
    CountedPart("proposals", "Kiến nghị", sections=(SectionKey.PROPOSALS,)),
)

TITLE = "Tình hình xây dựng, áp dụng hệ thống quản lý chất lượng theo TCVN ISO 9001 {period}"

STATUS = ReportDefinition(
    code=ReportKind.STATUS,
    slug="tinh-hinh",
    label="Báo cáo tình hình xây dựng, áp dụng HTQLCL",
    by_year=True,
    build=counted_report(ReportKind.STATUS, TITLE, PARTS, status_sentences),
    lines=counted_lines(ReportKind.STATUS, TITLE),
    tables=tables_of(PARTS),
    headline=headline_of("declared_in_force", "systems_audited", "systems_reviewed", "systems_inspected"),
    sections=[key for part in PARTS for key in part.sections],
    paper=paper_of("reports.status", PARTS),
    note="Các mục dựng lại theo Phụ lục II Quyết định 19/2014/QĐ-TTg: đối chiếu với phụ lục gốc trước khi gửi.",
)
