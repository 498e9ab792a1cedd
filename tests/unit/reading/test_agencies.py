"""Who leads and who co-operates, as written; and which agency of the office that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.agencies import AgencyEntry
from tasks_registry.reading.agencies import heading_lead, split_agencies, written_parties
from tasks_registry.reading.directory import Directory
from tests.unit.reading.commune import AGENCIES

DIRECTORY = Directory(AGENCIES)


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã lập đề án.", ["Phòng Kinh tế"], ["Công an xã"]),
        ("Phòng Kinh tế chủ trì lập đề án.", ["Phòng Kinh tế"], []),
        ("Văn phòng Đảng ủy tổ chức hội nghị.", ["Văn phòng Đảng ủy"], []),
        (
            "Phòng Kinh tế, Công an xã và Văn phòng Đảng ủy rà soát.",
            ["Phòng Kinh tế", "Công an xã", "Văn phòng Đảng ủy"],
            [],
        ),
        ("Trong quý II, Phòng Kinh tế lập dự toán.", ["Phòng Kinh tế"], []),
        ("Về thủy lợi: Phòng Kinh tế lập dự toán.", ["Phòng Kinh tế"], []),
        ("Về thủy lợi: với vai trò đầu mối, Phòng Kinh tế lập dự toán.", ["Phòng Kinh tế"], []),
        ("Phòng Kinh tế: lập dự toán.", ["Phòng Kinh tế"], []),
        ("Phòng Kinh tế (bộ phận chủ trì thủy lợi) lập dự toán.", ["Phòng Kinh tế (bộ phận chủ trì thủy lợi)"], []),
        ("Tờ trình do Phòng Kinh tế trình.", ["Phòng Kinh tế"], []),
        ("Họp do thôn trình.", [], []),
        (
            "Công tác phối hợp giữa Công an xã với Ban Chỉ huy Quân sự xã trong tuần tra.",
            ["Công an xã"],
            ["Ban Chỉ huy Quân sự xã"],
        ),
        ("Giám sát theo Chương trình công tác năm 2026 của Ủy ban Kiểm tra.", ["Ủy ban Kiểm tra"], []),
        ("Làm theo chương trình công tác quý II/2026 của Ban Thường vụ.", [], []),
        ("Lập đề án, phối hợp với Công an xã trong việc tuần tra.", [], ["Công an xã"]),
        ("Lập đề án, phối hợp với Công an xã (thôn thực hiện) rà soát.", [], ["Công an xã (thôn thực hiện)"]),
        ("Lập đề án, phối hợp chặt chẽ với các cơ quan liên quan; nộp.", [], ["các cơ quan liên quan"]),
        ("Lập đề án, phối hợp với nhân dân; cùng Công an xã kiểm tra.", [], ["Công an xã"]),
        ("Phòng Kinh tế. Lập đề án.", [], []),
        ("Phòng Kinh tế", [], []),
        ("Lập đề án thủy lợi.", [], []),
        ("Ban hành kế hoạch.", [], []),
        ("Hội nghị thực hiện ngày 5/5.", [], []),
        ("", [], []),
    ],
)
def test_the_words_name_lead_and_support(text: str, lead: list[str], support: list[str]) -> None:
    """Whoever acts first or is given the task leads; those worked `with` support."""
    parties = written_parties(text)
    assert (list(parties.lead), list(parties.support)) == (lead, support)


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Phòng Kinh tế lập dự toán.", "lập dự toán."),
        ("Phòng Kinh tế: dự toán.", "dự toán."),
        ("Giao Phòng Kinh tế chủ trì, phối hợp với Công an xã xây dựng đề án.", "xây dựng đề án."),
        ("Phòng Kinh tế phối hợp với Công an xã xây dựng đề án.", "phối hợp với Công an xã xây dựng đề án."),
        ("Lập dự toán.", "Lập dự toán."),
    ],
)
def test_the_kind_is_read_behind_the_agencies(text: str, after: str) -> None:
    """An agency's name holds words that are verbs elsewhere."""
    assert written_parties(text).text_after == after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phòng Kinh tế, Công an xã; Văn phòng Đảng ủy", ["Phòng Kinh tế", "Công an xã", "Văn phòng Đảng ủy"]),
        ("Văn phòng HĐND và UBND xã", ["Văn phòng HĐND và UBND xã"]),
        (
            "Mặt trận Tổ quốc và các tổ chức chính trị - xã hội xã, Công an xã",
            ["Mặt trận Tổ quốc và các tổ chức chính trị - xã hội xã", "Công an xã"],
        ),
        ("các cơ quan, đơn vị", ["các cơ quan, đơn vị"]),
        ("Công an xã (Đội 1, Đội 2), Phòng Kinh tế", ["Công an xã (Đội 1, Đội 2)", "Phòng Kinh tế"]),
        ("Tổ công tác (Công an xã, Phòng Kinh tế)", ["Tổ công tác (Công an xã, Phòng Kinh tế)"]),
        (" ; ", []),
    ],
)
def test_lists_are_split_between_agencies_only(text: str, expected: list[str]) -> None:
    """Groups that act as one, brackets and double names stay whole."""
    assert list(split_agencies(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Trách nhiệm của Phòng Kinh tế", ["Phòng Kinh tế"]),
        ("Nhiệm vụ của thôn", []),
        ("Phòng Kinh tế và Công an xã:", ["Phòng Kinh tế", "Công an xã"]),
        ("Ủy ban Kiểm tra - Cơ quan Thường trực", ["Ủy ban Kiểm tra"]),
        ("Giao Phòng Kinh tế chủ trì các việc sau:", ["Phòng Kinh tế"]),
        ("Công tác xây dựng Đảng", []),
        ("Phòng, chống tham nhũng", []),
    ],
)
def test_a_heading_names_those_who_act_under_it(text: str, expected: list[str]) -> None:
    """A field of work is no agency."""
    assert list(heading_lead(text)) == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "Phòng Kinh tế",
                "Công an xã",
                " chủ trì",
                ", ",
                "; ",
                "phối hợp với ",
                "Giao ",
                "(",
                ")",
                ": ",
                ". ",
                " và ",
                "do ",
                " trình",
                "lập đề án",
                "Theo ",
            ]
        ),
        max_size=14,
    )
)
def test_rubble_names_agencies_from_the_text_or_none(pieces: list[str]) -> None:
    """No name is invented and none is empty."""
    text = "".join(pieces)
    parties = written_parties(text)
    for name in (*parties.lead, *parties.support, *heading_lead(text)):
        assert name
        assert name in text


class TestDirectory:
    """Codes for written names and for functions."""

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("Phòng Kinh tế", "PKT"),
            ("PHÒNG KINH TẾ", "PKT"),
            ("phong  kinh te", "PKT"),
            ("UBKT", "UBKT"),
            ("Uỷ ban Kiểm tra Đảng uỷ", "UBKT"),
            ("Chánh Văn phòng Đảng ủy xã", "VP"),
            ("Ủy ban Kiểm tra Đảng ủy và Ban XDĐ", "UBKT"),
            ("Phòng Y tế", None),
            ("", None),
        ],
    )
    def test_a_written_name_is_found_however_it_is_spelled(self, written: str, code: str | None) -> None:
        """The same name first, else the longest one inside it; never half a word."""
        assert DIRECTORY.code_of(written) == code

    @pytest.mark.parametrize(
        ("text", "heading", "code"),
        [
            ("Kiểm tra chi bộ", "Công tác khác", "UBKT"),
            ("Lập kế hoạch", "Công tác kiểm tra", "UBKT"),
            ("Sửa kênh thủy lợi", "Công tác kiểm tra", "PKT"),
            ("Kiểm tra tổ chức cán bộ", "", "BXDĐ"),
            ("Giám sát đảng viên", "", "BXDĐ"),
            ("Lập kế hoạch", "Chung", None),
        ],
    )
    def test_functions_propose_the_longest_phrase_of_the_text_then_of_the_heading(
        self, text: str, heading: str, code: str | None
    ) -> None:
        """The text is nearer than the heading."""
        assert DIRECTORY.code_by_function(text, heading) == code

    def test_of_equally_long_phrases_the_first_of_the_file_wins(self) -> None:
        """The office orders its file."""
        twins = [
            AgencyEntry(code=code, name=code, functions=(words,))
            for code, words in (("AA", "một ba"), ("BB", "hai ba"))
        ]
        assert Directory(twins).code_by_function("hai ba một ba", "") == "AA"

    @pytest.mark.parametrize(
        ("lead", "text", "code"),
        [
            (("Phòng Kinh tế",), "kiểm tra", "PKT"),
            (("Phòng Kinh tế", "Ủy ban Kiểm tra Đảng ủy"), "kiểm tra", "UBKT"),
            (("Phòng Kinh tế", "Công an xã"), "kiểm tra", "PKT"),
            (("Trạm Y tế",), "kiểm tra", "UBKT"),
            ((), "kiểm tra", "UBKT"),
            ((), "lập kế hoạch", None),
        ],
    )
    def test_a_written_lead_wins_over_functions(self, lead: tuple[str, ...], text: str, code: str | None) -> None:
        """Of two written ones it is the one whose function the task is."""
        assert DIRECTORY.propose(lead, text, "") == code


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        ("Thường trực Đảng ủy yêu cầu các cơ quan thực hiện nghiêm quy chế làm việc.", ("các cơ quan",)),
        ("Ban Thường vụ giao Văn phòng Đảng ủy chủ trì xây dựng kế hoạch.", ("Văn phòng Đảng ủy",)),
        ("UBND xã giao đất cho hộ dân trước ngày 15/8.", ()),
    ],
)
def test_a_body_that_orders_others_does_not_lead(text: str, lead: tuple[str, ...]) -> None:
    """Those whom it names act."""
    assert written_parties(text).lead == lead
