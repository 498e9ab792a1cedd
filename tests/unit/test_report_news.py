"""What is told of reports: kept as it was, withheld where a word of it is discreet, said to whom it may be."""

import json
from dataclasses import dataclass
from datetime import date, time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

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
    lines = printed_text(file.getvalue()).split("\n")
    assert "Xem xét kỷ luật A & B <C>" in lines
    assert "trong bảng" in lines
    assert "đầu trang" in lines


def test_what_is_no_document_is_no_document() -> None:
    """Neither words nor an empty package."""
    with pytest.raises(ValueError, match="not a Word document"):
        printed_text(b"words")
    empty = BytesIO()
    with ZipFile(empty, "w"):
        pass
    assert printed_text(empty.getvalue()) == ""


def test_a_subject_names_meeting_and_figures() -> None:
    """And is cut where mail programs would."""
    assert report_subject("Báo cáo", "Hội nghị BTV 25/9", NEWS.headline) == (
        "[Báo cáo] Hội nghị BTV 25/9: 3 nhiệm vụ, 1 quá hạn"
    )
    assert len(report_subject("Báo cáo", "Hội nghị " + "chuyên đề " * 40, NEWS.headline)) <= SUBJECT_MAX
