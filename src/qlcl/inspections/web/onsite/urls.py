"""Addresses of the app for teams on site; the folder is the scope of its service worker."""

from django.urls import path

from qlcl.inspections.web.onsite import sending, shell, taking

urlpatterns = [
    path("", shell.shell, name="onsite"),
    path("sw.js", shell.worker, name="onsite_worker"),
    path("ung-dung.webmanifest", shell.manifest, name="onsite_manifest"),
    path("suc-khoe", shell.health, name="onsite_health"),
    path("danh-sach", taking.listing, name="onsite_list"),
    path("luot/<int:inspection_id>", taking.take, name="onsite_take"),
    path("phieu/<int:checklist_id>/trang-thai", taking.state, name="onsite_state"),
    path("phieu/<int:checklist_id>/tra-lai", taking.give_back, name="onsite_return"),
    path("phieu/<int:checklist_id>/gui", sending.send, name="onsite_send"),
    path("phieu/<int:checklist_id>/anh/<uuid:photo_uid>", sending.part, name="onsite_part"),
    path("phieu/<int:checklist_id>/anh/<uuid:photo_uid>/xong", sending.photo, name="onsite_photo"),
]
