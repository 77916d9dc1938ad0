"""The marks of a state: a chip, and a cell of the board, cheap enough to print four thousand of them."""

from functools import cache

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from qlcl.ui.states import STATES


@cache
def _plain(state: str) -> SafeString:
    known = STATES[state]
    return mark_safe(f'<span class="cell cell-{known.code}" title="{known.word}">{known.word}</span>')


def chip_html(state: str, text: str = "") -> SafeString:
    """The state as icon, word and colour; `text` replaces the word («Quá hạn 4 ngày»)."""
    known = STATES[state]
    word = conditional_escape(text or known.word)
    icon = f'<span class="icon i-{known.icon}" aria-hidden="true"></span>'
    return mark_safe(f'<span class="chip chip-{known.code}">{icon}{word}</span>')


def cell_html(state: str, title: str = "", url: str = "") -> SafeString:
    """The mark of a state; `title` (default: the state's word) is its text for readers and tooltips."""
    if not title and not url:
        return _plain(state)
    known = STATES[state]
    text = conditional_escape(title or known.word)
    if url:
        href = conditional_escape(url)
        return mark_safe(f'<a class="cell cell-{known.code}" href="{href}" title="{text}">{text}</a>')
    return mark_safe(f'<span class="cell cell-{known.code}" title="{text}">{text}</span>')
