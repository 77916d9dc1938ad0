"""Prints papers: Word always, PDF where LibreOffice is present."""

from collections.abc import Mapping
from typing import Any

from qlcl.kernel import catalogue
from qlcl.papers.layout.paper import Paper
from qlcl.papers.layout.pdf import pdf_or_none
from qlcl.papers.layout.templating import render
from qlcl.papers.layout.write import write_docx
from qlcl.papers.queries import body_in_use


def render_docx(kind: str, context: Mapping[str, Any], province_id: int | None = None) -> bytes:
    """The paper of that kind as Word, from the template in use in the province of whoever issues it.

    Raises `DomainError` naming a line that fails.
    """
    return write_docx(render_paper(kind, context, province_id))


def render_paper(kind: str, context: Mapping[str, Any], province_id: int | None = None) -> Paper:
    """The paper of that kind as data."""
    return render(body_in_use(kind, province_id), context)


def render_sample(kind: str, body: str) -> bytes:
    """A template tried on the sample of its kind, as Word; raises `DomainError` naming the line that breaks."""
    return write_docx(render(body, sample_context(kind)))


def sample_context(kind: str) -> Mapping[str, Any]:
    """The sample that the room of this kind provides."""
    sample: Mapping[str, Any] = catalogue.load(catalogue.paper(kind).sample)()
    return sample


def paper_docx(paper: Paper) -> bytes:
    """A paper that a room has put together itself, such as a consolidated report, as Word."""
    return write_docx(paper)


def to_pdf(docx: bytes) -> bytes | None:
    """The Word file as PDF; None where LibreOffice is absent. Never call it inside a transaction: it takes seconds."""
    return pdf_or_none(docx)
