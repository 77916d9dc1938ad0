"""Starting without looking for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def for_good() -> Iterator[None]:
    """What is loaded inside stays for as long as the process: it is never looked through for garbage.

    Looking through it again and again while it grows costs a tenth of the start; afterwards it would cost a pause in
    requests, and every worker its own copy of memory that it shares with the others.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
