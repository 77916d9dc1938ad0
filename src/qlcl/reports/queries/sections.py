"""What officers wrote in a report, and the records they cite."""

import re
from collections.abc import Iterable
from datetime import date

from qlcl.reports.enums import SectionKey
from qlcl.reports.models import Section

#: A citation in a written section: [[kind:number]] or [[kind:number|label]].
CITATION = re.compile(r"\[\[([a-z_]+):(\d+)(?:\|([^\]]+))?\]\]")


def written_sections(
    report: str, province_id: int, until: date, keys: Iterable[SectionKey] = tuple(SectionKey)
) -> list[tuple[str, str, str]]:
    """The report's sections in order as (key, title, text); one not written yet has an empty text."""
    rows = Section.objects.filter(report=report, province_id=province_id, until=until)
    texts = {s.key: s.text for s in rows}
    return [(key.value, str(key.label), texts.get(key, "")) for key in keys]


def plain(text: str) -> str:
    """A written section with its citations as plain words, for papers."""
    return CITATION.sub(lambda m: m.group(3) or f"{m.group(1)} {m.group(2)}", text)
