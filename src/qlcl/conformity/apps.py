"""Registers the conformity room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue
from qlcl.kernel.catalogue import Act, Decision, Import, Kind, Navigation, Panel, PaperKind, Search

#: What the room does, and the screens on which a head decides.
ACTS = (
    Act("conformity.define_scope", "Xác định phạm vi áp dụng", form="conformity:define_scope", delegable=True),
    Act("conformity.confirm_effect", "Xác nhận hiệu lực", head_only=True, form="conformity:confirm_effect"),
    Act(
        "conformity.issue_declaration",
        "Ban hành quyết định công bố",
        head_only=True,
        form="conformity:issue_declaration",
        delegable=True,
    ),
    Act("conformity.redeclare", "Công bố lại", head_only=True, form="conformity:redeclare"),
    Act(
        "conformity.notify_department",
        "Thông báo cho cơ quan chủ trì",
        form="conformity:notify_department",
        delegable=True,
    ),
    Act("conformity.post_at_office", "Niêm yết tại trụ sở", form="conformity:post_at_office", delegable=True),
    Act(
        "conformity.publish_on_web",
        "Đăng trang thông tin điện tử",
        form="conformity:publish_on_web",
        delegable=True,
    ),
    Act("conformity.attach_signed_paper", "Tải lên quyết định đã ký"),
    Act("conformity.end_declaration", "Ghi hết hiệu lực", head_only=True),
    Act("conformity.void_declaration", "Hủy bản ghi nhầm"),
    Act("conformity.import_declarations", "Nhập hồ sơ công bố"),
    Act("conformity.correct_declarations", "Sửa hồ sơ công bố đã nhập"),
    Decision("conformity.confirm_effect", "qlcl.conformity.web.decisions.confirm_effect"),
    Decision("conformity.issue_declaration", "qlcl.conformity.web.decisions.declare"),
    Decision("conformity.redeclare", "qlcl.conformity.web.decisions.declare"),
)


class ConformityConfig(AppConfig):
    """The conformity room."""

    name = "qlcl.conformity"
    label = "conformity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's kinds, acts, files, search and place in the navigation."""
        catalogue.register(
            *ACTS,
            Kind("declaration", "Công bố phù hợp tiêu chuẩn", "conformity.Declaration", "conformity:declaration"),
            Kind("effect_confirmation", "Xác nhận hiệu lực", "conformity.EffectConfirmation"),
            Kind("scope", "Phạm vi áp dụng", "conformity.Scope"),
            Navigation(
                "Công bố",
                "conformity:list",
                30,
                icon="declaration",
                visible="qlcl.conformity.policies.sees_declarations",
            ),
            Navigation("Sổ đăng ký công bố", "register:list", 85, icon="register", group="more"),
            PaperKind(
                "conformity.decision",
                "Quyết định công bố",
                "papers/conformity.decision.txt",
                "qlcl.conformity.drafts.sample_decision",
            ),
            Panel(
                "agency",
                "conformity",
                "Công bố phù hợp tiêu chuẩn",
                30,
                "conformity/panel.html",
                "qlcl.conformity.queries.agency_panel",
            ),
            Import("declarations", "Công bố phù hợp tiêu chuẩn", 40, "qlcl.conformity.imports.DECLARATIONS"),
            Search("declaration", "Công bố", 20, "qlcl.conformity.queries.search_declarations"),
        )
