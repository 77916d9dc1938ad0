"""Reads of the portal: the search over every room, the desks of the home page."""

from qlcl.portal.queries.search import HitGroup, search_everything

__all__ = ["HitGroup", "search_everything"]
