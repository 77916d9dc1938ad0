"""Small files of a province, for tests of imports."""

from qlcl.portal.import_results import ImportFile

UNITS = """code,name,level,parent_code,valid_from,valid_until,end_reason,duty_to_apply
TN,Ủy ban nhân dân tỉnh Mẫu Mới,province,,2004-01-01,,,mandatory
TN-VP,Văn phòng Ủy ban nhân dân tỉnh,province_agency,TN,2004-01-01,,,mandatory
TN-CC,Sở Khoa học và Công nghệ,province_agency,TN,2004-01-01,,,mandatory
TN-H1,Ủy ban nhân dân huyện Châu Thành,district,TN,2004-01-01,,,mandatory
TN-X1,Ủy ban nhân dân phường 1,commune,TN-H1,2004-01-01,,,provincial_plan
TN-X3,Ủy ban nhân dân phường 3,commune,TN-H1,2004-01-01,,,provincial_plan
TN-X10,Ủy ban nhân dân phường 10,commune,TN-H1,2004-01-01,,,provincial_plan
"""
CLASSES = """class_code,held_on,topic,title,organiser
LOP-01,2019-11-20,nhan-thuc,Nhận thức về tiêu chuẩn,Sở Khoa học và Công nghệ
"""
ATTENDANCE = """class_code,unit_code,attendees
LOP-01,TN-X1,2
LOP-01,"phường 3, Châu Thành",1
"""


def csv_file(kind: str, text: str, name: str = "") -> ImportFile:
    """A UTF-8 CSV file."""
    return ImportFile(kind, name or f"{kind}.csv", text.encode())


def province_files() -> list[ImportFile]:
    """Units, a class and its attendance, given in the wrong order on purpose."""
    return [
        csv_file("training-attendance", ATTENDANCE),
        csv_file("training-classes", CLASSES),
        csv_file("units", UNITS),
    ]
