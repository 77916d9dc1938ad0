"""Addresses of the templates of papers."""

from django.urls import path

from qlcl.papers.web import templates

app_name = "papers"
urlpatterns = [
    path("", templates.template_list_page, name="templates"),
    path("<str:kind>/", templates.template_page, name="template"),
    path("<str:kind>/xem-thu/", templates.preview, name="preview"),
    path("<str:kind>/mau-goc/", templates.restore, name="restore"),
]
