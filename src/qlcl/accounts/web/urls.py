"""Addresses of the accounts room, under /tai-khoan."""

from django.urls import path

from qlcl.accounts.web import sign_in

app_name = "accounts"
urlpatterns = [
    path("dang-nhap", sign_in.sign_in, name="sign_in"),
    path("dang-xuat", sign_in.sign_out, name="sign_out"),
]
