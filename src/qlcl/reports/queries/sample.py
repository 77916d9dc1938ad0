"""A made-up report on which templates are tried."""

from datetime import date
from typing import Any


def sample_status() -> dict[str, Any]:
    """A yearly report with one line of everything."""
    headers = ["Chỉ tiêu", "Cấp tỉnh", "Cấp xã", "Toàn tỉnh", "Mẫu số", "Tỷ lệ (%)"]
    parts = [
        {
            "numeral": "I",
            "title": "Chỉ đạo, kế hoạch",
            "sentences": ["Trong kỳ có 01 kế hoạch, chiến dịch chuyển đổi đang thực hiện."],
            "headers": headers,
            "rows": [
                {"strong": True, "cells": ["Công bố đang có hiệu lực", "20", "80", "100", "120", "83,33"]},
                {"strong": False, "cells": ["– ISO 9001:2015", "20", "80", "100", "100", "100"]},
            ],
            "note": "Số liệu đến hết ngày 31/12/2021.",
            "texts": ["Ủy ban nhân dân tỉnh đã chỉ đạo các cơ quan duy trì, cải tiến HTQLCL."],
            "to_write": [],
        },
        {
            "numeral": "II",
            "title": "Kiến nghị",
            "sentences": [],
            "headers": [],
            "rows": [],
            "note": "",
            "texts": [],
            "to_write": ["Kiến nghị, đề xuất"],
        },
    ]
    agency = ["1", "M-X1", "Ủy ban nhân dân xã Mẫu", "Cấp xã", "12/QĐ-UBND", "10/05/2021", "TCVN ISO 9001:2015"]
    return {
        "superior_name": "UBND tỉnh Mẫu",
        "department": "Sở Khoa học và Công nghệ",
        "place": "Mẫu",
        "province_name": "Ủy ban nhân dân tỉnh Mẫu",
        "title": "Tình hình xây dựng, áp dụng hệ thống quản lý chất lượng theo TCVN ISO 9001 năm 2021",
        "since": date(2021, 1, 1),
        "until": date(2021, 12, 31),
        "illustration": "",
        "parts": parts,
        "named": [["1", "M-X1", "Ủy ban nhân dân xã Mẫu", "Cấp xã", "2", "31/12/2021"]],
        "agencies": [[*agency, "01/10/2021", "05/11/2021", "–", "–", "2"]],
    }


def sample_inspections() -> dict[str, Any]:
    """A synthesis of inspections with one line of everything."""
    headers = ["TT", "Mã", "Cơ quan", "Cấp", "Theo kế hoạch", "Ngày kiểm tra", "Hình thức", "Số điểm không phù hợp",
               "Đã xác nhận khắc phục", "Báo cáo khắc phục", "Còn mở đến cuối kỳ"]  # fmt: skip
    agency = ["1", "M-X1", "Ủy ban nhân dân xã Mẫu", "Cấp xã", "Tại trụ sở", "10/05/2021", "Tại trụ sở", "3", "2"]
    return {
        **sample_status(),
        "title": "Tổng hợp kết quả kiểm tra việc xây dựng, áp dụng hệ thống quản lý chất lượng năm 2021",
        "named": [],
        "agency_headers": headers,
        "agencies": [[*agency, "Đúng hạn", "1"]],
    }
