"""`qlcl report`: computes a consolidated report."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from qlcl.kernel.actors import Actor
from qlcl.kernel.clock import today
from qlcl.kernel.errors import DomainError
from qlcl.reports.definitions import DEFINITIONS, compute, days_of
from qlcl.reports.rendering.data import render_json
from qlcl.reports.rendering.document import render_docx_report
from qlcl.reports.rendering.page import render_html
from qlcl.reports.rendering.text import render_text
from qlcl.reports.rendering.workbook import render_xlsx

FORMATS = ("text", "json", "html", "docx", "xlsx")


class Command(BaseCommand):
    """Computes a report from the records and prints or writes it."""

    help = "Lập báo cáo tổng hợp từ hồ sơ đã ghi. / Computes a consolidated report from the records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Names what is asked."""
        parser.add_argument("kind", choices=list(DEFINITIONS), help="loại báo cáo / report")
        parser.add_argument("--province", required=True, help="mã tỉnh / province code")
        parser.add_argument("--year", type=int, help="năm báo cáo / year of the report")
        parser.add_argument("--until", type=date.fromisoformat, help="ngày cuối (YYYY-MM-DD) / last day")
        parser.add_argument("--from", dest="since", type=date.fromisoformat, help="ngày đầu / first day")
        parser.add_argument("--campaign", default="", help="mã chiến dịch / campaign code")
        parser.add_argument("--format", choices=FORMATS, default="text", help="định dạng / format")
        parser.add_argument("--json", action="store_true", help="như --format json / same as --format json")
        parser.add_argument("-o", "--output", type=Path, help="ghi vào tệp / write to a file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Computes, renders, writes."""
        since, until = _days(options)
        report = compute(
            options["kind"],
            actor=Actor.system("qlcl report"),
            province_code=options["province"],
            until=until,
            since=since,
            campaign_code=options["campaign"],
        )
        form = "json" if options["json"] else options["format"]
        if form == "json":
            data = render_json(report).encode()
        elif form == "docx":
            data = render_docx_report(report)
        elif form == "xlsx":
            data = render_xlsx(report)
        else:
            data = (render_html(report) if form == "html" else render_text(report)).encode()
        if options["output"]:
            options["output"].write_bytes(data)
        else:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()


def _days(options: dict[str, Any]) -> tuple[date | None, date]:
    """The days asked for: a year, or until a day and from another; one of the two has to be named."""
    if options["year"] is None and options["until"] is None:
        raise DomainError("no_period", "Hãy nêu năm (--year) hoặc ngày cuối (--until).")
    if options["year"] is None:
        return options["since"], options["until"]
    since, until = days_of(options["year"], today())
    kept = since if DEFINITIONS[options["kind"]].by_year else None
    return options["since"] or kept, options["until"] or until
