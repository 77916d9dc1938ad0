"""Citations of records in written sections, as links."""

from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe

from qlcl.kernel import catalogue
from qlcl.reports.queries.sections import CITATION


def cited(text: str) -> SafeString:
    """The text in paragraphs; [[kind:number|label]] becomes a link where the kind has a page."""
    parts, end = [], 0
    for match in CITATION.finditer(text):
        parts += [
            conditional_escape(text[end : match.start()]),
            _link(match.group(1), int(match.group(2)), match.group(3)),
        ]
        end = match.end()
    parts.append(conditional_escape(text[end:]))
    return mark_safe(linebreaks(mark_safe("".join(parts)))) if text else mark_safe("")


def _link(kind: str, number: int, label: str | None) -> str:
    known = {k.code: k for k in catalogue.kinds()}
    found = known.get(kind)
    words = label or f"{found.label if found else kind} số {number}"
    if found is None or not found.url:
        return conditional_escape(words)
    try:
        return format_html('<a href="{}">{}</a>', reverse(found.url, args=[number]), words)
    except NoReverseMatch:
        return conditional_escape(words)
