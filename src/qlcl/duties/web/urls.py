"""Addresses of the duties room."""

from django.urls import path

from qlcl.duties.web import assigning, changes, closing, decision, duty, inbox, listing, mine

app_name = "duties"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("thong-bao/", inbox.inbox_page, name="inbox"),
    path("thong-bao/da-doc/", inbox.read, name="read"),
    path("<int:duty_id>/", duty.detail, name="duty"),
    path("<int:duty_id>/minh-chung/", duty.evidence, name="evidence"),
    path("danh-sach/", listing.listing, name="list"),
    path("quyet-dinh/<int:duty_id>/", decision.decision, name="decision"),
    path("<int:duty_id>/hoan-thanh/", closing.close, name="close"),
    path("<int:duty_id>/khong-thay-doi/", closing.unchanged, name="unchanged"),
    path("<int:duty_id>/phan-cong/", assigning.assigning, name="assign"),
    path("<int:duty_id>/giai-trinh/", changes.explanation, name="explain"),
    path("<int:duty_id>/chuyen-han/", changes.move, name="move"),
]
