"""Forms of the accounts room."""

from django import forms


class SignInForm(forms.Form):
    """Username and password."""

    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label="Mật khẩu",
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
