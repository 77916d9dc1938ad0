"""Prints what an operation returned: a sentence, or JSON."""

import json
from collections.abc import Mapping
from typing import Any

from django.core.management.base import OutputWrapper


def print_result(out: OutputWrapper, result: Mapping[str, Any], as_json: bool, sentence: str) -> None:
    """`sentence` is filled with the values of the result."""
    out.write(json.dumps(result, ensure_ascii=False, indent=2) if as_json else sentence.format(**result))
