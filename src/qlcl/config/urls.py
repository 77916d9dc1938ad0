"""Addresses of every room."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

ROOMS = [
    ("co-quan/", "qlcl.organisations.web.urls"),
    ("co-quan/", "qlcl.reorganisations.web.urls"),
    ("tieu-chuan/", "qlcl.standards.web.urls"),
    ("tai-khoan/", "qlcl.accounts.web.urls"),
    ("van-ban/", "qlcl.papers.web.urls"),
    ("viec/", "qlcl.duties.web.urls"),
    ("dao-tao/", "qlcl.training.web.urls"),
    ("cong-bo/", "qlcl.conformity.web.urls"),
    ("so-dang-ky/", "qlcl.conformity.web.public_urls"),
    ("kiem-tra/", "qlcl.inspections.web.urls"),
    ("chuyen-doi/", "qlcl.transitions.web.urls"),
    ("bao-cao/", "qlcl.reports.web.urls"),
    ("thanh-phan/", "qlcl.ui.web.urls"),
    ("", "qlcl.portal.web.urls"),
]


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in ROOMS if _exists(module)
]
if _exists("qlcl.config.api"):
    from qlcl.config.api import api, docs, missing

    urlpatterns[:0] = [path("api/docs", docs, name="api_docs"), path("api/v1/", api.urls)]
    urlpatterns.insert(2, path("api/v1/<path:rest>", missing, name="api_missing"))
if _exists("qlcl.ui.web.errors"):
    handler403 = "qlcl.ui.web.errors.forbidden"
    handler404 = "qlcl.ui.web.errors.not_found"
    handler500 = "qlcl.ui.web.errors.server_error"
