"""The standing checks: each file of this folder declares one `CHECK`; a new file is found by itself."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from qlcl.checks.terms import Check


@cache
def checks() -> dict[str, Check]:
    """Every check by its code, the most pressing first."""
    names = sorted(module.name for module in iter_modules(__path__))
    found: list[Check] = [import_module(f"{__name__}.{name}").CHECK for name in names]
    return {check.code: check for check in sorted(found, key=lambda c: (c.severity, c.title))}
