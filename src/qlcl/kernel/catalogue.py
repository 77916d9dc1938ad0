"""The only registry: reference kinds, acts, papers, measures, navigation, searches, imports, panels, parameters.

Rooms register in `apps.py` with dotted paths, so that no model is imported early. Nothing here knows why.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any


@cache
def load(path: str) -> Any:
    """The object at a dotted path; looked for once, for every page asks for the same ones."""
    module, _, name = path.rpartition(".")
    return getattr(import_module(module), name)


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing that can be referred to: `url` is a URL name that takes its id."""

    code: str
    label: str
    model: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """Something done: head-only or not; `form` is the URL name of the page that performs it.

    `delegable`: the head may hand it on by paper; what is head-only to a deputy (KT.), the rest to heads of divisions
    too (TUQ.).
    """

    code: str
    label: str
    head_only: bool = False
    form: str = ""
    delegable: bool = False


@dataclass(frozen=True, slots=True)
class PaperKind:
    """An official paper: its default template and a sample context, as dotted paths."""

    code: str
    label: str
    template: str
    sample: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """An entry of the main navigation; `visible` is the dotted path of a predicate over the actor.

    `covers` names further pages (URL names or beginnings of paths) at which this entry is the current one.
    """

    label: str
    url: str
    order: int
    icon: str = ""
    group: str = "main"
    visible: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """A search over one noun: `path` leads to `search(actor, asked: str | words.Asked, limit) -> list[Hit]`."""

    kind: str
    label: str
    order: int
    path: str


@dataclass(frozen=True, slots=True)
class Import:
    """A kind of file that can be imported: `path` leads to its `ImportKind`."""

    code: str
    label: str
    order: int
    path: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of another room's page about a thing: `path` leads to `panel(actor, thing, day) -> dict | None`.

    The dict is the context of `template`; None leaves the panel out. `tab` is the heading under which the page keeps
    it; panels of a tab that is not open are not asked.
    """

    kind: str
    code: str
    label: str
    order: int
    template: str
    path: str
    tab: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, a choice or a switch that no law fixes: a province sets it, `default` holds until it does.

    `kind` is int, percent, bool or text; `low` and `high` bound numbers; `choices` closes a text. Values are text:
    "15", "1" or "0", a code.
    """

    code: str
    label: str
    kind: str = "int"
    default: str = "0"
    help: str = ""
    unit: str = ""
    group: str = ""
    low: int = 0
    high: int = 100_000
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The screen of a decision: `path` leads to `decision(actor, duty, day) -> kernel.decisions.DecisionView`."""

    act: str
    path: str


@dataclass(frozen=True, slots=True)
class Nightly:
    """A part of the nightly work: `path` leads to `work(province_id, day, at) -> int`, how many things it did.

    It may be killed and repeated, on the same day too, and by two processes at once: doing it again does nothing more.
    """

    code: str
    label: str
    order: int
    path: str


@dataclass(slots=True)
class _Registry:
    kinds: dict[str, Kind] = field(default_factory=dict)
    acts: dict[str, Act] = field(default_factory=dict)
    papers: dict[str, PaperKind] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    navigation: list[Navigation] = field(default_factory=list)
    searches: dict[str, Search] = field(default_factory=dict)
    imports: dict[str, Import] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    nightly: dict[str, Nightly] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)


_registry = _Registry()


Entry = Kind | Act | PaperKind | Navigation | Search | Import | Panel | Parameter | Decision | Nightly


def register(*entries: Entry) -> None:
    """Adds entries; the same code twice is a mistake of the programmer."""
    targets: dict[type, dict[str, Any]] = {
        Kind: _registry.kinds,
        Act: _registry.acts,
        PaperKind: _registry.papers,
        Import: _registry.imports,
        Panel: _registry.panels,
        Parameter: _registry.parameters,
        Nightly: _registry.nightly,
    }
    for entry in entries:
        if isinstance(entry, Navigation):
            _registry.navigation.append(entry)
            _registry.navigation.sort(key=lambda n: (n.group != "main", n.order))
        elif isinstance(entry, Search):
            _registry.searches[entry.kind] = entry
        elif isinstance(entry, Decision):
            _registry.decisions[entry.act] = entry
        else:
            target = targets[type(entry)]
            if entry.code in target and target[entry.code] != entry:
                raise ValueError(f"catalogue: {entry.code} registered twice")
            target[entry.code] = entry


def register_measure(name: str, path: str) -> None:
    """Names a measure: `path` leads to a `kernel.measures.Measure`."""
    _registry.measures[name] = path


def kind(code: str) -> Kind:
    """The reference kind with that code."""
    return _registry.kinds[code]


def kinds() -> list[Kind]:
    """Every reference kind."""
    return list(_registry.kinds.values())


def act(code: str) -> Act:
    """The act with that code."""
    return _registry.acts[code]


def acts() -> list[Act]:
    """Every act."""
    return list(_registry.acts.values())


def paper(code: str) -> PaperKind:
    """The kind of paper with that code."""
    return _registry.papers[code]


def papers() -> list[PaperKind]:
    """Every kind of paper."""
    return list(_registry.papers.values())


def measure(name: str) -> Any:
    """The measure with that name."""
    return load(_registry.measures[name])


def measures() -> list[str]:
    """The names of all measures."""
    return sorted(_registry.measures)


def navigation() -> list[Navigation]:
    """The entries of the main navigation, in order."""
    return _registry.navigation


def searches() -> list[Search]:
    """Every search, in order."""
    return sorted(_registry.searches.values(), key=lambda s: s.order)


def panels(kind: str) -> list[Panel]:
    """The panels of the page about a kind of thing, in order."""
    return sorted((p for p in _registry.panels.values() if p.kind == kind), key=lambda p: p.order)


def import_kinds() -> list[Import]:
    """Every kind of file that can be imported, in order."""
    return sorted(_registry.imports.values(), key=lambda i: i.order)


def import_kind(code: str) -> Any:
    """The `ImportKind` with that code."""
    return load(_registry.imports[code].path)


def parameter(code: str) -> Parameter:
    """The parameter with that code."""
    return _registry.parameters[code]


def parameters() -> list[Parameter]:
    """Every parameter, by group and code."""
    return sorted(_registry.parameters.values(), key=lambda p: (p.group, p.code))


def decision(act: str) -> Callable[..., Any] | None:
    """What makes the screen of the decision about an act; None where the act has none."""
    known = _registry.decisions.get(act)
    return load(known.path) if known else None


def decides(act: str) -> bool:
    """Whether the act has a screen of its own."""
    return act in _registry.decisions


def nightly() -> list[Nightly]:
    """Every part of the nightly work, in order."""
    return sorted(_registry.nightly.values(), key=lambda n: n.order)


def predicate(path: str) -> Callable[[Any], bool]:
    """The predicate over an actor at a dotted path; empty: always true."""
    return load(path) if path else (lambda _actor: True)
