"""Registers the organisations room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class OrganisationsConfig(AppConfig):
    """The organisations room."""

    name = "qlcl.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Names the room's things, acts, page and search."""
        catalogue.register(
            catalogue.Kind("agency", "Cơ quan", "organisations.Agency", "organisations:agency"),
            catalogue.Kind("system", "Hệ thống quản lý chất lượng", "organisations.QualitySystem"),
            catalogue.Act("organisations.register_agencies", "Ghi cơ quan vào danh bạ"),
            catalogue.Act("organisations.change_agency", "Sửa thông tin cơ quan"),
            catalogue.Act("organisations.change_duty_to_apply", "Đổi nghĩa vụ áp dụng"),
            catalogue.Act("organisations.record_successions", "Ghi quan hệ kế thừa"),
            catalogue.Act("organisations.end_agencies", "Kết thúc hoạt động của cơ quan"),
            catalogue.Kind("settings", "Tham số", "organisations.Agency"),
            catalogue.Act("organisations.change_settings", "Đổi tham số"),
            catalogue.Navigation(
                "Tham số",
                "organisations:settings",
                140,
                "settings",
                group="admin",
                visible="qlcl.organisations.policies.is_provincial",
            ),
            catalogue.Navigation(
                "Cơ quan", "organisations:agencies", 80, "building", "more", "qlcl.organisations.policies.is_signed_in"
            ),
            catalogue.Search("agency", "Cơ quan", 10, "qlcl.organisations.queries.search_agencies"),
        )
