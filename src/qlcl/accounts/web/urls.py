"""Addresses of the accounts room, under /tai-khoan."""

from django.urls import path

from qlcl.accounts.web import account, charge, delegations, people, positions, sign_in

app_name = "accounts"
urlpatterns = [
    path("", account.me, name="me"),
    path("dang-nhap", sign_in.sign_in, name="sign_in"),
    path("dang-xuat", sign_in.sign_out, name="sign_out"),
    path("mat-khau", account.change_password, name="change_password"),
    path("khoa-api/moi", account.token_new, name="token_new"),
    path("khoa-api/<int:pk>/thu-hoi", account.token_revoke, name="token_revoke"),
    path("nguoi-dung", people.people, name="people"),
    path("nguoi-dung/moi", people.person_new, name="person_new"),
    path("nguoi-dung/<int:pk>", people.person, name="person"),
    path("nguoi-dung/<int:pk>/sua", people.person_edit, name="person_edit"),
    path("nguoi-dung/<int:pk>/mat-khau-tam", people.person_reset, name="person_reset"),
    path("nguoi-dung/<int:pk>/khoa", people.person_open, name="person_open"),
    path("vi-tri", positions.positions, name="positions"),
    path("vi-tri/moi", positions.position_new, name="position_new"),
    path("vi-tri/<int:pk>", positions.position, name="position"),
    path("vi-tri/<int:pk>/bo-nhiem", positions.appoint_to, name="appoint"),
    path("vi-tri/<int:pk>/phu-trach", charge.put_in_charge, name="appoint_acting"),
    path("bo-nhiem/<int:pk>/gia-han", charge.renew, name="renew_consultant"),
    path("vi-tri/<int:pk>/ket-thuc", positions.position_end, name="position_end"),
    path("bo-nhiem/<int:pk>/ket-thuc", positions.appointment_end, name="appointment_end"),
    path("uy-quyen", delegations.delegations, name="delegations"),
    path("uy-quyen/moi", delegations.delegation_new, name="delegation_new"),
    path("uy-quyen/<int:pk>", delegations.delegation, name="delegation"),
]
