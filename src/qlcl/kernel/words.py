"""Search in folded text: words by their beginning, numbers whole, one slip forgiven in a long word."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, reduce
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Func, OrderBy, Q, QuerySet, Value, When

from qlcl.kernel.models.words import Word
from qlcl.kernel.prepared import rows_of
from qlcl.kernel.text import fold, tokens

_LONG = 5
_LONGEST = 40
Rows = TypeVar("Rows", bound=QuerySet[Any])
#: For each word of a search, what may stand in its place: itself first.
Choices = list[list[str]]


def learn_words(kind: str, texts: Iterable[str]) -> None:
    """Adds the long words of `texts` to the vocabulary of `kind`; call it where the texts are written."""
    words = {word for text in texts for word in fold(text).split() if _may_be_long(word)}
    if not words:
        return
    known = set(Word.objects.filter(kind=kind, word__in=words).values_list("word", flat=True).distinct())
    rows = [
        Word(kind=kind, spelling=spelling, word=word)
        for word in sorted(words - known)
        for spelling in sorted(spellings(word))
    ]
    Word.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def spellings(word: str) -> set[str]:
    """The word itself and the word less each one of its letters."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def similar_words(kind: str, word: str) -> list[str]:
    """The known words one slip away: a letter too many, missing, wrong, or two neighbours swapped.

    One of the two words has five letters or more: shorter ones differ by too little to guess.
    """
    found = Word.objects.filter(kind=kind, spelling__in=spellings(word)).values_list("word", flat=True).distinct()
    return _near(word, found)


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours turns `one` into `other`."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, rest_other = one[start:], other[start:]
    if len(one) != len(other):
        longer, shorter = sorted((rest, rest_other), key=len, reverse=True)
        return longer[1:] == shorter
    return rest[1:] == rest_other[1:] or (rest[2:] == rest_other[2:] and rest[:2] == rest_other[1::-1])


class Asked:
    """What somebody typed into a search. The known words one slip away are read once for all `kinds` of text."""

    def __init__(self, text: str, kinds: Iterable[str] = ()) -> None:
        self.text = text.strip()
        self.words = tokens(text)
        self._kinds = tuple(kinds)

    @classmethod
    def of(cls, text: "str | Asked", kind: str) -> "Asked":
        """What was asked already, or the text on its own."""
        return text if isinstance(text, cls) else cls(str(text), (kind,))

    @cached_property
    def _known(self) -> dict[str, set[str]]:
        """Kind → the words of its texts that share a spelling with one that was typed."""
        wanted = {spelling for word in self.words if _may_be_long(word) for spelling in spellings(word)}
        found: dict[str, set[str]] = {}
        if wanted:
            rows = Word.objects.filter(kind__in=self._kinds, spelling__in=wanted)
            for kind, word in rows.values_list("kind", "word").distinct():
                found.setdefault(kind, set()).add(word)
        return found

    def choices(self, kind: str, written: Mapping[str, str] | None = None) -> Choices:
        """For each word, itself and the known words one slip away; `written` spells abbreviations out."""
        words = [each for word in self.words for each in (written or {}).get(word, word).split()]
        near = {word: _near(word, self._known.get(kind, ())) for word in self.words if _may_be_long(word)}
        return [[word, *near.get(word, ())] for word in dict.fromkeys(words)]


def _near(word: str, known: Iterable[str]) -> list[str]:
    return sorted(other for other in known if max(len(word), len(other)) >= _LONG and one_slip_apart(word, other))


def best(
    who: Hashable,
    seen: Callable[[], QuerySet[Any]],
    fields: Sequence[str],
    choices: Choices,
    order: Sequence[str | OrderBy],
    limit: int,
    code: tuple[str, str] | None = None,
) -> list[Any]:
    """The first `limit` rows in `order` whose `fields` hold every word; where there is none, one slip forgiven.

    `seen` gives the rows that `who` may see, with the relations selected that `fields` name. `code` is a field and its
    value, another way to be exact. One query, compiled once for each shape of what is asked: where a word has others
    one slip away, exact rows come first.
    """
    if not choices:
        return []
    ordered = sorted(choices, key=lambda words: (not _is_numeric(words[0]), -len(words[0])))
    marked = [[_mark(words[0], n, place) for place in range(len(words))] for n, words in enumerate(ordered)]
    texts = {
        _piece(mark, place): _piece(word, place)
        for marks, words in zip(marked, ordered, strict=True)
        for place, (mark, word) in enumerate(zip(marks, words, strict=True))
    }
    marked_code = (code[0], _CODE) if code else None
    shape = (seen.__module__, seen.__qualname__, who, tuple(fields), tuple(map(tuple, marked)), limit, marked_code)
    if code:  # as the engine's own lookup would have it, for a mark stood in its place
        texts[_CODE] = connection.ops.prep_for_iexact_query(code[1])
    rows = rows_of(shape, texts, lambda: _best(seen(), fields, marked, order, limit, marked_code))
    if all(len(words) == 1 for words in ordered):
        return rows
    hits = [row for row in rows if _is_exact(row, fields, [words[0] for words in ordered], code)]
    return hits or rows


#: Stands for a code in a compiled query.
_CODE = "\x01code"


def _mark(word: str, number: int, place: int) -> str:
    """A word that nobody types, of one length, to stand for another in a compiled query; numeric if that is."""
    return f"\x01{'0' if _is_numeric(word) else 'o'}{chr(0x100 + number)}{chr(0x100 + place)}"


def _best(
    seen: QuerySet[Any],
    fields: Sequence[str],
    choices: Choices,
    order: Sequence[str | OrderBy],
    limit: int,
    code: tuple[str, str] | None,
) -> QuerySet[Any]:
    """Finds first, by their keys, which rows they are: an index with the words in it need not look at whole rows."""
    also = Q((f"{code[0]}__iexact", code[1])) if code else Q()
    keys = seen.filter(_holding(seen.model, fields, choices) | also)
    if any(len(words) > 1 for words in choices):
        exact = _holding(seen.model, fields, [words[:1] for words in choices]) | also
        keys = keys.order_by(Case(When(exact, then=Value(0)), default=Value(1)), *order)
    else:
        keys = keys.order_by(*order)
    found = seen.model._default_manager.filter(pk__in=keys.values("pk")[:limit]).order_by(*order)
    found.query.select_related = seen.query.select_related
    return found


def _is_exact(row: models.Model, fields: Sequence[str], words: Iterable[str], code: tuple[str, str] | None) -> bool:
    """Whether the row was found as it was written."""
    if code and str(getattr(row, code[0])).casefold() == code[1].casefold():
        return True
    texts = [f" {reduce(getattr, field.split('__'), row)} " for field in fields]
    return all(any(_piece(word, 0) in text for text in texts) for word in words)


def search(queryset: Rows, fields: str | Sequence[str], text: str, kind: str) -> Rows:
    """The rows whose folded `fields` hold every word of `text`; where there is none, with one slip per long word.

    A word is found by its beginning; what holds a digit is found whole ("phường 1" is neither 3 nor 10). A digit
    is never forgiven. No words: no rows. At most two queries beside that of the rows; for lists, which need them all.
    """
    names = [fields] if isinstance(fields, str) else list(fields)
    asked = Asked(text, (kind,))
    if not asked.words:
        return queryset.none()
    exact = queryset.filter(_holding(queryset.model, names, [[word] for word in asked.words]))
    if not any(map(_may_be_long, asked.words)) or exact.order_by().exists():
        return exact
    choices = asked.choices(kind)
    if all(len(choice) == 1 for choice in choices):
        return exact
    return queryset.filter(_holding(queryset.model, names, choices))


#: The name under which the house speaks of it.
matches = search


def _holding(model: type[models.Model], fields: Sequence[str], choices: Choices) -> Q:
    """Every word stands in one of `fields`: numbers and long words are looked for first, for they are rarest.

    Fields of another table (`relation__field`) are searched there once, not once per row that refers to it: all words
    stand there, or one of them (a number, where there is one) stands in the row itself, and only then each is looked
    for on its own.
    """
    ordered = sorted(choices, key=lambda words: (not _is_numeric(words[0]), -len(words[0])))
    own = [field for field in fields if "__" not in field]
    elsewhere = [field for field in fields if "__" in field]
    if not elsewhere:
        return Q(_Holds(own, ordered))
    if not own:
        return _related(model, elsewhere, ordered)
    each = Q(*(Q(_Holds(own, [words])) | _related(model, elsewhere, [words]) for words in ordered))
    numbers = [words for words in ordered if _is_numeric(words[0])]
    return _related(model, elsewhere, ordered) | (Q(_Holds(own, numbers or ordered, joined="OR")) & each)


def _related(model: type[models.Model], fields: Sequence[str], choices: Choices) -> Q:
    condition = Q()
    for field in fields:
        relation, _, name = field.rpartition("__")
        other = model._meta.get_field(relation).related_model
        assert isinstance(other, type)
        inside = other._default_manager.filter(_Holds([name], choices))
        found = Q(**{f"{relation}__in": inside.values("pk")})
        condition |= Q(_Once(found)) if len(choices) > 1 else found
    return condition


class _Once(ExpressionWrapper):
    """A condition on another table that PostgreSQL must not turn into a join: it would look there once per row.

    For one word alone a join is right, for many rows hold it and the first of them are soon found.
    """

    conditional = True

    def __init__(self, condition: Q) -> None:
        super().__init__(condition, output_field=BooleanField())

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """The truth of the condition is the condition, to all but the planner."""
        sql, params = self.as_sql(compiler, connection, **context)
        return f"(({sql}) IS TRUE)", params


class _Holds(Func):
    """Every word (or one, `joined` by OR) stands in one of the fields of the row itself.

    A plain search for " word" in " text " costs half of the LIKEs that would do the same; one expression for all words
    costs a tenth of one for each.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, fields: Sequence[str], choices: Choices, joined: str = "AND") -> None:
        super().__init__(*(F(field) for field in fields))
        self.choices, self.joined = choices, joined

    def as_sql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The condition in the words of the engine."""
        function = "STRPOS" if connection.vendor == "postgresql" else "INSTR"
        columns = [compiler.compile(expression)[0] for expression in self.get_source_expressions()]
        conditions, params = [], []
        for words in self.choices:
            pieces = [_piece(word, place) for place, word in enumerate(words)]
            tests = [f"{function}((' ' || {column} || ' '), %s) > 0" for column in columns for _ in pieces]
            conditions.append(f"({' OR '.join(tests)})")
            params += pieces * len(columns)
        return f"({f' {self.joined} '.join(conditions)})", params


def _piece(word: str, place: int) -> str:
    """What stands in a text between spaces where the word does: its beginning; all of a number, or of a guess."""
    return f" {word} " if place or _is_numeric(word) else f" {word}"


def has_number(choices: Choices) -> bool:
    """Whether a word with a digit is looked for."""
    return any(_is_numeric(words[0]) for words in choices)


def _is_numeric(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _may_be_long(word: str) -> bool:
    """Long enough to be, or to be meant for, a word of five letters."""
    return _LONG - 1 <= len(word) <= _LONGEST and not _is_numeric(word)
