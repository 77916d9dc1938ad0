"""The questions of a checklist as HTML, written in one go: sixty of them cost a template more than the whole page may.

A question shows last time's findings, answers that differ, the answer, or its fields, findings and evidence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from qlcl.assessments.models import ChecklistItem, Finding, ItemEvidence, Step
from qlcl.assessments.queries import LastTime
from qlcl.ui.cells import chip_html
from qlcl.ui.writing import moment


@dataclass(slots=True)
class Line:
    """One question as the page shows it."""

    item: ChecklistItem
    fingerprint: str
    versions: list[dict[str, Any]]
    last: list[LastTime]
    findings: list[Finding]
    proofs: list[ItemEvidence]
    failing: bool
    label: str
    tone: str


class Writer:
    """Writes the questions of one checklist; `answers`: with the fields to answer them."""

    def __init__(self, checklist_id: int, steps: Sequence[Step], *, answers: bool) -> None:
        self.steps = [(step.code, escape(step.code), escape(step.tone), escape(step.label)) for step in steps]
        self.answers = answers
        self._item_url = reverse("assessments:item", args=[checklist_id, 0]).removesuffix("0/")

    def html(self, lines: Iterable[Line]) -> SafeString:
        """The questions, one below the other."""
        return mark_safe("".join(map(self._line, lines)))

    def _line(self, line: Line) -> str:
        item = line.item
        key, code = item.pk, escape(item.code)
        help_text = f'<p class="small muted">{escape(item.help)}</p>' if item.help else ""
        return (
            f'<section class="question{"" if item.is_done else " question-open"}" id="c{key}"'
            f' aria-labelledby="q{key}">\n<div class="question-head"><h3 id="q{key}">'
            f'<span class="question-code">{code}</span> {escape(item.text)}</h3>{help_text}</div>\n'
            f"{_last(line)}\n{self._versions(line)}\n{self._fields(line) if self.answers else _answer(line)}\n"
            f"{_findings(line.findings)}\n{self._foot(line)}\n</section>\n"
        )

    def _versions(self, line: Line) -> str:
        if not line.versions:
            return ""
        rows = []
        for v in line.versions:
            said = "".join(f": {escape(v[name])}" for name in ("note", "skip_reason") if v[name])
            which = f'name="chon" value="{line.item.pk}:{escape(v["op"])}"'
            button = f' <button class="button" {which}>Giữ câu này</button>' if self.answers else ""
            by = f'<span class="small muted">{escape(v["by"])}</span>'
            rows.append(f"<li><span><b>{escape(v['label'])}</b>{said} {by}</span>{button}</li>")
        label = f"Các câu trả lời khác nhau của câu {escape(line.item.code)}"
        return (
            f'<div class="versions" role="group" aria-label="{label}"><p><b>Câu trả lời khác nhau, cần chọn một:</b>'
            f'</p><ul class="plain">{"".join(rows)}</ul></div>'
        )

    def _fields(self, line: Line) -> str:
        item, key = line.item, line.item.pk
        radios = "".join(
            f'<label class="scale-{tone}"><input type="radio" name="tl-{key}" value="{value}"'
            f"{' checked' if item.answer == step else ''}> {label}</label>"
            for step, value, tone, label in self.steps
        )
        none = "" if item.answer else " checked"
        return (
            f'<input type="hidden" name="rev-{key}" value="{item.revision}">'
            f'<input type="hidden" name="cu-{key}" value="{line.fingerprint}">\n'
            f'<fieldset class="scale"><legend class="sr">Trả lời câu {escape(item.code)}</legend>{radios}'
            f'<label><input type="radio" name="tl-{key}" value=""{none}> Chưa xem</label></fieldset>\n'
            f'<div class="question-words"><label>Nhận xét <textarea name="gc-{key}" rows="1" maxlength="4000">'
            f"{escape(item.note)}</textarea></label><label>Lý do, nếu không xem "
            f'<input name="ld-{key}" value="{escape(item.skip_reason)}" maxlength="500"></label></div>'
        )

    def _foot(self, line: Line) -> str:
        item = line.item
        button = f'<button class="button" name="chi" value="{item.pk}">Ghi câu {escape(item.code)}</button>'
        by = f'<span class="muted">{escape(item.answered_by)}, {moment(item.answered_at)}</span>'
        return (
            f'<p class="question-foot small">{button if self.answers else ""}<a href="{self._item_url}{item.pk}/">'
            f"Minh chứng ({len(line.proofs)}), phát hiện ({len(line.findings)})</a>{by if item.answered_by else ''}</p>"
        )


def _broken(text: str) -> str:
    return escape(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "<br>")


def _cure(nonconformity_id: int) -> str:
    return reverse("corrective:nonconformity", args=[nonconformity_id])


def _last(line: Line) -> str:
    if not line.item.last_finding:
        return ""
    now = "".join(
        f'<br><a href="{_cure(last.nonconformity_id)}">Nay: {escape(last.state.lower())}</a>'
        for last in line.last
        if last.nonconformity_id
    )
    return f'<div class="last-time"><b>Lần trước</b> {_broken(line.item.last_finding)}{now}</div>'


def _answer(line: Line) -> str:
    item = line.item
    if line.label:
        said: str = chip_html(line.tone, line.label)
    elif item.skip_reason:
        said = f"{chip_html('none', 'Không xem')} {escape(item.skip_reason)}"
    else:
        said = '<span class="muted">Chưa trả lời</span>'
    return f"<p>{said}</p>" + (f"<p>{_broken(item.note)}</p>" if item.note else "")


def _findings(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    rows = []
    for finding in findings:
        known = finding.nonconformity_id
        link = f' <a href="{_cure(known)}">Xem khắc phục</a>' if known else ""
        said = f"<b>{finding.get_severity_display()}</b>: {escape(finding.statement)}{link}"
        rows.append(f"<li>{said}</li>")
    return f'<ul class="plain small">{"".join(rows)}</ul>'
