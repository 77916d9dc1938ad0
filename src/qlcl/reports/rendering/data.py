"""A report as JSON."""

import json

from qlcl.reports.queries.figures import Report

_text = json.JSONEncoder(ensure_ascii=False).encode


def render_json(report: Report) -> str:
    """The whole report; each field, and each figure or agency in it, on a line of its own."""
    fields = ",\n".join(f"  {_text(name)}: {rows_of(value)}" for name, value in report.as_dict().items())
    return f"{{\n{fields}\n}}\n"


def rows_of(value: object) -> str:
    """A value as JSON; records of a list on lines of their own, which costs less than writing each by itself.

    They are told apart by the name of their first field: after a quote that ends a text no letter follows.
    """
    text = _text(value)
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return text
    begin = f'{{"{next(iter(value[0]))}"'
    return text.replace(f"}}, {begin}", f"}},\n    {begin}").replace(f"[{begin}", f"[\n    {begin}", 1)
