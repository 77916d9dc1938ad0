"""Addresses of inspections: the register, the plan of the year, the inspectors."""

from django.urls import include, path

from qlcl.inspections.web import inspectors, plan_changes, plans, recording, register

app_name = "inspections"
urlpatterns = [
    path("", register.listing, name="inspections"),
    path("moi", recording.record, name="record"),
    path("<int:inspection_id>/", register.detail, name="inspection"),
    path("<int:inspection_id>/sua", recording.correct, name="correct"),
    path("<int:inspection_id>/huy", recording.void, name="void"),
    path("tai-cho/", include("qlcl.inspections.web.onsite.urls")),
    path("ke-hoach", plans.plans, name="plans"),
    path("ke-hoach/<int:plan_id>/", plans.plan, name="plan"),
    path("ke-hoach/<int:plan_id>/mau-19", plans.plan_word, name="plan_word"),
    path("ke-hoach/<int:plan_id>/ban-quet", plans.plan_scan, name="plan_scan"),
    path("ke-hoach/<int:plan_id>/xep-lich", plan_changes.schedule, name="plan_schedule"),
    path("ke-hoach/<int:plan_id>/them", plan_changes.plan_add, name="plan_add"),
    path("ke-hoach/<int:plan_id>/them-con-thieu", plan_changes.plan_add_missing, name="plan_add_missing"),
    path("ke-hoach/<int:plan_id>/trinh", plan_changes.plan_submit, name="plan_submit"),
    path("ke-hoach/<int:plan_id>/rut", plan_changes.plan_return, name="plan_return"),
    path("ke-hoach/<int:plan_id>/phe-duyet", plan_changes.plan_approve, name="plan_approve"),
    path("ke-hoach/<int:plan_id>/co-quan/<int:plan_line_id>", plan_changes.plan_line, name="plan_line"),
    path("ke-hoach/<int:plan_id>/co-quan/<int:plan_line_id>/dua-ra", plan_changes.plan_drop, name="plan_drop"),
    path("kiem-tra-vien", inspectors.inspectors, name="inspectors"),
    path("kiem-tra-vien/moi", inspectors.inspector_new, name="inspector_new"),
    path("kiem-tra-vien/<int:inspector_id>/", inspectors.inspector, name="inspector"),
]
