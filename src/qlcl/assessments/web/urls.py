"""Addresses of sets and checklists."""

from django.urls import path

from qlcl.assessments.web import answering, carrying, late, listing, question_sets, starting

app_name = "assessments"
urlpatterns = [
    path("", question_sets.listing, name="list"),
    path("bo/<int:set_id>/", question_sets.detail, name="set"),
    path("bo/<int:set_id>/sua", question_sets.edit, name="edit_set"),
    path("phieu/", listing.checklists, name="checklists"),
    path("phieu/moi/<int:system_id>", starting.new, name="new"),
    path("phieu/<int:checklist_id>/", answering.checklist, name="checklist"),
    path("phieu/<int:checklist_id>/gui-muon", late.late, name="late"),
    path("phieu/<int:checklist_id>/ket-luan", starting.conclude, name="conclude"),
    path("phieu/<int:checklist_id>/muc/<int:item_id>/", starting.item, name="item"),
    path("phieu/<int:checklist_id>/muc/<int:item_id>/minh-chung", starting.prove, name="prove"),
    path("phieu/<int:checklist_id>/muc/<int:item_id>/phat-hien", starting.find, name="find"),
    path("phieu/<int:checklist_id>/phat-hien", starting.find, name="find_without_item"),
    path("phat-hien/<int:finding_id>/rut", starting.withdraw, name="withdraw_finding"),
    path("mang-theo/<int:copy_id>/ghi-mat", carrying.write_off, name="write_off"),
    path("minh-chung/<int:proof_id>", starting.proof, name="proof"),
    path("minh-chung/<int:proof_id>/bo", starting.remove_proof, name="remove_proof"),
]
