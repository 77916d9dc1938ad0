"""The days off of the country, and the weekend days worked for others (without words), as first known.

Taken from the library `holidays`, with which a test compares them; reading it at every start would cost a quarter of
a second. A newer version of the library says what to add.
"""

from datetime import date

_DAYS = """\
2018-01-01 Tết Dương lịch
2018-02-14 29 Tết
2018-02-15 Giao thừa Tết Nguyên Đán
2018-02-16 Tết Nguyên Đán
2018-02-17 Mùng hai Tết Nguyên Đán
2018-02-18 Mùng ba Tết Nguyên Đán
2018-02-19 Mùng bốn Tết Nguyên Đán
2018-02-20 Mùng năm Tết Nguyên Đán
2018-04-25 Ngày Giỗ Tổ Hùng Vương
2018-04-30 Ngày Chiến thắng
2018-05-01 Ngày Quốc tế Lao động
2018-09-02 Quốc khánh
2018-09-03 Quốc khánh (nghỉ bù)
2018-12-31 Ngày nghỉ (thay cho ngày 05/01/2019)
2019-01-01 Tết Dương lịch
2019-01-05
2019-02-04 Giao thừa Tết Nguyên Đán
2019-02-05 Tết Nguyên Đán
2019-02-06 Mùng hai Tết Nguyên Đán
2019-02-07 Mùng ba Tết Nguyên Đán
2019-02-08 Mùng bốn Tết Nguyên Đán
2019-04-14 Ngày Giỗ Tổ Hùng Vương
2019-04-15 Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2019-04-29 Ngày nghỉ (thay cho ngày 04/05/2019)
2019-04-30 Ngày Chiến thắng
2019-05-01 Ngày Quốc tế Lao động
2019-05-04
2019-09-02 Quốc khánh
2020-01-01 Tết Dương lịch
2020-01-23 29 Tết
2020-01-24 Giao thừa Tết Nguyên Đán
2020-01-25 Tết Nguyên Đán
2020-01-26 Mùng hai Tết Nguyên Đán
2020-01-27 Mùng ba Tết Nguyên Đán
2020-01-28 Mùng bốn Tết Nguyên Đán
2020-01-29 Mùng năm Tết Nguyên Đán
2020-04-02 Ngày Giỗ Tổ Hùng Vương
2020-04-30 Ngày Chiến thắng
2020-05-01 Ngày Quốc tế Lao động
2020-09-02 Quốc khánh
2021-01-01 Tết Dương lịch
2021-02-10 29 Tết
2021-02-11 Giao thừa Tết Nguyên Đán
2021-02-12 Tết Nguyên Đán
2021-02-13 Mùng hai Tết Nguyên Đán
2021-02-14 Mùng ba Tết Nguyên Đán
2021-02-15 Mùng bốn Tết Nguyên Đán
2021-02-16 Mùng năm Tết Nguyên Đán
2021-04-21 Ngày Giỗ Tổ Hùng Vương
2021-04-30 Ngày Chiến thắng
2021-05-01 Ngày Quốc tế Lao động
2021-05-03 Ngày Quốc tế Lao động (nghỉ bù)
2021-09-02 Quốc khánh
2021-09-03 Quốc khánh
2022-01-01 Tết Dương lịch
2022-01-03 Tết Dương lịch (nghỉ bù)
2022-01-31 Giao thừa Tết Nguyên Đán
2022-02-01 Tết Nguyên Đán
2022-02-02 Mùng hai Tết Nguyên Đán
2022-02-03 Mùng ba Tết Nguyên Đán
2022-02-04 Mùng bốn Tết Nguyên Đán
2022-04-10 Ngày Giỗ Tổ Hùng Vương
2022-04-11 Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2022-04-30 Ngày Chiến thắng
2022-05-01 Ngày Quốc tế Lao động
2022-05-02 Ngày Chiến thắng (nghỉ bù)
2022-05-03 Ngày Quốc tế Lao động (nghỉ bù)
2022-09-01 Quốc khánh
2022-09-02 Quốc khánh
2023-01-01 Tết Dương lịch
2023-01-02 Tết Dương lịch (nghỉ bù)
2023-01-20 29 Tết
2023-01-21 Giao thừa Tết Nguyên Đán
2023-01-22 Tết Nguyên Đán
2023-01-23 Mùng hai Tết Nguyên Đán
2023-01-24 Mùng ba Tết Nguyên Đán
2023-01-25 Mùng bốn Tết Nguyên Đán
2023-01-26 Mùng năm Tết Nguyên Đán
2023-04-29 Ngày Giỗ Tổ Hùng Vương
2023-04-30 Ngày Chiến thắng
2023-05-01 Ngày Quốc tế Lao động
2023-05-02 Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2023-05-03 Ngày Chiến thắng (nghỉ bù)
2023-09-01 Quốc khánh
2023-09-02 Quốc khánh
2023-09-04 Quốc khánh (nghỉ bù)
2024-01-01 Tết Dương lịch
2024-02-08 29 Tết
2024-02-09 Giao thừa Tết Nguyên Đán
2024-02-10 Tết Nguyên Đán
2024-02-11 Mùng hai Tết Nguyên Đán
2024-02-12 Mùng ba Tết Nguyên Đán
2024-02-13 Mùng bốn Tết Nguyên Đán
2024-02-14 Mùng năm Tết Nguyên Đán
2024-04-18 Ngày Giỗ Tổ Hùng Vương
2024-04-29 Ngày nghỉ (thay cho ngày 04/05/2024)
2024-04-30 Ngày Chiến thắng
2024-05-01 Ngày Quốc tế Lao động
2024-05-04
2024-09-02 Quốc khánh
2024-09-03 Quốc khánh
2025-01-01 Tết Dương lịch
2025-01-27 29 Tết
2025-01-28 Giao thừa Tết Nguyên Đán
2025-01-29 Tết Nguyên Đán
2025-01-30 Mùng hai Tết Nguyên Đán
2025-01-31 Mùng ba Tết Nguyên Đán
2025-02-01 Mùng bốn Tết Nguyên Đán
2025-04-07 Ngày Giỗ Tổ Hùng Vương
2025-04-26
2025-04-30 Ngày Chiến thắng
2025-05-01 Ngày Quốc tế Lao động
2025-05-02 Ngày nghỉ (thay cho ngày 26/04/2025)
2025-09-01 Quốc khánh
2025-09-02 Quốc khánh
2026-01-01 Tết Dương lịch
2026-02-16 Giao thừa Tết Nguyên Đán
2026-02-17 Tết Nguyên Đán
2026-02-18 Mùng hai Tết Nguyên Đán
2026-02-19 Mùng ba Tết Nguyên Đán
2026-02-20 Mùng bốn Tết Nguyên Đán
2026-04-26 Ngày Giỗ Tổ Hùng Vương
2026-04-27 Ngày Giỗ Tổ Hùng Vương (nghỉ bù)
2026-04-30 Ngày Chiến thắng
2026-05-01 Ngày Quốc tế Lao động
2026-08-22
2026-08-31 Ngày nghỉ (thay cho ngày 22/08/2026)
2026-09-01 Quốc khánh
2026-09-02 Quốc khánh
2026-11-24 Ngày Văn hóa Việt Nam
2027-01-01 Tết Dương lịch
2027-02-04 29 Tết
2027-02-05 Giao thừa Tết Nguyên Đán
2027-02-06 Tết Nguyên Đán
2027-02-07 Mùng hai Tết Nguyên Đán
2027-02-08 Mùng ba Tết Nguyên Đán
2027-02-09 Mùng bốn Tết Nguyên Đán
2027-02-10 Mùng năm Tết Nguyên Đán
2027-04-16 Ngày Giỗ Tổ Hùng Vương
2027-04-30 Ngày Chiến thắng
2027-05-01 Ngày Quốc tế Lao động
2027-05-03 Ngày Quốc tế Lao động (nghỉ bù)
2027-09-02 Quốc khánh
2027-09-03 Quốc khánh
2027-11-24 Ngày Văn hóa Việt Nam
2028-01-01 Tết Dương lịch
2028-01-03 Tết Dương lịch (nghỉ bù)
2028-01-24 29 Tết
2028-01-25 Giao thừa Tết Nguyên Đán
2028-01-26 Tết Nguyên Đán
2028-01-27 Mùng hai Tết Nguyên Đán
2028-01-28 Mùng ba Tết Nguyên Đán
2028-01-29 Mùng bốn Tết Nguyên Đán
2028-04-04 Ngày Giỗ Tổ Hùng Vương
2028-04-30 Ngày Chiến thắng
2028-05-01 Ngày Quốc tế Lao động
2028-05-02 Ngày Chiến thắng (nghỉ bù)
2028-09-01 Quốc khánh
2028-09-02 Quốc khánh
2028-09-04 Quốc khánh (nghỉ bù)
2028-11-24 Ngày Văn hóa Việt Nam
2029-01-01 Tết Dương lịch
2029-02-12 Giao thừa Tết Nguyên Đán
2029-02-13 Tết Nguyên Đán
2029-02-14 Mùng hai Tết Nguyên Đán
2029-02-15 Mùng ba Tết Nguyên Đán
2029-02-16 Mùng bốn Tết Nguyên Đán
2029-04-23 Ngày Giỗ Tổ Hùng Vương
2029-04-30 Ngày Chiến thắng
2029-05-01 Ngày Quốc tế Lao động
2029-09-02 Quốc khánh
2029-09-03 Quốc khánh
2029-09-04 Quốc khánh (nghỉ bù)
2029-11-24 Ngày Văn hóa Việt Nam
2029-11-26 Ngày Văn hóa Việt Nam (nghỉ bù)
2030-01-01 Tết Dương lịch
2030-01-31 29 Tết
2030-02-01 Giao thừa Tết Nguyên Đán
2030-02-02 Tết Nguyên Đán
2030-02-03 Mùng hai Tết Nguyên Đán
2030-02-04 Mùng ba Tết Nguyên Đán
2030-02-05 Mùng bốn Tết Nguyên Đán
2030-02-06 Mùng năm Tết Nguyên Đán
2030-04-12 Ngày Giỗ Tổ Hùng Vương
2030-04-30 Ngày Chiến thắng
2030-05-01 Ngày Quốc tế Lao động
2030-09-02 Quốc khánh
2030-09-03 Quốc khánh
2030-11-24 Ngày Văn hóa Việt Nam
2030-11-25 Ngày Văn hóa Việt Nam (nghỉ bù)
"""


def days() -> list[tuple[date, str]]:
    """(day, what it is called), in order; empty where a weekend day is worked."""
    return [(date.fromisoformat(line[:10]), line[11:]) for line in _DAYS.splitlines()]
