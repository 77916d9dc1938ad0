"""Addresses of inspections by file."""

from django.urls import path

from qlcl.inspections.web import file_board, file_examining, file_page

FILES = [
    path("ho-so", file_board.overview, name="files"),
    path("ho-so/yeu-cau", file_board.ask, name="files_request"),
    path("ho-so/cong-van-yeu-cau", file_board.ask_word, name="files_request_word"),
    path("ho-so/don-doc", file_board.remind, name="files_remind"),
    path("<int:inspection_id>/ho-so", file_page.page, name="file"),
    path("<int:inspection_id>/ho-so/gui", file_page.send, name="file_send"),
    path("<int:inspection_id>/ho-so/cap-nhat", file_page.refresh, name="file_refresh"),
    path("<int:inspection_id>/ho-so/tep/<int:file_evidence_id>", file_page.proof, name="file_proof"),
    path("<int:inspection_id>/ho-so/xem", file_examining.examine, name="file_examine"),
    path("<int:inspection_id>/ho-so/tra-lai", file_examining.give_back, name="file_return"),
    path("<int:inspection_id>/ho-so/ket-luan", file_examining.conclude, name="file_conclude"),
    path("<int:inspection_id>/ho-so/de-nghi", file_examining.correct, name="file_correct"),
    path("<int:inspection_id>/ho-so/cong-van-yeu-cau", file_examining.request_word, name="file_request_word"),
    path("<int:inspection_id>/ho-so/cong-van-sau-xem", file_examining.correction_word, name="file_correction_word"),
]
