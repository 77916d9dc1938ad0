"""Tables of the papers room."""

from qlcl.papers.models.template import PaperTemplate

__all__ = ["PaperTemplate"]
