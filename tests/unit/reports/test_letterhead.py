"""Letterheads: whose number, who signs, who gets the document."""

from datetime import date
from typing import get_args

from config.letterhead import DocumentName, Layout, OwnDocument, Signature
from reports.kinds import FORMS
from reports.letterhead import Issue, Letterhead, letterhead, recipient_lines
from tests.unit.reports.hoa_mai import OFFICE

DAY = date(2024, 2, 5)
STANDING = Signature(on_behalf="T/M BAN THƯỜNG VỤ", capacity="PHÓ BÍ THƯ", name="Lê Thị Nhàn")


def _of(own: OwnDocument) -> Letterhead:
    return letterhead(OFFICE.model_copy(update={"documents": {"status": own}}), "BC", DAY, kind="status")


def test_party_and_state_write_their_numbers_each_in_its_way() -> None:
    """``Số 16-BC/ĐU`` and ``Số: 16/BC-ĐU``; a letter of the Party carries CV, one of the state none."""
    state = OFFICE.model_copy(update={"layout": Layout(profile="ND30-2020")})
    assert [letterhead(one, "BC", DAY, issue=Issue(16)).number for one in (OFFICE, state)] == [
        "Số 16-BC/ĐU",
        "Số: 16/BC-ĐU",
    ]
    assert [letterhead(one, "", DAY, issue=Issue(7)).number for one in (OFFICE, state)] == ["Số 7-CV/ĐU", "Số: 7/ĐU"]


def test_place_and_day_carry_zeros_below_ten_and_in_the_first_two_months() -> None:
    """As both guides of the Party ask."""
    assert letterhead(OFFICE, "BC", DAY).place_and_day == "Hòa Mai, ngày 05 tháng 02 năm 2024"


def test_a_kind_of_document_may_have_a_signer_of_its_own() -> None:
    """The others keep the signer of the office, and its own recipients stay."""
    head = _of(OwnDocument(signature=STANDING))
    assert (head.on_behalf, head.capacity, head.signer) == ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Lê Thị Nhàn")
    assert head.recipients == recipient_lines(OFFICE)
    assert letterhead(OFFICE, "BC", DAY, kind="status").signer == OFFICE.signature.name


def test_every_document_that_is_signed_may_be_set() -> None:
    """The names are those of templates; what nobody signs has no signer to set."""
    signed = {kind.value for kind, form in FORMS.items() if any(value.endswith("head.signer") for value in form.needed)}
    assert set(get_args(DocumentName)) == signed


def test_a_kind_of_document_may_have_recipients_of_its_own() -> None:
    """Those of a single document go before them."""
    own = OwnDocument(recipients=("Chi bộ thôn Đông",))
    assert _of(own).recipients == ("- Chi bộ thôn Đông,", "- Lưu Văn phòng Đảng ủy xã Hòa Mai.")
    office = OFFICE.model_copy(update={"documents": {"status": own}})
    assert letterhead(office, "BC", DAY, kind="status", recipients=["Công an xã"]).recipients[0] == "- Công an xã,"
