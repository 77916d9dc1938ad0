"""Names what follows an inspection: the corrective report, the answer to it, the board's letters, the figures."""

from qlcl.kernel import catalogue

MEASURES = {
    "corrective_reports": "REPORTS",
    "inspection_findings": "FINDINGS",
    "findings_open": "STILL_OPEN",
    "findings_repeated": "REPEATED",
    "findings_by_severity": "BY_SEVERITY",
    "findings_by_clause": "BY_CLAUSE",
    "findings_by_article": "BY_ARTICLE",
}


def register() -> None:
    """Puts all of it into the catalogue."""
    catalogue.register(*_acts(), *_papers_and_terms())
    for name, measure in MEASURES.items():
        catalogue.register_measure(name, f"qlcl.inspections.follow_measures.{measure}")


def _acts() -> list[catalogue.Act | catalogue.Kind]:
    return [
        catalogue.Kind("corrective_report", "Báo cáo khắc phục", "inspections.CorrectiveReport"),
        catalogue.Act("inspections.corrective_report", "Báo cáo khắc phục sau kiểm tra", form="inspections:report"),
        catalogue.Act("inspections.draft_report", "Soạn báo cáo khắc phục"),
        catalogue.Act("inspections.answer_report", "Gửi báo cáo khắc phục"),
        catalogue.Act("inspections.judge_report", "Xem báo cáo khắc phục"),
        catalogue.Act("inspections.accept_report", "Chấp nhận báo cáo khắc phục"),
        catalogue.Act("inspections.refuse_report", "Chưa chấp nhận báo cáo khắc phục"),
        catalogue.Act("inspections.number_refusal", "Ghi số văn bản chưa chấp nhận"),
        catalogue.Act("inspections.draft_follow_up", "Soạn công văn đôn đốc khắc phục"),
        catalogue.Kind(
            "follow_up_letter",
            "Dự thảo công văn đôn đốc khắc phục",
            "inspections.FollowUpLetter",
            "inspections:follow_letter",
        ),
    ]


def _papers_and_terms() -> list[catalogue.PaperKind | catalogue.Parameter]:
    return [
        catalogue.PaperKind(
            "inspections.corrective_report",
            "Báo cáo khắc phục sau kiểm tra",
            "papers/inspections.corrective_report.txt",
            "qlcl.inspections.follow_papers.sample_report",
        ),
        catalogue.PaperKind(
            "inspections.refusal_letter",
            "Văn bản chưa chấp nhận báo cáo khắc phục",
            "papers/inspections.refusal_letter.txt",
            "qlcl.inspections.follow_papers.sample_refusal",
        ),
        catalogue.PaperKind(
            "inspections.follow_up_letter",
            "Công văn đôn đốc khắc phục sau kiểm tra",
            "papers/inspections.follow_up_letter.txt",
            "qlcl.inspections.follow_papers.sample_letter",
        ),
        catalogue.Parameter(
            "inspections.report_again_days",
            "Hạn báo cáo lại khi chưa chấp nhận báo cáo khắc phục",
            default="30",
            unit="ngày",
            group="Kiểm tra",
            low=5,
            high=180,
        ),
        catalogue.Parameter(
            "inspections.reminder_days",
            "Hạn hoàn thành ghi trong công văn đôn đốc khắc phục",
            default="15",
            unit="ngày",
            group="Kiểm tra",
            low=3,
            high=90,
        ),
    ]
