"""Addresses of nonconformities."""

from django.urls import path

from qlcl.corrective.web import curing, listing, nonconformity

app_name = "corrective"
urlpatterns = [
    path("", listing.listing, name="list"),
    path("moi/<int:system_id>", curing.new, name="new"),
    path("<int:nonconformity_id>/", nonconformity.detail, name="nonconformity"),
    path("<int:nonconformity_id>/khac-phuc-ngay", curing.correct, name="correct"),
    path("<int:nonconformity_id>/nguyen-nhan", curing.cause, name="cause"),
    path("<int:nonconformity_id>/hanh-dong", curing.plan, name="plan"),
    path("<int:nonconformity_id>/hieu-qua", curing.effect, name="effect"),
    path("<int:nonconformity_id>/rut", curing.withdrawal, name="withdraw"),
    path("hanh-dong/<int:action_id>", curing.complete, name="action"),
    path("hanh-dong/<int:action_id>/bo", curing.drop, name="drop"),
    path("bang-chung/<int:evidence_id>", nonconformity.evidence, name="evidence"),
]
