"""The search over every noun: exact words, beginnings, one slip, several words, nothing found, while typing."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from benchmarks.people import signed_in
from benchmarks.timing import timed

WORDS = {
    "exact": "xã Tân Ninh 57",
    "prefix": "phu",
    "one_slip": "khoa hocc cong nghee",
    "several_nouns": "chuyển đổi 9001",
    "common_word": "xa",
    "number": "935/QĐ",
    "nothing": "không thấy đâu cả",
}


def measure(times: int) -> dict[str, Any]:
    """The page for each kind of words; the suggestions while a beginning is typed."""
    client = signed_in()
    page, typing = reverse("portal:search"), reverse("portal:search_suggestions")
    asked = {name: f"{page}?{urlencode({'q': words})}" for name, words in WORDS.items()}
    asked["while_typing"] = f"{typing}?{urlencode({'q': 'ubnd xã phu'})}"
    return {name: timed(lambda url=url: client.get(url), times) for name, url in asked.items()}
