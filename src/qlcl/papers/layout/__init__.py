"""The layout of official papers (Appendix I of Decree 30/2020): a small document model, its marked-up text, Word."""

from qlcl.papers.layout.paper import (
    Annex,
    Article,
    Block,
    HeaderCell,
    Heading,
    Paper,
    PaperStyle,
    Paragraph,
    Signature,
    Statement,
    Table,
)
from qlcl.papers.layout.write import write_docx

__all__ = [
    "Annex",
    "Article",
    "Block",
    "HeaderCell",
    "Heading",
    "Paper",
    "PaperStyle",
    "Paragraph",
    "Signature",
    "Statement",
    "Table",
    "write_docx",
]
