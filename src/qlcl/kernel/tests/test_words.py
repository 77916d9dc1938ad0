"""Search with one slip forgiven, never in a digit; the same answers on both engines."""

import random
import string
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qlcl.kernel.models import StoredFile, Word
from qlcl.kernel.text import fold
from qlcl.kernel.words import Asked, best, learn_words, one_slip_apart, search, similar_words

pytestmark = [pytest.mark.django_db, pytest.mark.engine("sqlite", "postgresql")]
NAMES = ["Phường 1", "Phường 3", "Phường 10", "Xã Phước Vinh", "Xã Thanh Điền", "Sở Nông nghiệp và Môi trường", "Xã 1A"]


def _find(text: str) -> list[str]:
    return sorted(search(StoredFile.objects.all(), "name", text, "agency").values_list("content_type", flat=True))


@pytest.fixture
def _agencies() -> None:
    for name in NAMES:
        StoredFile.objects.create(
            sha256="", size=0, name=fold(name), content_type=name, uploaded_at=datetime(2021, 1, 1, tzinfo=UTC)
        )
    learn_words("agency", NAMES)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("phuong 1", ["Phường 1"]),
        ("phường 10", ["Phường 10"]),
        ("phuong 2", []),
        ("phuonh 3", ["Phường 3"]),
        ("hpuong 3", ["Phường 3"]),
        ("phuoong 10", ["Phường 10"]),
        ("puong 100", []),
        ("nong nghiep", ["Sở Nông nghiệp và Môi trường"]),
        ("nong nghiiep", ["Sở Nông nghiệp và Môi trường"]),
        ("ngiep truong", ["Sở Nông nghiệp và Môi trường"]),
        ("phươc vinh", ["Xã Phước Vinh"]),
        ("phuoc vinj", []),
        ("phuoc vinhh", ["Xã Phước Vinh"]),
        ("phoc vinh", ["Xã Phước Vinh"]),
        ("xa 1", []),
        ("1a", ["Xã 1A"]),
        ("", []),
        ("%", []),
        ("phuo", ["Phường 1", "Phường 10", "Phường 3", "Xã Phước Vinh"]),
    ],
)
@pytest.mark.usefixtures("_agencies")
def test_finds(text: str, found: list[str]) -> None:
    assert _find(text) == found


@pytest.mark.parametrize(
    "text", ["phuong 1", "phuonh 3", "phuong 2", "puong 100", "ngiep truong", "phuoc vinhh", "phuo"]
)
@pytest.mark.usefixtures("_agencies")
def test_the_best_are_what_the_search_finds(text: str) -> None:
    asked = Asked(text, ["agency", "clause"])
    rows = best(None, lambda: StoredFile.objects.all(), ["name"], asked.choices("agency"), ["name", "pk"], 20)
    assert sorted(row.content_type for row in rows) == _find(text)


def test_learns_a_word_once() -> None:
    learn_words("agency", ["Phường Phường phuong 12345 ab"])
    before = Word.objects.count()
    learn_words("agency", ["phường"])
    assert Word.objects.count() == before == len({"phuong", *("phuong"[:n] + "phuong"[n + 1 :] for n in range(6))})
    assert similar_words("agency", "phuonh") == ["phuong"]
    assert similar_words("clause", "phuonh") == []


@given(st.text("abcde", min_size=1, max_size=7), st.integers(0, 10**6))
def test_one_slip_is_forgiven(word: str, seed: int) -> None:
    slip = _slip(word, random.Random(seed))
    assert one_slip_apart(word, slip) == one_slip_apart(slip, word) == (word != slip)


def _slip(word: str, dice: random.Random) -> str:
    place = dice.randrange(len(word))
    letter = dice.choice(string.ascii_lowercase)
    swapped = word[:place] + word[place : place + 2][::-1] + word[place + 2 :]
    return dice.choice(
        [word[:place] + word[place + 1 :], word[:place] + letter + word[place:],
         word[:place] + letter + word[place + 1 :], swapped]
    )  # fmt: skip


def test_two_slips_are_not() -> None:
    assert not one_slip_apart("phuong", "phoung1")
    assert not one_slip_apart("nghiep", "nghipee")
