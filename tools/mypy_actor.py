"""A mypy plugin: every `HttpRequest` has the `actor` that the middleware of `accounts` sets."""

from collections.abc import Callable

from mypy.nodes import MDEF, MypyFile, SymbolTableNode, TypeInfo, Var
from mypy.plugin import ClassDefContext, Plugin
from mypy.types import Instance

REQUEST = "django.http.request.HttpRequest"
ACTOR = "qlcl.kernel.actors.Actor"


class ActorPlugin(Plugin):
    """Adds one attribute to one class."""

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        """The module of `Actor` is analysed before the one of `HttpRequest`."""
        return [(10, ACTOR.rpartition(".")[0], -1)] if file.fullname == REQUEST.rpartition(".")[0] else []

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """The hook for `HttpRequest`, and no other class."""
        return _add_actor if fullname == REQUEST else None


def _add_actor(context: ClassDefContext) -> None:
    request = context.cls.info
    symbol = context.api.lookup_fully_qualified_or_none(ACTOR)
    if "actor" in request.names or symbol is None or not isinstance(symbol.node, TypeInfo):
        return
    actor = Var("actor", Instance(symbol.node, []))
    actor.info = request
    actor._fullname = f"{REQUEST}.actor"
    request.names["actor"] = SymbolTableNode(MDEF, actor)


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks for."""
    return ActorPlugin
