"""The Word file: page, header, tables, annexes."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from qlcl.kernel import catalogue
from qlcl.papers.layout import HeaderCell, Paper, PaperStyle, Signature, Table, write_docx
from qlcl.papers.layout.templating import render
from qlcl.papers.operations.render import render_sample
from qlcl.papers.queries import default_body
from qlcl.papers.tests.factories import DECISION, sample


def decision() -> WordDocument:
    return Document(BytesIO(write_docx(render(DECISION, sample()))))


def words(document: WordDocument) -> str:
    """All text, cells included."""
    return "\n".join(node.text or "" for node in document.element.iter(qn("w:t")))


def test_page_is_a4_within_the_margins_of_the_decree() -> None:
    for section in decision().sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert all(20 <= round(margin.mm) <= 25 for margin in (section.top_margin, section.bottom_margin))
        assert 30 <= round(section.left_margin.mm) <= 35 and 15 <= round(section.right_margin.mm) <= 20


def test_page_number_stands_on_top_but_not_on_the_first_page() -> None:
    section = decision().sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_every_run_is_set_in_times_new_roman() -> None:
    document = decision()
    fonts = {fonts.get(qn("w:ascii")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert fonts == {"Times New Roman"}


def test_header_names_the_state_the_issuer_and_leaves_room_for_the_number() -> None:
    text = words(decision())
    for part in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "XÃ PHƯỚC VINH", "DỰ THẢO"):
        assert part in text
    assert "Số:         /QĐ-UBND" in text
    assert "Phước Vinh, ngày 05 tháng 02 năm 2022" in text


def test_bases_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    lines = [p.text for p in decision().paragraphs if p.text.startswith(("Căn cứ", "Theo đề nghị"))]
    assert [line[-1] for line in lines] == [";", "."]


def test_head_of_a_table_repeats_and_rows_are_not_torn() -> None:
    table = decision().tables[-1]
    properties = table.rows[0]._tr.trPr
    assert properties is not None and properties.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr is not None and row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_annex_is_numbered_from_one() -> None:
    document = decision()
    assert len(document.sections) == 2
    start = document.sections[1]._sectPr.find(qn("w:pgNumType"))
    assert start is not None and start.get(qn("w:start")) == "1"


def test_several_annexes_bear_roman_numerals() -> None:
    paper = render(DECISION + "@phu_luc Danh sách\nĐoạn văn.\n", sample())
    text = words(Document(BytesIO(write_docx(paper))))
    assert "Phụ lục I\n" in text and "Phụ lục II\n" in text


def test_head_cells_may_span_rows_and_columns() -> None:
    header = [
        [HeaderCell("Cấp", rows=2), HeaderCell("Đã công bố", columns=2)],
        [HeaderCell("Số lượng"), HeaderCell("Tỷ lệ")],
    ]
    table = Table(header, [["Xã", "20", "21,28 %"]], aligns=["left", "right", "right"])
    word = Document(BytesIO(write_docx(Paper(style=PaperStyle.REPORT, blocks=[table])))).tables[-1]
    assert word.cell(0, 0).text == word.cell(1, 0).text == "Cấp"
    assert word.cell(0, 1).text == word.cell(0, 2).text == "Đã công bố"
    assert [word.cell(1, n).text for n in (1, 2)] == ["Số lượng", "Tỷ lệ"]


def test_a_short_table_stands_whole_and_a_long_one_flows() -> None:
    def kept(count: int) -> int:
        table = Table([[HeaderCell("TT")]], [[str(n)] for n in range(count)])
        word = Document(BytesIO(write_docx(Paper(blocks=[table])))).tables[-1]
        return sum(bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in word.rows)

    assert (kept(5), kept(13)) == (5, 1)


def test_characters_that_word_refuses_are_left_out() -> None:
    paper = Paper(agency="Sở\x0b Y tế\x00", subject="a\ud800b", signature=Signature(["GIÁM ĐỐC"]))
    assert "SỞ Y TẾ" in words(Document(BytesIO(write_docx(paper))))


def test_recipients_are_set_once_whoever_wrote_the_dashes() -> None:
    paper = Paper(recipients=["- UBND tỉnh (báo cáo);", "Bộ KH&CN", "- Lưu: VT, TĐC."])
    text = words(Document(BytesIO(write_docx(paper))))
    assert "- UBND tỉnh (báo cáo);\n- Bộ KH&CN;\n- Lưu: VT, TĐC." in text


@pytest.mark.parametrize("kind", [kind.code for kind in catalogue.papers()])
def test_every_registered_kind_prints_its_sample(kind: str) -> None:
    document = Document(BytesIO(render_sample(kind, default_body(kind))))
    assert "DỰ THẢO" in words(document) and len(document.sections) >= 1


def test_the_same_paper_has_the_same_text_twice() -> None:
    assert words(decision()) == words(decision())
