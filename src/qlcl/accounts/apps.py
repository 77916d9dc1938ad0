"""Registers the accounts room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Import, Kind, Navigation, Parameter

ACTS = (
    Act("accounts.make_person", "Lập tài khoản"),
    Act("accounts.change_person", "Sửa thông tin người dùng"),
    Act("accounts.close_account", "Khóa tài khoản"),
    Act("accounts.open_account", "Mở lại tài khoản"),
    Act("accounts.change_password", "Đổi mật khẩu"),
    Act("accounts.reset_password", "Cấp mật khẩu tạm"),
    Act("accounts.make_position", "Lập vị trí"),
    Act("accounts.end_position", "Kết thúc vị trí"),
    Act("accounts.appoint", "Bổ nhiệm, phân công"),
    Act("accounts.appoint_acting", "Giao quyền, phụ trách"),
    Act("accounts.renew_consultant", "Gia hạn tư vấn"),
    Act("accounts.end_appointment", "Thôi giữ vị trí"),
    Act("accounts.delegate", "Ủy quyền", head_only=True, form="accounts:delegation_new"),
    Act("accounts.revoke_delegation", "Thu hồi ủy quyền", head_only=True),
    Act("accounts.issue_token", "Cấp khóa API"),
    Act("accounts.revoke_token", "Thu hồi khóa API"),
)

_GROUP = "Người và vị trí"
PARAMETERS = (
    Parameter(
        "accounts.vacancy_days",
        "Vị trí trống quá số ngày này thì báo thủ trưởng và tỉnh",
        default="10",
        unit="ngày làm việc",
        group=_GROUP,
        high=250,
    ),
    Parameter(
        "accounts.vacancy_roles",
        "Vị trí không được để trống",
        kind="text",
        default="head,iso_secretary",
        group=_GROUP,
        choices=(
            ("head", "Thủ trưởng"),
            ("head,iso_secretary", "Thủ trưởng, Thư ký ISO"),
            ("head,iso_secretary,deputy", "Thủ trưởng, Thư ký ISO, Phó thủ trưởng"),
            ("head,iso_secretary,internal_auditor", "Thủ trưởng, Thư ký ISO, Đánh giá viên nội bộ"),
        ),
    ),
    Parameter(
        "accounts.acting_back_days",
        "Giao quyền, phụ trách tính lùi nhiều nhất",
        default="30",
        unit="ngày",
        group=_GROUP,
        high=366,
    ),
    Parameter(
        "accounts.consultant_warning_days",
        "Báo trước khi thời hạn của tư vấn kết thúc",
        default="30",
        unit="ngày",
        group=_GROUP,
        low=1,
        high=180,
    ),
)


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "qlcl.accounts"
    label = "accounts"
    verbose_name = "Người dùng và vị trí"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers kinds, acts, navigation and the people's sheet."""
        catalogue.register(
            Kind("person", "Người dùng", "accounts.Person", "accounts:person"),
            Kind("position", "Vị trí", "accounts.Position", "accounts:position"),
            Kind("delegation", "Ủy quyền", "accounts.Delegation", "accounts:delegation"),
            *ACTS,
            Navigation(
                "Người dùng và vị trí",
                "accounts:people",
                100,
                icon="people",
                group="people",
                visible="qlcl.accounts.policies.sees_people",
                covers=("accounts:positions", "accounts:delegations", "/tai-khoan/bo-nhiem/", "duties:vacancies"),
            ),
            *PARAMETERS,
            Import("people", "Người dùng và vị trí", 80, "qlcl.accounts.imports.PEOPLE"),
        )
