"""Numbers that Word prints but no paragraph holds."""

import pytest

from tests.unit.reading.word_parts import levels, lines, numbering, paragraph, styles, table

OUTLINE = levels(
    ("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"), ("bullet", "•")
)


def item(text: str = "Việc", level: int = 0, num: str = "1") -> str:
    return paragraph(text, num=num, level=level)


@pytest.mark.parametrize(
    ("style", "start", "printed"),
    [
        ("decimal", 1, ["1.", "2.", "3."]),
        ("decimal", 9, ["9.", "10.", "11."]),
        ("decimalZero", 8, ["08.", "09.", "10."]),
        ("upperRoman", 3, ["III.", "IV.", "V."]),
        ("lowerRoman", 39, ["xxxix.", "xl.", "xli."]),
        ("upperRoman", 1993, ["MCMXCIII.", "MCMXCIV.", "MCMXCV."]),
        ("lowerLetter", 1, ["a.", "b.", "c."]),
        ("upperLetter", 25, ["Y.", "Z.", "AA."]),
        ("lowerLetter", 53, ["aaa.", "bbb.", "ccc."]),
        ("lowerLetter", 0, ["0.", "a.", "b."]),
        ("upperRoman", 0, ["0.", "I.", "II."]),
        ("chicken", 1, ["1.", "2.", "3."]),
        ("decimal", "không phải số", ["1.", "2.", "3."]),
        ("decimal", "9" * 5000, ["32767.", "32768.", "32769."]),
    ],
)
def test_each_number_format_is_printed_as_word_prints_it(style: str, start: int | str, printed: list[str]) -> None:
    """Formats that are not known, and starts that are none, count in decimal from one."""
    made = lines(item(), item(), item(), numbering=numbering({"1": levels((style, "%1."), start=start)}))
    assert made == [f"{number} Việc" for number in printed]


def test_levels_count_under_each_other_and_start_anew() -> None:
    """A new heading sets everything below it back."""
    depths = [0, 1, 2, 2, 3, 3, 4, 1, 2, 3, 0, 1]
    made = lines(*(item("x", depth) for depth in depths), numbering=numbering({"1": OUTLINE}))
    labels = [line.removesuffix(" x") for line in made]
    assert labels == ["I.", "1.", "1.1.", "1.2.", "a)", "b)", "-", "2.", "2.1.", "a)", "II.", "1."]


@pytest.mark.parametrize(
    ("style", "label", "expected"),
    [
        ("bullet", "\uf0b7", "- Việc"),
        ("none", "", "Việc"),
        ("decimal", "", "Việc"),
        ("decimal", "Điều %1.", "Điều 1. Việc"),
        ("decimal", "-", "- Việc"),
        ("decimal", "%1.%9.", "1.1. Việc"),
    ],
)
def test_labels_are_what_stands_on_the_page(style: str, label: str, expected: str) -> None:
    """A bullet is a dash whatever sign it shows; an empty label leaves nothing."""
    assert lines(item(), numbering=numbering({"1": levels((style, label))})) == [expected]


def test_legal_numbering_prints_outer_numbers_in_decimal() -> None:
    """`isLgl`: part II, item 1 is printed as 2.1."""
    outline = levels(("upperRoman", "%1."), ("decimal", "%1.%2.")).replace(
        '<w:lvlText w:val="%1.%2."/>', '<w:isLgl/><w:lvlText w:val="%1.%2."/>'
    )
    made = lines(item(), item(), item(level=1), numbering=numbering({"1": outline}))
    assert made == ["I. Việc", "II. Việc", "2.1. Việc"]


def test_lists_of_one_definition_count_on_and_a_restart_counts_anew() -> None:
    """Word writes a list that "continues" under the same definition, a new one with a start override."""
    made = lines(
        item(num="1"), item(num="1"), item(num="2"), item(num="2"), item(num="3"), item(num="1"),
        numbering=numbering({"1": levels(("decimal", "%1."))}, restarts={"2": ("1", 1), "3": ("1", "x")}),
    )  # fmt: skip
    assert [line.split(".")[0] for line in made] == ["1", "2", "1", "2", "1", "2"]


def test_an_override_without_a_start_restarts_nothing() -> None:
    """Only `startOverride` counts anew."""
    part = numbering({"1": levels(("decimal", "%1."))}, restarts={"2": ("1", 1)})
    part = part.replace('<w:startOverride w:val="1"/>', "")
    assert lines(item(num="1"), item(num="2"), numbering=part) == ["1. Việc", "2. Việc"]


@pytest.mark.parametrize(
    ("num", "level"),
    [("0", 0), ("7", 0), ("1", 5), ("x", 0)],
    ids=["numbering taken away", "unknown list", "unknown level", "no number"],
)
def test_paragraphs_without_a_list_have_no_label(num: str, level: int) -> None:
    """They neither print nor count."""
    part = numbering({"1": levels(("decimal", "%1."))})
    assert lines(item(num=num, level=level), item(), numbering=part) == ["Việc", "1. Việc"]


def test_damaged_definitions_are_passed_over() -> None:
    """A list without a number or without a definition is no list."""
    part = numbering({"1": levels(("decimal", "%1."))}).replace(
        "</w:numbering>", '<w:num w:numId="2"><w:abstractNumId w:val="9"/></w:num><w:num/></w:numbering>'
    )
    part = part.replace('<w:lvl w:ilvl="0">', '<w:lvl w:ilvl="không">')
    assert lines(item(), item(num="2"), item(level="99"), numbering=part) == ["1. Việc", "Việc", "Việc"]


def test_without_a_numbering_part_nothing_is_numbered() -> None:
    """References into nowhere print nothing."""
    assert lines(item()) == ["Việc"]


def test_a_label_never_outgrows_what_word_allows() -> None:
    """A hostile label on every paragraph would fill the memory."""
    [line] = lines(item(), numbering=numbering({"1": levels(("decimal", "x" * 100_000))}))
    assert len(line) < 300


class TestStyles:
    """Numbers that come with the paragraph's style."""

    STYLES = styles(
        Phan=(None, '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        Muc=("Phan", '<w:numPr><w:ilvl w:val="1"/></w:numPr>'),
        MucCon=("Muc", ""),
        Tron=("Tron", ""),
        Lac=("Mat", ""),
    )
    NUMBERING = numbering({"1": levels(("upperRoman", "%1."), ("decimal", "%2."))})

    def printed(self, *paragraphs: str) -> list[str]:
        return lines(*paragraphs, numbering=self.NUMBERING, styles=self.STYLES)

    def test_a_style_gives_list_and_level_along_its_ancestors(self) -> None:
        """A heading style that only sets the level takes the list of the style it is based on."""
        made = self.printed(paragraph("x", style="Phan"), paragraph("x", style="Muc"), paragraph("x", style="MucCon"))
        assert made == ["I. x", "1. x", "2. x"]

    def test_a_paragraph_changes_the_level_of_its_style(self) -> None:
        """Its own level wins over the style's, its own list too."""
        made = self.printed(paragraph("x", style="Phan"), paragraph("x", style="Phan", level=1))
        assert made == ["I. x", "1. x"]

    def test_a_paragraph_takes_the_numbering_of_its_style_away(self) -> None:
        """List 0 is Word's way to say: no number here."""
        assert self.printed(paragraph("x", style="Phan", num="0")) == ["x"]

    @pytest.mark.parametrize("style", ["Tron", "Lac", "KhongCo"])
    def test_styles_that_lead_nowhere_give_nothing(self, style: str) -> None:
        """A style based on itself, on a missing one, or missing itself."""
        assert self.printed(paragraph("x", style=style)) == ["x"]


def test_numbered_cells_count_in_the_order_of_the_page() -> None:
    """The column STT is a list in many tables, empty paragraphs and all."""
    part = numbering({"1": levels(("decimal", "%1"))})
    made = lines(table([paragraph(num="1"), "Một"], [paragraph(num="1"), "Hai"]), item("Ba"), numbering=part)
    assert made == ["|", "1 ", "|", "Một", "|", "|", "2 ", "|", "Hai", "|", "3 Ba"]
