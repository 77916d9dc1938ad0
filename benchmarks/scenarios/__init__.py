"""What is measured inside a prepared database: every module of this folder, in the order of its name.

A module has one function, `measure(times: int) -> dict`, which runs in a process of its own with Django set up, on the
province of `benchmarks.province` (10,000 agencies or 130) with the people of `benchmarks.people`. Use
`benchmarks.timing.timed` for what is asked often and `once` for what is done once; print progress to stderr. A scenario
that writes takes a high number in its name, so that it runs after those that read.
"""

from pathlib import Path


def names() -> list[str]:
    """The scenarios, in order."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))
