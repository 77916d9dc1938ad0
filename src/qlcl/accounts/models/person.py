"""Persons who sign in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models

from qlcl.kernel.text import fold, nfc, sort_key

USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9._-]{1,62}[a-z0-9]$",
    "Tên đăng nhập gồm 3–64 chữ cái thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới.",
)


class Persons(BaseUserManager["Person"]):
    """Finds persons by username, whatever the case typed."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """The person with that username."""
        return self.get(username=nfc(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Somebody who signs in. What a person may do comes from appointments to positions, never from here."""

    username = models.CharField("tên đăng nhập", max_length=64, unique=True, validators=[USERNAME])
    full_name = models.CharField("họ và tên", max_length=120)
    name_fold = models.CharField(max_length=160, db_index=True, editable=False)
    name_sort = models.BinaryField(max_length=700, editable=False, db_index=True)
    email = models.EmailField("thư điện tử", blank=True)
    agency = models.ForeignKey(
        "organisations.Agency", on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan quản lý tài khoản"
    )
    is_active = models.BooleanField("được đăng nhập", default=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=True)
    password_changed_at = models.DateTimeField("đổi mật khẩu lúc", null=True, blank=True)
    illustration = models.BooleanField("minh họa", default=False)

    objects = Persons()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    sealed_fields = ("username", "full_name", "email", "agency_id", "is_active", "illustration")
    seal_shape = 1

    class Meta:
        verbose_name = "người dùng"
        constraints = [
            models.CheckConstraint(condition=~models.Q(username=""), name="person_username_not_empty"),
            models.CheckConstraint(condition=~models.Q(full_name=""), name="person_full_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.full_name

    def fill_name_keys(self) -> None:
        """Derives the keys for search and order from the full name (given name first, as Vietnamese lists do)."""
        self.full_name = " ".join(nfc(self.full_name).split())
        words = self.full_name.split(" ")
        self.name_fold = fold(self.full_name)
        self.name_sort = sort_key(" ".join([words[-1], *words[:-1]]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves with the name's keys up to date."""
        if kwargs.get("update_fields") is None:
            self.fill_name_keys()
        super().save(*args, **kwargs)
