"""Addresses of every room."""

from django.urls import include, path

from qlcl.config.api import api, missing
from qlcl.config.api_docs import docs

urlpatterns = [
    path("api/docs", docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("api/v1/<path:rest>", missing, name="api_missing"),
    path("co-quan/", include("qlcl.organisations.web.urls")),
    path("co-quan/", include("qlcl.reorganisations.web.urls")),
    path("tieu-chuan/", include("qlcl.standards.web.urls")),
    path("tai-khoan/", include("qlcl.accounts.web.urls")),
    path("van-ban/", include("qlcl.papers.web.urls")),
    path("viec/", include("qlcl.duties.web.urls")),
    path("dao-tao/", include("qlcl.training.web.urls")),
    path("cong-bo/", include("qlcl.conformity.web.urls")),
    path("so-dang-ky/", include("qlcl.conformity.web.public_urls")),
    path("kiem-tra/", include("qlcl.inspections.web.urls")),
    path("khong-phu-hop/", include("qlcl.corrective.web.urls")),
    path("danh-muc-kiem/", include("qlcl.assessments.web.urls")),
    path("chuyen-doi/", include("qlcl.transitions.web.urls")),
    path("ra-soat/", include("qlcl.checks.web.urls")),
    path("bao-cao/", include("qlcl.reports.web.urls")),
    path("thanh-phan/", include("qlcl.ui.web.urls")),
    path("", include("qlcl.portal.web.urls")),
]

handler400 = "qlcl.ui.web.errors.bad_request"
handler403 = "qlcl.ui.web.errors.forbidden"
handler404 = "qlcl.ui.web.errors.not_found"
handler500 = "qlcl.ui.web.errors.server_error"
