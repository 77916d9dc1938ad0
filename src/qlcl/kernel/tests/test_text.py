"""Folding, order and old fonts of Vietnamese text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qlcl.kernel.legacy_fonts import TCVN3, VNI, legacy_font
from qlcl.kernel.syllables import is_syllable
from qlcl.kernel.text import fold, nfc, sort_key, squash, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Phường 1, Tân Đông", "phuong 1 tan dong"),
        ("935/QĐ-UBND", "935 qd ubnd"),
        ("  ỦY   BAN\nnhân dân ", "uy ban nhan dan"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Ứng"), "nguyen thi ung"),
        ("đĐðÐ", "dd"),
    ],
)
def test_folds_without_accents(text: str, folded: str) -> None:
    assert fold(text).replace("  ", " ").startswith(folded)


@given(st.text())
def test_folding_is_ascii_and_does_not_depend_on_composition(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_orders_by_the_vietnamese_alphabet_tones_and_numbers() -> None:
    right = [
        "an", "ăn", "ân", "ba hoa", "bà già", "bả", "bã", "bá", "bạ", "bác", "da", "Dương", "đa", "Đông",
        "hoa", "hồ", "Ôn", "ơn", "phường 1", "Phường 2", "phường 10", "phường An", "tu", "tư",
    ]  # fmt: skip
    wrong = right[7:] + right[:7]
    assert sorted(wrong, key=sort_key) == right


def test_the_place_of_a_tone_and_case_decide_last() -> None:
    assert sorted(["Thuý An", "thúy ba", "Thúy an"], key=sort_key)[-1] == "thúy ba"


@given(st.text(max_size=50), st.text(max_size=50))
def test_order_is_total_and_does_not_depend_on_composition(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (nfc(one) == nfc(other))
    assert sort_key(unicodedata.normalize("NFD", one)) == sort_key(one)


def test_tokens_are_distinct_and_few() -> None:
    assert tokens("Phường phuong 1") == ["phuong", "1"]
    assert len(tokens(" ".join(f"từ{n}" for n in range(99)))) == 10
    assert squash("Mã cơ quan (*)") == "macoquan"


TCVN3_TEXTS = ["Uû ban nh©n d©n tØnh T©y Ninh", "ñy ban nh©n d©n", "Së Néi vô", "X· Ph\xadíc Vinh", "thÞ trÊn"]
VNI_TEXTS = ["UÛy ban nhaân daân tænh Taây Ninh", "Sôû Noäi vuï", "xaõ Phöôùc Vinh", "THAØNH PHOÁ", "Phöôøng 1"]


@pytest.mark.parametrize("text", TCVN3_TEXTS)
def test_recognises_tcvn3(text: str) -> None:
    assert legacy_font(text) == TCVN3


@pytest.mark.parametrize("text", VNI_TEXTS)
def test_recognises_vni(text: str) -> None:
    assert legacy_font(text) == VNI


@pytest.mark.parametrize(
    "text",
    [
        "Ủy ban nhân dân tỉnh Tây Ninh", "UỶ BAN NHÂN DÂN", "hoà thuý", "xã Đắk Rvê, Krông Pắc, Ngọk Tẻh, Êê",
        "café Müller", "Électricité de France", "São Tomé", "5 µm", "© 2021 QLCL", "30 °C ± 2", "Công ty ABC®",
        "Đường Võ Thị Sáu, số 5½", "plain ASCII text", "", "Nguyễn Huệ – Lê Lợi",
    ],
)  # fmt: skip
def test_does_not_flag_unicode(text: str) -> None:
    assert legacy_font(text) == ""


@pytest.mark.parametrize("word", ["nghiêng", "Quỳnh", "ĐƯỜNG", "giếng", "gì", "thuở", "khuỷu", "quốc", "ưu", "yên"])
def test_knows_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["nhâân", "xaõ", "thÞ", "trÊn", "cắft", "bbà", "càt"])
def test_knows_what_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)
