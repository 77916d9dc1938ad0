"""Figures named in Vietnamese from their keys, for lists of differences and headings."""

from collections.abc import Mapping
from typing import Any

from qlcl.conformity.enums import DeclarationKind
from qlcl.conformity.measures import FATES
from qlcl.duties.measures import ENDINGS
from qlcl.kernel import catalogue
from qlcl.reports.queries.figures import ALL, NONE
from qlcl.reports.queries.tables import LEVEL_LABELS, MODE_LABELS
from qlcl.reports.queries.words import METHOD_LABELS

_CUTS = {**ENDINGS, **FATES, **{str(k.value): str(k.label) for k in DeclarationKind}, **MODE_LABELS}


def figure_words(figure: Mapping[str, Any]) -> str:
    """A figure's key in Vietnamese: what it measures, then what it is cut by."""
    name = figure["measure"]
    label = catalogue.measure(name).label if name in catalogue.measures() else name
    cut = cut_words(figure)
    return f"{label} · {cut}" if cut else str(label)


def cut_words(figure: Mapping[str, Any]) -> str:
    """Period, level, method and mode of a figure, as far as it is cut by them."""
    period, mode = figure["period"], figure["mode"]
    cuts = [
        "" if period == ALL else "trước kỳ" if period == "before" else f"kỳ {period}",
        "" if figure["level"] == ALL else LEVEL_LABELS.get(figure["level"], figure["level"]).lower(),
        METHOD_LABELS.get(figure["prepared_by"], "").lower(),
        "" if mode == ALL else "chưa rõ" if mode == NONE else _small(_CUTS.get(mode, mode)),
    ]
    return " · ".join(c for c in cuts if c)


def _small(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]
