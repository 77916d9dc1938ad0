"""The decorator of pages for which one must sign in; written in `ui`, since rooms below this one need it too."""

from qlcl.ui.access import signed_in

__all__ = ["signed_in"]
