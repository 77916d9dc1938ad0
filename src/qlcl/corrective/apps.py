"""Registers the corrective room with Django and with the catalogue."""

from django.apps import AppConfig

from qlcl.kernel import catalogue


class CorrectiveConfig(AppConfig):
    """The corrective room."""

    name = "qlcl.corrective"
    label = "corrective"
    verbose_name = "Khắc phục"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Names the room's things, acts, terms, page, search and panel."""
        form = "corrective:nonconformity"
        catalogue.register(
            catalogue.Kind("nonconformity", "Điểm không phù hợp", "corrective.Nonconformity", form),
            catalogue.Kind("corrective_action", "Hành động khắc phục", "corrective.CorrectiveAction"),
            catalogue.Act("corrective.raise", "Ghi điểm không phù hợp"),
            catalogue.Act("corrective.correct_at_once", "Khắc phục ngay"),
            catalogue.Act("corrective.find_cause", "Tìm nguyên nhân", form=form),
            catalogue.Act("corrective.plan_action", "Định hành động khắc phục"),
            catalogue.Act("corrective.complete_action", "Hoàn thành hành động khắc phục", form="corrective:action"),
            catalogue.Act("corrective.drop_action", "Bỏ hành động khắc phục"),
            catalogue.Act("corrective.put_off", "Định hạn khắc phục mới"),
            catalogue.Act("corrective.check_effect", "Xác nhận hiệu quả khắc phục", form=form),
            catalogue.Act("corrective.withdraw", "Rút điểm không phù hợp"),
            catalogue.Act("corrective.record_past", "Ghi điểm không phù hợp đã có"),
            catalogue.Act("corrective.end_subject", "Kết thúc điểm không phù hợp theo cơ quan"),
            *_terms(),
            catalogue.Navigation(
                "Khắc phục",
                "corrective:list",
                65,
                "repair",
                visible="qlcl.organisations.policies.is_signed_in",
            ),
            catalogue.Search(
                "nonconformity", "Điểm không phù hợp", 45, "qlcl.corrective.queries.search_nonconformities"
            ),
            catalogue.Panel(
                "agency",
                "corrective",
                "Điểm không phù hợp chưa khép",
                55,
                "corrective/panel.html",
                "qlcl.corrective.queries.agency_panel",
                "Kiểm tra, khắc phục",
            ),
        )


def _terms() -> list[catalogue.Parameter]:
    """Days that no law fixes."""
    group = "Khắc phục không phù hợp"
    days = (
        ("corrective.fix_days_serious", "Hạn khắc phục điểm nặng", "30"),
        ("corrective.fix_days_ordinary", "Hạn khắc phục điểm nhẹ", "60"),
        ("corrective.fix_days_remark", "Hạn xử lý điểm lưu ý", "90"),
        ("corrective.cause_days", "Hạn tìm nguyên nhân, kể từ ngày phát hiện", "15"),
        ("corrective.verify_days", "Xem hiệu quả sau khi hành động cuối cùng xong", "60"),
    )
    return [
        catalogue.Parameter(code, label, default=default, unit="ngày", group=group, low=1, high=730)
        for code, label, default in days
    ]
