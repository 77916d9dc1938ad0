"""A report as JSON."""

import json

from qlcl.reports.queries.figures import Report

_text = json.JSONEncoder(ensure_ascii=False).encode


def render_json(report: Report) -> str:
    """The whole report; each field, and each figure or agency in it, on a line of its own."""
    fields = ",\n".join(f"  {_text(name)}: {_value(value)}" for name, value in report.as_dict().items())
    return f"{{\n{fields}\n}}\n"


def _value(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _text(value)
    return "[\n" + ",\n".join(f"    {_text(row)}" for row in value) + "\n  ]"
