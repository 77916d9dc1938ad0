"""Starting without looking for garbage."""

import gc

from qlcl.kernel.starting import for_good


def test_what_is_loaded_for_good_is_never_looked_through_and_what_follows_is() -> None:
    before = gc.get_freeze_count()
    try:
        with for_good():
            assert not gc.isenabled()
            kept = [[] for _ in range(10)]
        assert gc.isenabled() and gc.get_freeze_count() > before and kept
    finally:
        gc.unfreeze()
