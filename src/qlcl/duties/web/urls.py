"""Addresses of the duties room."""

from django.urls import path

from qlcl.duties.web import (
    assigning,
    changes,
    closing,
    decision,
    digest,
    due,
    duty,
    inbox,
    letters,
    listing,
    mine,
    nightly,
)

app_name = "duties"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("thong-bao/", inbox.inbox_page, name="inbox"),
    path("thong-bao/da-doc/", inbox.read, name="read"),
    path("thong-bao/qua-thu/", digest.digest_choice, name="digest_choice"),
    path("den-han/", due.due, name="due"),
    path("cong-van/", letters.letters, name="letters"),
    path("cong-van/soan/", letters.draft, name="draft_letter"),
    path("cong-van/<int:letter_id>/", letters.letter_page, name="letter"),
    path("cong-van/<int:letter_id>/word/", letters.letter_word, name="letter_word"),
    path("viec-nen/", nightly.nightly, name="nightly"),
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
