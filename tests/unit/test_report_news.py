"""What is told of reports: kept as it was, withheld where a word of it is discreet, said to whom it may be."""

import json
from dataclasses import dataclass
from datetime import date, time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from notifications.decision import SkipReason
from notifications.kinds import MessageKind
from notifications.letters.subjects import SUBJECT_MAX, report_subject
from notifications.report_news.handing import refusal
from notifications.report_news.news import FigureNews, ReportNews, TaskNews, read_news
from notifications.report_news.printed import printed_text

TODAY = date(2026, 9, 22)
NEWS = ReportNews(
    MessageKind.REPORT,
    7,
    TODAY,
    headline="3 nhiệm vụ, 1 quá hạn",
    figures=(FigureNews("Tổng số nhiệm vụ", "3", "2"),),
    tasks=(
        TaskNews("2026-Q3-001", "Đổi cơ quan chủ trì", "Từ A sang B", bad=False),
        TaskNews("X", "Mới quá hạn", bad=True),
    ),
    since="bản số 1",
    remark="Họp vào ngày 25/9/2026",
)


@dataclass(frozen=True)
class Reached:
    """How somebody is told."""

    unsubscribed: bool = False
    muted_until: date | None = None
    channels: tuple[str, ...] = ("zalo",)
    single: bool = False
    digest_hour: time = time(7)


def test_news_come_back_as_they_were_kept() -> None:
    """Through any database."""
    assert read_news(NEWS.kind, 7, TODAY, json.loads(json.dumps(NEWS.content))) == NEWS


def test_a_version_is_told_once_and_its_changes_once_a_day() -> None:
    """By their keys."""
    change = ReportNews(MessageKind.REPORT_CHANGED, 7, TODAY, "1 thay đổi", ())
    assert (NEWS.key, change.key) == ("report:7", "report:7/changed@2026-09-22")


@pytest.mark.parametrize(
    ("reach", "has_address", "expected"),
    [
        (Reached(), True, None),
        (None, True, None),
        (Reached(), False, SkipReason.NO_ADDRESS),
        (Reached(unsubscribed=True), True, SkipReason.UNSUBSCRIBED),
        (Reached(unsubscribed=True), False, SkipReason.UNSUBSCRIBED),
        (Reached(muted_until=TODAY), True, SkipReason.MUTED),
        (Reached(muted_until=date(2026, 9, 21)), True, None),
    ],
)
def test_a_report_goes_by_mail_to_whoever_has_not_turned_mail_off(
    reach: Reached | None, has_address: bool, expected: SkipReason | None
) -> None:
    """Channels wished for reminders do not matter."""
    assert refusal(reach, has_address=has_address, today=TODAY) is expected


def test_the_words_of_a_document_are_read_wherever_they_stand() -> None:
    """In paragraphs cut into runs, tables, headers; signs are signs again."""
    document = Document()
    paragraph = document.add_paragraph("Xem xét kỷ")
    paragraph.add_run(" luật ").bold = True
    paragraph.add_run("A & B <C>")
    document.add_table(1, 1).cell(0, 0).text = "trong bảng"
    document.sections[0].header.paragraphs[0].text = "đầu trang"
    file = BytesIO()
    document.save(file)
    lines = words_of("bao-cao.docx", file.getvalue())
    assert "Xem xét kỷ luật A & B <C>" in lines
    assert "trong bảng" in lines
    assert "đầu trang" in lines


def words_of(name: str, content: bytes) -> list[str]:
    text = printed_text(name, content)
    assert text is not None
    return text.split("\n")


def test_the_words_of_a_workbook_are_read_from_its_cells() -> None:
    """Each cell holds its own, as reports are written; also cut into runs. Headers are printed too."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Nhiệm vụ")
    sheet.append(["Xem xét kỷ luật A & B <C>", 7, CellRichText("đơn tố ", TextBlock(InlineFont(b=True), "cáo"))])
    sheet.append(["dòng hai"])
    sheet.oddHeader.center.text = "đầu trang"
    file = BytesIO()
    workbook.save(file)
    with ZipFile(file) as package:
        assert b't="inlineStr"' in package.read("xl/worksheets/sheet1.xml")
    lines = words_of("bao-cao.XLSX", file.getvalue())
    assert {"Xem xét kỷ luật A & B <C>", "7", "đơn tố cáo", "dòng hai"} <= set(lines)
    assert any("đầu trang" in line for line in lines)


def test_the_words_of_a_workbook_are_read_from_the_list_that_cells_share() -> None:
    """Excel itself writes them so: one part for all sheets."""
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>Xem xét kỷ luật A &amp; B</t></si>"
        '<si><r><t xml:space="preserve">đơn tố </t></r><r><rPr><b/></rPr><t>cáo</t></r></si></sst>'
    )
    file = BytesIO()
    with ZipFile(file, "w") as package:
        package.writestr("xl/sharedStrings.xml", shared)
    assert words_of("bao-cao.xlsx", file.getvalue()) == ["Xem xét kỷ luật A & B", "đơn tố cáo", ""]


def test_what_cannot_be_read_is_not_taken_for_empty() -> None:
    """Neither another kind of file, nor one that is not what its name says."""
    empty = BytesIO()
    with ZipFile(empty, "w"):
        pass
    assert printed_text("bao-cao.docx", b"words") is None
    assert printed_text("bao-cao.xlsx", b"words") is None
    assert printed_text("bao-cao.xlsx", empty.getvalue()) is None
    assert printed_text("bao-cao.pdf", empty.getvalue()) is None
    assert printed_text("docx", empty.getvalue()) is None


def test_a_subject_names_meeting_and_figures() -> None:
    """And is cut where mail programs would."""
    assert report_subject("Báo cáo", "Hội nghị BTV 25/9", NEWS.headline) == (
        "[Báo cáo] Hội nghị BTV 25/9: 3 nhiệm vụ, 1 quá hạn"
    )
    assert len(report_subject("Báo cáo", "Hội nghị " + "chuyên đề " * 40, NEWS.headline)) <= SUBJECT_MAX
