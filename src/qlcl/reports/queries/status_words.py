"""The yearly report in sentences, in official Vietnamese."""

from qlcl.reports.queries.counted_words import figure_of, inspections_made, number
from qlcl.reports.queries.figures import ALL, Figure, Report
from qlcl.reports.queries.words import share


def status_sentences(report: Report) -> dict[str, list[str]]:
    """What each part says of its own figures."""
    said = {
        "direction": [_campaigns(report)],
        "training": [_training(report), _untrained(report)],
        "results": [_declared(report), _signed(report), _kept(report), _duties(report), _named(report)],
        "inspection": [inspections_made(report), _inspected(report)],
    }
    return {key: [s for s in sentences if s] for key, sentences in said.items()}


def _of(figure: Figure) -> str:
    """ "72/130 … (đạt 55,38%)" without its noun."""
    return f"{number(figure.value)}/{number(figure.denominator or 0)}"


def _campaigns(report: Report) -> str:
    campaigns = figure_of(report, "campaigns")
    if not campaigns.value:
        return "Trong kỳ không có kế hoạch, chiến dịch chuyển đổi nào đang thực hiện."
    return f"Trong kỳ có {number(campaigns.value)} kế hoạch, chiến dịch chuyển đổi đang thực hiện."


def _training(report: Report) -> str:
    classes, people = figure_of(report, "training_classes"), figure_of(report, "training_attendances")
    if not classes.value:
        return "Trong kỳ chưa ghi nhận lớp đào tạo nào."
    return f"Trong kỳ đã tổ chức {number(classes.value)} lớp đào tạo với {number(people.value)} lượt người tham dự."


def _untrained(report: Report) -> str:
    trained, untrained = figure_of(report, "agencies_trained"), figure_of(report, "agencies_untrained")
    if not trained.denominator:
        return ""
    return (
        f"Có {_of(trained)} cơ quan cử người dự đào tạo (đạt {share(trained.percent)}); "
        f"{number(untrained.value)} cơ quan chưa cử người dự."
    )


def _declared(report: Report) -> str:
    figure = figure_of(report, "declared_in_force")
    if not figure.denominator:
        return f"Đến ngày {report.scope.until:%d/%m/%Y} chưa có HTQLCL nào hoạt động."
    editions = [
        f"{number(f.value)} công bố theo {f.mode}"
        for f in report.figures.values()
        if f.measure == "declared_in_force" and f.level == ALL and f.mode != ALL and f.value
    ]
    rest = f", gồm {', '.join(editions)}" if editions else ""
    return (
        f"Đến ngày {report.scope.until:%d/%m/%Y}, toàn tỉnh có {_of(figure)} HTQLCL có công bố đang có hiệu lực "
        f"(đạt {share(figure.percent)}){rest}."
    )


def _signed(report: Report) -> str:
    signed, ended = figure_of(report, "declarations_signed"), figure_of(report, "declarations_ended")
    first, again = (figure_of(report, "declarations_signed", kind) for kind in ("first", "again"))
    gone = figure_of(report, "declarations_ended", "ended")
    text = (
        f"Trong kỳ có {number(signed.value)} quyết định công bố ({number(first.value)} công bố lần đầu, "
        f"{number(again.value)} công bố lại)"
    )
    if not ended.value:
        return f"{text}; không có công bố nào hết hiệu lực."
    return (
        f"{text}; {number(ended.value)} công bố hết hiệu lực, trong đó {number(gone.value)} công bố không có công bố "
        "thay thế."
    )


def _kept(report: Report) -> str:
    audited, reviewed = figure_of(report, "systems_audited"), figure_of(report, "systems_reviewed")
    if not audited.denominator:
        return ""
    return (
        f"Có {_of(audited)} HTQLCL đã đánh giá nội bộ (đạt {share(audited.percent)}), {_of(reviewed)} HTQLCL đã được "
        f"lãnh đạo xem xét (đạt {share(reviewed.percent)}) trong kỳ."
    )


def _duties(report: Report) -> str:
    due = figure_of(report, "statutory_duties")
    if not due.value:
        return ""
    done, late, missed = (figure_of(report, "statutory_duties", m) for m in ("done", "late", "missed"))
    return (
        f"Trong {number(due.value)} việc do pháp luật quy định đến hạn trong kỳ, {number(done.value)} việc làm đúng "
        f"hạn ({share(done.percent)}), {number(late.value)} việc trễ hạn, {number(missed.value)} việc chưa làm."
    )


def _named(report: Report) -> str:
    if not report.named:
        return ""
    return f"Có {number(len(report.named))} cơ quan còn việc quá hạn phải nêu tên (danh sách kèm theo)."


def _inspected(report: Report) -> str:
    figure, at_office = figure_of(report, "systems_inspected"), figure_of(report, "systems_inspected", "on_site")
    if not figure.denominator:
        return ""
    whole = figure.denominator
    third = -(-whole // 3)
    return (
        f"Trong {number(whole)} cơ quan bắt buộc áp dụng, {number(figure.value)} cơ quan đã được kiểm tra "
        f"(đạt {share(figure.percent)}), trong đó {number(at_office.value)} cơ quan tại trụ sở (mức tối thiểu 1/3 là "
        f"{number(third)} cơ quan)."
    )
