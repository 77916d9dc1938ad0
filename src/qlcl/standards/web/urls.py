"""Addresses of the standards."""

from django.urls import path

from qlcl.standards.web import editions

app_name = "standards"
urlpatterns = [
    path("", editions.edition_list_page, name="editions"),
    path("<int:pk>/", editions.edition_detail_page, name="edition"),
    path("<int:pk>/sua/", editions.edit_edition_page, name="edit_edition"),
    path("doi-chieu/<int:before>/<int:after>/", editions.comparison_page, name="comparison"),
]
