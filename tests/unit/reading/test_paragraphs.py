"""Paragraphs as they were meant, out of lines as they came."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.paragraphs import Body, Paragraph, read_paragraphs
from tasks_registry.reading.sources import AnchoredNote, SourceText
from tasks_registry.reading.text import clean


def body(text: str) -> Body:
    return read_paragraphs(SourceText(text))


def texts(text: str) -> list[str]:
    return [paragraph.text for paragraph in body(text).paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một.\n\nHai.", ["Một.", "Hai."]),
        ("Một.\nHai.", ["Một.", "Hai."]),
        ("\n\n  Một.  \n\n\n", ["Một."]),
        ("Ban hành kế hoạch\nkiểm tra năm 2026.", ["Ban hành kế hoạch kiểm tra năm 2026."]),
        ("Ban hành kế hoạch.\nkiểm tra", ["Ban hành kế hoạch.", "kiểm tra"]),
        ("Ban hành kế hoạch\n- Kiểm tra chi bộ", ["Ban hành kế hoạch", "- Kiểm tra chi bộ"]),
        ("1.\nCông tác Đảng", ["1. Công tác Đảng"]),
        ("-\nKiểm tra chi bộ", ["- Kiểm tra chi bộ"]),
        ("Giai đoạn 2026\n- 2030 của xã", ["Giai đoạn 2026 - 2030 của xã"]),
        ("Việc  có   nhiều    dấu cách", ["Việc có nhiều dấu cách"]),
    ],
)
def test_lines_without_wrapping_are_paragraphs_unless_they_go_on(text: str, expected: list[str]) -> None:
    """Where a line is a paragraph, only a small letter or a lone marker joins it to another."""
    assert texts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hết trang một\n\n2\n\nvà sang trang hai.", ["Hết trang một và sang trang hai."]),
        ("Việc một.\n\n- 3 -\n\nViệc hai.", ["Việc một.", "Việc hai."]),
        ("Việc một.\n\n________\n\nViệc hai.", ["Việc một.", "Việc hai."]),
        ("Việc một.\n***\nViệc hai.", ["Việc một.", "Việc hai."]),
        ("Trang một hết ở đây,\n\nđến trang hai.", ["Trang một hết ở đây, đến trang hai."]),
        ("Trang một hết.\n\nđến trang hai", ["Trang một hết.", "đến trang hai"]),
        ("Trang một\n\na) mục a", ["Trang một", "a) mục a"]),
    ],
)
def test_page_breaks_are_mended(text: str, expected: list[str]) -> None:
    """Page numbers and rules go; a paragraph that broke off goes on in small letters."""
    assert texts(text) == expected


WRAPPED = """\
Đảng ủy xã Hòa Mai tập trung lãnh đạo, chỉ đạo
thực hiện tốt các nhiệm vụ phát triển kinh tế
năm 2026. Phòng Kinh tế chủ trì lập kế hoạch
2026 - 2030 và phối hợp với các thôn, báo cáo
Ủy ban nhân dân xã xem xét, cho ý kiến về các
nội dung có liên quan đến đất đai và giao thông
nông thôn; rà soát kỹ các hộ.
Văn phòng tổng hợp chung, tham mưu văn bản gửi
Tỉnh ủy.
- Ban Xây dựng Đảng lập hồ sơ giai đoạn 2026
- 2030 theo quy định của cấp trên rồi lưu trữ
- bảo quản đủ.
HẾT"""


def test_wrapped_lines_are_joined() -> None:
    """Where most lines break off at one width, only a short line, a marker or capitals begin something new."""
    assert texts(WRAPPED) == [
        "Đảng ủy xã Hòa Mai tập trung lãnh đạo, chỉ đạo thực hiện tốt các nhiệm vụ phát triển kinh tế năm 2026. "
        "Phòng Kinh tế chủ trì lập kế hoạch 2026 - 2030 và phối hợp với các thôn, báo cáo Ủy ban nhân dân xã xem xét, "
        "cho ý kiến về các nội dung có liên quan đến đất đai và giao thông nông thôn; rà soát kỹ các hộ.",
        "Văn phòng tổng hợp chung, tham mưu văn bản gửi Tỉnh ủy.",
        "- Ban Xây dựng Đảng lập hồ sơ giai đoạn 2026 - 2030 theo quy định của cấp trên rồi lưu trữ - bảo quản đủ.",
        "HẾT",
    ]


def test_a_heading_in_capitals_does_not_run_into_the_text_below() -> None:
    """In wrapped text too."""
    lines = WRAPPED.split("\n")
    made = texts("\n".join(["NHIỆM VỤ TRỌNG TÂM CỦA XÃ", "TRONG QUÝ II NĂM 2026", *lines[:-1]]))
    assert made[0] == "NHIỆM VỤ TRỌNG TÂM CỦA XÃ TRONG QUÝ II NĂM 2026"
    assert made[1].startswith("Đảng ủy xã")


def test_very_long_lines_are_no_page() -> None:
    """Lines of two hundred characters are paragraphs, however many of them lack a full stop."""
    assert len(texts("\n".join(["Văn phòng " + "x" * 200] * 10))) == 10


class TestNotes:
    """Footnotes out of sentences."""

    def test_a_note_at_the_foot_of_a_page_leaves_the_sentence_whole(self) -> None:
        """The body goes on in small letters below the notes."""
        made = body("Thực hiện kế hoạch¹ của xã về\n\n¹ Kế hoạch số 12-KH/ĐU.\n\nnông thôn mới. Hết.")
        [paragraph] = made.paragraphs
        assert paragraph.text == "Thực hiện kế hoạch của xã về nông thôn mới. Hết."
        [(at, note)] = paragraph.notes
        assert paragraph.text[:at] == "Thực hiện kế hoạch"
        assert note.text == "Kế hoạch số 12-KH/ĐU."

    def test_notes_in_brackets_are_notes(self) -> None:
        """Text exports write [1] for a raised 1."""
        [paragraph] = body("Thực hiện kế hoạch[12] của xã.\n\n[12] Theo thông báo.").paragraphs
        assert paragraph.text == "Thực hiện kế hoạch của xã."
        assert [note.text for _, note in paragraph.notes] == ["Theo thông báo."]

    def test_a_note_that_breaks_off_goes_on_at_the_foot_of_the_next_page(self) -> None:
        """Small letters belong to the open note, not to the ended body."""
        made = body(
            "Trang một¹ nói về việc\n\n¹ Chú thích còn dở\n\ncủa trang một và trang hai² hết,\n\n"
            "đến hết chú thích một.\n\n² Chú thích hai.\n\nrồi xong."
        )
        assert [note.text for note in made.notes] == ["Chú thích còn dở đến hết chú thích một.", "Chú thích hai."]
        assert [one.text for one in made.paragraphs] == [
            "Trang một nói về việc của trang một và trang hai hết, rồi xong."
        ]

    def test_a_capital_after_notes_goes_on_when_the_body_waits_for_a_word(self) -> None:
        """`… của` + notes + `Đảng ủy xã`."""
        made = texts("Theo chỉ đạo¹ của\n\n¹ Chú thích.\n\nĐảng ủy xã.\n\nĐoạn sau.")
        assert made == ["Theo chỉ đạo của Đảng ủy xã.", "Đoạn sau."]

    def test_the_same_number_on_two_pages_is_two_notes(self) -> None:
        """Numbers start anew on each page; marks take them in order."""
        made = body("Một¹.\n\n¹ Chú thích A.\n\nHai¹.\n\n¹ Chú thích B.")
        assert [paragraph.notes[0][1].text for paragraph in made.paragraphs] == ["Chú thích A.", "Chú thích B."]

    def test_marks_without_notes_are_dropped_and_notes_without_marks_kept(self) -> None:
        """Neither loses the sentence."""
        made = body("Một⁵ việc.\n\n⁷ Lạc.")
        assert [paragraph.text for paragraph in made.paragraphs] == ["Một việc."]
        assert [note.text for note in made.notes] == ["Lạc."]

    @pytest.mark.parametrize("unit", ["500 m²", "3 km²", "20 m³", "12m²"])
    def test_units_are_no_marks(self, unit: str) -> None:
        """A square metre has no footnote."""
        assert texts(f"Diện tích {unit} đất.") == [f"Diện tích {unit} đất."]

    def test_a_mark_behind_a_space_belongs_to_the_text_before_it(self) -> None:
        """Its position never lies outside the paragraph."""
        [paragraph] = body("Việc một. ¹\n\n¹ Chú thích.").paragraphs
        assert paragraph.notes[0][0] == len(paragraph.text)

    def test_real_notes_keep_their_place(self) -> None:
        """A format that tells where marks stood is believed."""
        text = "Một **hai** ba.\n\nBốn năm."
        source = SourceText(text, (AnchoredNote(text.index(" ba"), "A"), AnchoredNote(len(text), "B")))
        made = read_paragraphs(source)
        found = [(one.text[:at], note.text) for one in made.paragraphs for at, note in one.notes]
        assert found == [("Một hai", "A"), ("Bốn năm.", "B")]
        assert [note.text for note in made.notes] == ["A", "B"]


class TestPlaces:
    """Every paragraph can point to where it stands in the source."""

    def test_emphasis_goes_and_places_stay(self) -> None:
        """Asterisks are no text, and a footnote sign in brackets is."""
        text = "  **Ban *Xây dựng* Đảng** lập (*) hồ sơ"
        [paragraph] = body(text).paragraphs
        assert paragraph.text == "Ban Xây dựng Đảng lập (*) hồ sơ"
        span = paragraph.span(4, 12)
        assert text[span.start : span.end] == "Xây dựng"

    def test_a_span_across_a_page_break_holds_what_lies_between(self) -> None:
        """From the first character to the last."""
        text = "Thực hiện\n\n2\n\nkế hoạch."
        [paragraph] = body(text).paragraphs
        span = paragraph.span(0, len(paragraph.text))
        assert text[span.start : span.end] == text
        assert paragraph.span(3, 3).start == 3

    def test_bold_lines_are_bold_paragraphs(self) -> None:
        """By asterisks or by the format's word; one plain line makes it plain."""
        source = SourceText("**Đậm**\n\nĐậm thật\n\n**Đậm**\nnhưng không hết\n\n****", bold_at=frozenset({9}))
        assert [(one.text, one.bold) for one in read_paragraphs(source).paragraphs] == [
            ("Đậm", True),
            ("Đậm thật", True),
            ("Đậm nhưng không hết", False),
        ]

    @given(
        st.lists(
            st.sampled_from(
                [
                    "Việc một.",
                    "việc hai",
                    "và",
                    "- Mục",
                    "1.",
                    "|",
                    "",
                    "",
                    "¹ Chú",
                    "kế¹ hoạch",
                    "**Đậm**",
                    "*",
                    "12",
                    "[1]",
                    "HẾT",
                    "a)",
                    "  ",
                    "dài " * 20,
                ]
            ),
            max_size=30,
        )
    )
    def test_every_character_comes_from_its_place(self, lines: list[str]) -> None:
        """Nothing is invented but the space between joined lines, and spans stay inside the source, in order."""
        text = clean("\n".join(lines))
        for paragraph in body(text).paragraphs:
            for at, source, length in paragraph.pieces:
                piece = paragraph.text[at : at + length]
                assert text[source : source + len(piece)] == piece
            span = paragraph.span(0, len(paragraph.text))
            assert 0 <= span.start < span.end <= len(text)
            assert all(0 <= at <= len(paragraph.text) for at, _ in paragraph.notes)


def test_tables_in_text_are_cells_between_bars() -> None:
    """Rows turn where two bars meet; text below an empty line stands behind the table."""
    made = body("|\nSTT\n|\nViệc\n|\n|\n1\n|\n\n|\n\nSau bảng.")
    assert [(one.text, one.cell) for one in made.paragraphs] == [
        ("STT", (1, 0, 0)),
        ("Việc", (1, 0, 1)),
        ("1", (1, 1, 0)),
        ("Sau bảng.", None),
    ]


def test_a_note_without_a_number_of_its_own_stays_empty_handed() -> None:
    """A paragraph without notes holds none."""
    assert Paragraph("x", ((0, 0, 1),)).notes == ()


def test_reading_is_linear_enough_for_long_documents() -> None:
    """Ten thousand lines are a matter of a second or so; quadratic reading would take minutes."""
    assert len(texts("Văn phòng lập kế hoạch¹ năm 2026.\n¹ Chú thích.\n" * 5_000)) == 5_000
