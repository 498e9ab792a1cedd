"""The fictional commune Hòa Mai: its agencies and a report of its party committee, as the reader gets them."""

from config.agencies import AgencyEntry

AGENCIES = (
    AgencyEntry(code="VP", name="Văn phòng Đảng ủy", aliases=("VPĐU",), functions=("chương trình công tác",)),
    AgencyEntry(code="BXDĐ", name="Ban Xây dựng Đảng", aliases=("Ban XDĐ",), functions=("đảng viên", "tổ chức cán bộ")),
    AgencyEntry(
        code="UBKT", name="Ủy ban Kiểm tra Đảng ủy", aliases=("UBKT",), functions=("kiểm tra", "giám sát", "kỷ luật")
    ),
    AgencyEntry(code="PKT", name="Phòng Kinh tế", functions=("nông thôn mới", "thủy lợi")),
    AgencyEntry(code="CA", name="Công an xã", functions=("an ninh trật tự",)),
)

REPORT = """ĐẢNG BỘ TỈNH SƠN HẢI
ĐẢNG ỦY XÃ HÒA MAI

Số 35-BC/ĐU

Hòa Mai, ngày 20 tháng 3 năm 2026

BÁO CÁO
Kết quả công tác quý I và nhiệm vụ trọng tâm quý II năm 2026

I. KẾT QUẢ CÔNG TÁC QUÝ I

Đã tổ chức Hội nghị Đảng ủy lần thứ 4, khóa I vào ngày 15/01/2026.

II. NHIỆM VỤ TRỌNG TÂM QUÝ II/2026

1. Công tác xây dựng Đảng

Ban Xây dựng Đảng chủ trì, phối hợp với Văn phòng Đảng ủy xây dựng Kế hoạch bồi dưỡng đảng viên mới trước ngày 15/5. \
Tiếp tục thực hiện Nghị quyết số 08-NQ/ĐU ngày 12/01/2026 của Đảng ủy xã.

2. Công tác kiểm tra

- Kiểm tra 02 chi bộ thôn trong quý II.

- Tăng cường giám sát thường xuyên.

3. Hội nghị Đảng ủy lần thứ 5: Tháng 6 năm 2026

3.1. Báo cáo sơ kết nông thôn mới (Phòng Kinh tế chuẩn bị).

Nơi nhận:
- Tỉnh ủy;

- Lưu Văn phòng.
"""
