"""Makes a report of counted parts: from measures by level alone, with what is written by hand, by a paper template."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from qlcl.kernel import catalogue
from qlcl.kernel.actors import Actor
from qlcl.kernel.errors import DomainError
from qlcl.kernel.measures import Scope
from qlcl.organisations.queries import oversight_ids, province_by_code
from qlcl.papers.layout.paper import Paper, roman
from qlcl.papers.operations.render import render_paper
from qlcl.reports.enums import SectionKey
from qlcl.reports.queries.agencies import BY_AGENCY, named_agencies, named_of, named_table
from qlcl.reports.queries.by_agency import ByAgency, agencies_table
from qlcl.reports.queries.counting import CountedPart, count, tables
from qlcl.reports.queries.figures import Figure, Part, Report, spans
from qlcl.reports.queries.paper import ILLUSTRATION, department, place, shown, superior
from qlcl.reports.queries.sections import plain, written_sections
from qlcl.reports.queries.tables import Table

Sentences = Callable[[Report], Mapping[str, Sequence[str]]]


def counted_report(
    kind: str,
    title: str,
    parts: Sequence[CountedPart],
    sentences: Sentences,
    told: ByAgency = BY_AGENCY,
    names: bool = True,
) -> Callable[..., Report]:
    """A function that computes the report; `title` holds {period}, `sentences` gives each part's words.

    `told` is what it says of each agency; with `names`, it names those that owe what a law demands.
    """

    def build(
        *,
        actor: Actor,
        province_code: str,
        until: date,
        since: date | None = None,
        campaign_code: str = "",
        by_agency: bool = True,
    ) -> Report:
        report = _begun(kind, title, actor, province_code, since or date(until.year, 1, 1), until)
        count(report, parts)
        if by_agency:
            _tell(report, told)
        if names:
            known = report.lines is not None and told is BY_AGENCY
            report.named = named_of(report.lines or []) if known else named_agencies(report.scope)
        keys = [SectionKey(key) for part in parts for key in part.sections]
        report.sections = written_sections(kind, report.province_id, report.section_day or until, keys)
        said = sentences(report)
        report.parts = [
            Part(roman(n), p.title, p.key, tuple(said.get(p.key, ())), tuple(p.sections))
            for n, p in enumerate(parts, start=1)
        ]
        report.sentences = [sentence for part in report.parts for sentence in part.sentences]
        return report

    return build


def _tell(report: Report, told: ByAgency) -> None:
    """Fills in the lines of the agencies, and which of them are not done."""
    report.by_agency, report.lines = told, told.lines(report.scope)
    report.not_done = [(line.code, line.name, line.level) for line in report.lines if told.undone(line)]
    report.illustration |= any(line.illustration for line in report.lines)


def counted_lines(kind: str, title: str, told: ByAgency = BY_AGENCY) -> Callable[..., Report]:
    """A function that computes the lines of the agencies alone, for a page that shows nothing else."""

    def build(*, actor: Actor, province_code: str, until: date, since: date | None = None) -> Report:
        report = _begun(kind, title, actor, province_code, since or date(until.year, 1, 1), until)
        _tell(report, told)
        return report

    return build


def _begun(kind: str, title: str, actor: Actor, province_code: str, since: date, until: date) -> Report:
    """The report without its figures. Raises `Unseen`, and `DomainError` for days in the wrong order."""
    province = province_by_code(actor, province_code)
    if since > until:
        raise DomainError("empty_span", "Ngày đầu kỳ phải trước hoặc trùng ngày cuối kỳ.", field="since")
    scope = Scope(actor, oversight_ids([province.pk], until), since, until)
    report = Report(kind, province.code, province.name, scope, title.format(period=_period(since, until)))
    report.province_id = province.pk
    report.years, report.span = spans(since, until)
    report.section_day = date(until.year, 12, 31)
    return report


def _period(since: date, until: date) -> str:
    """A whole year by its number, anything else by its days."""
    if (since.month, since.day, until.month, until.day, since.year) == (1, 1, 12, 31, until.year):
        return f"năm {until.year}"
    return f"từ ngày {since:%d/%m/%Y} đến ngày {until:%d/%m/%Y}"


def tables_of(parts: Sequence[CountedPart]) -> Callable[[Report], list[Table]]:
    """A function that lays the parts out."""
    return lambda report: tables(report, parts)


def headline_of(*names: str) -> Callable[[Report], list[tuple[str, Figure]]]:
    """A function that picks the wholes of these measures for the top of the page, as far as they are counted."""

    def pick(report: Report) -> list[tuple[str, Figure]]:
        found = ((name, report.get(name, report.span)) for name in names)
        return [(_label(name), figure) for name, figure in found if figure is not None]

    return pick


def _label(name: str) -> str:
    label = str(catalogue.measure(name).label)
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def paper_of(template: str, parts: Sequence[CountedPart]) -> Callable[[Report], Paper]:
    """A function that lays the report out by the paper template in use."""
    return lambda report: render_paper(template, paper_context(report, tables(report, parts)))


def paper_context(report: Report, laid: Sequence[Table]) -> dict[str, Any]:
    """What the template is given: the parts with their sentences, tables and written paragraphs, the agencies."""
    by_key = {table.key: table for table in laid}
    written = {key: (title, plain(text).splitlines()) for key, title, text in report.sections}
    parts = []
    for part in report.parts:
        table = by_key.get(part.key)
        texts = [written[key] for key in part.sections if key in written]
        parts.append(
            {
                "numeral": part.numeral,
                "title": part.title,
                "sentences": list(part.sentences),
                "headers": table.headers if table else [],
                "rows": _rows(table) if table else [],
                "note": table.note if table else "",
                "texts": [line for _, lines in texts for line in lines if line.strip()],
                "to_write": [title for title, lines in texts if not any(line.strip() for line in lines)],
            }
        )
    return {
        "superior_name": superior(report),
        "department": department(report),
        "place": place(report),
        "province_name": report.province_name,
        "title": report.title,
        "since": report.scope.since,
        "until": report.scope.until,
        "illustration": ILLUSTRATION if report.illustration else "",
        "parts": parts,
        "named": [[shown(c) for c in row] for t in named_table(report) for row in t.rows],
        "agency_headers": report.by_agency.headers if report.by_agency else [],
        "agencies": [[shown(c) for c in row] for t in agencies_table(report) for row in t.rows],
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    return [{"strong": n in table.strong, "cells": [shown(c) for c in row]} for n, row in enumerate(table.rows)]
