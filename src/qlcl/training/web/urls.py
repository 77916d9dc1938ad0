"""Addresses of training."""

from django.urls import path

from qlcl.training.web import attendance, certificates, classes, untrained, voiding

app_name = "training"
urlpatterns = [
    path("", classes.listing, name="classes"),
    path("lop/moi", classes.record, name="record_class"),
    path("lop/<int:class_id>/", classes.detail, name="class"),
    path("lop/<int:class_id>/sua", classes.correct, name="correct_class"),
    path("lop/<int:class_id>/huy", voiding.training_class, name="void_class"),
    path("lop/<int:class_id>/du-lop", attendance.register, name="register_attendance"),
    path("lop/<int:class_id>/chung-chi", certificates.issue, name="issue_certificate"),
    path("du-lop/<int:attendance_id>/", attendance.detail, name="attendance"),
    path("du-lop/<int:attendance_id>/sua", attendance.correct, name="correct_attendance"),
    path("du-lop/<int:attendance_id>/huy", voiding.attendance, name="void_attendance"),
    path("chua-co-nguoi-du", untrained.untrained, name="untrained"),
    path("danh-gia-vien", certificates.auditors, name="auditors"),
    path("chung-chi/moi", certificates.issue, name="issue_other_certificate"),
    path("chung-chi/<int:certificate_id>/", certificates.detail, name="certificate"),
    path("chung-chi/<int:certificate_id>/huy", voiding.certificate, name="void_certificate"),
]
