"""The office of the acceptance story: a district committee of 2024 with invented people."""

import os
from pathlib import Path

import pytest

from config.office_files import config_folder

_REAL_REPORTS = Path(__file__).resolve().parents[3] / "shared" / "seeds"

_OFFICE = """
code: HU-BS
name: Huyện ủy Bình Sơn
level: huyện
party_organization: ĐẢNG BỘ TỈNH QUẢNG NGÃI
symbol: HU
place: Bình Sơn
term: XXVII
contact: {name: Văn phòng Huyện ủy, phone: 0900 000 222, email: vphu@binhson.example}
signature: {on_behalf: T/M HUYỆN ỦY, capacity: BÍ THƯ, name: Nguyễn Văn Mẫu}
recipients: [Thường trực Tỉnh ủy, Lưu VPHU]
"""
_AGENCIES = """
secretariat: VPHU
agencies:
- code: VPHU
  name: Văn phòng Huyện ủy
  functions: [chất vấn, hội nghị, chương trình công tác]
  people: [{name: Trần Thị An, email: an@binhson.example}]
- code: UBKT
  name: Ủy ban Kiểm tra Huyện ủy
  aliases: [UBKT]
  functions: [kiểm tra, giám sát, kỷ luật, tài sản, khiếu nại của đảng viên]
  people:
  - {name: Lê Văn Kiểm, email: kiem@binhson.example}
  - {name: Đỗ Thị Giám, email: giam@binhson.example, role: head}
- code: BTC
  name: Ban Tổ chức Huyện ủy
  functions: [tổ chức đảng, công tác cán bộ, đảng viên, biên chế, bầu bổ sung, nhân sự]
  people: [{name: Phạm Văn Tổ, email: to@binhson.example}]
- code: BTG
  name: Ban Tuyên giáo Huyện ủy
  functions: [tuyên truyền, tư tưởng, học tập, quán triệt, lịch sử, văn học nghệ thuật]
  people: [{name: Võ Thị Giáo, email: giao@binhson.example}]
- code: BDV
  name: Ban Dân vận Huyện ủy
  functions: [dân vận, dân chủ ở cơ sở, tiếp dân, đối thoại, nông dân]
  people: [{name: Hồ Văn Vận, email: van@binhson.example}]
- code: UBND
  name: UBND huyện
  aliases: [Ủy ban nhân dân huyện]
  functions: [kinh tế - xã hội, giải phóng mặt bằng, ngân sách, quy hoạch, nông nghiệp, đất đai, người có công, đơn thư]
  people: [{name: Ngô Thị Hành, email: hanh@binhson.example}]
- code: MTTQ
  name: Ủy ban Mặt trận Tổ quốc Việt Nam huyện
  functions: [mặt trận tổ quốc]
  people: [{name: Bùi Văn Trận, email: tran@binhson.example}]
- code: CA
  name: Công an huyện
  functions: [an ninh, trật tự]
  people: [{name: Dương Văn Cường, email: cuong@binhson.example}]
- code: CHQS
  name: Ban Chỉ huy Quân sự huyện
  functions: [quốc phòng, quân sự]
  people: [{name: Cao Văn Sự, email: su@binhson.example}]
"""


@pytest.fixture
def real_report() -> Path:
    """The real report that the product starts from; it is test data beside the checkout and never part of it."""
    found = sorted(_REAL_REPORTS.glob("*.txt"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("the real report is missing beside the checkout")
        pytest.skip("the real report does not lie beside this checkout")
    return found[0]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The home of the district's office, in place of the fictional commune's."""
    folder = tmp_path / "home"
    config_folder(folder).mkdir(parents=True)
    (config_folder(folder) / "office.yaml").write_text(_OFFICE, "utf-8")
    (config_folder(folder) / "agencies.yaml").write_text(_AGENCIES, "utf-8")
    return folder
