"""Addresses of the portal's pages."""

from django.urls import path

from qlcl.portal.web import agency_years, home, imports, journal, leader, search, year_board, year_letter
from qlcl.portal.web.desks import starter

app_name = "portal"

urlpatterns = [
    path("", home.front, name="home"),
    path("bat-dau", starter.start, name="start"),
    path("tim", search.search, name="search"),
    path("tim/goi-y", search.suggestions, name="search_suggestions"),
    path("nhat-ky", journal.journal, name="journal"),
    path("bang-nam", year_board.board, name="year_board"),
    path("bang-nam/cong-van", year_letter.letter, name="year_letter"),
    path("bang-nam/co-quan/<int:agency_id>", agency_years.agency_years, name="agency_years"),
    path("so-lieu", leader.figures, name="leader"),
    path("so-lieu/<slug:code>", leader.rows, name="leader_rows"),
    path("nhap", imports.upload, name="imports"),
    path("nhap/mau/<slug:kind>", imports.template, name="import_template"),
    path("nhap/lan/<int:batch_id>", imports.batch, name="import_batch"),
    path("nhap/lan/<int:batch_id>/hoan-tac", imports.undo, name="import_undo"),
    path("nhap/xem-truoc/<str:token>", imports.preview, name="import_preview"),
    path("nhap/xem-truoc/<str:token>/doi", imports.change, name="import_change"),
    path("nhap/xem-truoc/<str:token>/xac-nhan", imports.confirm, name="import_confirm"),
    path("nhap/xem-truoc/<str:token>/bo", imports.drop, name="import_drop"),
]
