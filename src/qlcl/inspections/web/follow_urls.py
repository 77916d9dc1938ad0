"""Addresses of what follows an inspection: verdicts on last time, the corrective report, the board, its letters."""

from django.urls import path

from qlcl.inspections.web import board, follow_letters, follow_up, judging, reports

FOLLOW = [
    path("<int:inspection_id>/lan-truoc/<int:nonconformity_id>", follow_up.look_again, name="look_again"),
    path("<int:inspection_id>/khac-phuc", reports.report, name="report"),
    path("<int:inspection_id>/khac-phuc/bao-cao", reports.report_word, name="report_word"),
    path("<int:inspection_id>/khac-phuc/chua-chap-nhan", reports.refusal_word, name="refusal_word"),
    path("<int:inspection_id>/khac-phuc/so-van-ban", judging.refusal_number, name="refusal_number"),
    path("<int:inspection_id>/khac-phuc/bang-chung/<int:report_proof_id>", reports.report_proof, name="report_proof"),
    path(
        "<int:inspection_id>/khac-phuc/bang-chung/<int:report_proof_id>/bo",
        reports.report_proof_remove,
        name="report_proof_remove",
    ),
    path("theo-doi", board.board, name="board"),
    path("theo-doi/cong-van", follow_letters.follow_letters, name="follow_letters"),
    path("theo-doi/cong-van/moi", follow_letters.follow_letter_new, name="follow_letter_new"),
    path("theo-doi/cong-van/<int:follow_letter_id>/", follow_letters.follow_letter, name="follow_letter"),
    path("theo-doi/cong-van/<int:follow_letter_id>/word", follow_letters.follow_letter_word, name="follow_letter_word"),
]
