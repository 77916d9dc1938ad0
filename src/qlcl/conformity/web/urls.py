"""Addresses of conformity."""

from django.urls import path

from qlcl.conformity.web import declaration, ending, issuing, listing, notices, scope, system

app_name = "conformity"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("<int:declaration_id>/", declaration.detail, name="declaration"),
    path("<int:declaration_id>/quyet-dinh.<str:kind>", declaration.paper, name="paper"),
    path("<int:declaration_id>/tep/<str:which>", declaration.file, name="file"),
    path("<int:declaration_id>/ban-ky", ending.attach, name="attach"),
    path("<int:declaration_id>/het-hieu-luc", ending.end, name="end"),
    path("<int:declaration_id>/huy", ending.void, name="void"),
    path("<int:declaration_id>/ghi/<str:code>", notices.record, name="notice"),
    path("he-thong/<int:system_id>/", system.detail, name="system"),
    path("he-thong/<int:system_id>/nhat-ky", system.journal, name="journal"),
    path("he-thong/<int:system_id>/du-thao.<str:kind>", system.draft, name="draft"),
    path("he-thong/<int:system_id>/pham-vi", scope.define, name="define_scope"),
    path("he-thong/<int:system_id>/xac-nhan-hieu-luc", issuing.confirm, name="confirm_effect"),
    path("he-thong/<int:system_id>/cong-bo", issuing.issue, name="issue_declaration"),
    path("he-thong/<int:system_id>/cong-bo-lai", issuing.again, name="redeclare"),
    path("he-thong/<int:system_id>/thong-bao", notices.due, {"code": "notify_department"}, name="notify_department"),
    path("he-thong/<int:system_id>/niem-yet", notices.due, {"code": "post_at_office"}, name="post_at_office"),
    path("he-thong/<int:system_id>/dang-trang", notices.due, {"code": "publish_on_web"}, name="publish_on_web"),
]
