"""Addresses of the transitions room."""

from django.urls import path

from qlcl.transitions.web import board, campaign, changes, enrolments, opening, path_page, reminder

app_name = "transitions"
urlpatterns = [
    path("", campaign.campaigns, name="list"),
    path("mo/", opening.open_page, name="open"),
    path("<int:campaign_id>/", campaign.detail, name="campaign"),
    path("<int:campaign_id>/ke-hoach/", campaign.plan_file, name="plan_file"),
    path("<int:campaign_id>/nhat-ky/", campaign.timeline, name="timeline"),
    path("<int:campaign_id>/bang/", board.board, name="board"),
    path("<int:campaign_id>/co-quan/", enrolments.enrolments, name="enrolments"),
    path("<int:campaign_id>/them/", changes.enrol, name="enrol"),
    path("<int:campaign_id>/han/", changes.dates, name="dates"),
    path("<int:campaign_id>/don-doc/", reminder.reminder, name="remind"),
    path("co-quan/<int:enrolment_id>/", path_page.detail, name="path"),
    path("co-quan/<int:enrolment_id>/phuong-thuc/", changes.preparation, name="preparation"),
]
