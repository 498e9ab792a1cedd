"""Somebody opens the report behind the link of a letter, on a phone and at a desk, and takes the file home."""

import os
from collections.abc import Iterator
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from config.database import reading
from flows.report_news import tell
from notifications.delivery.runs import deliver
from notifications.models import LinkVisit
from reports.versions.runs import make_due
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.browser import faults_of, served
from tests.support.conference import CLERK, FIRST, conference
from tests.support.links import BASE, Clock

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
WIDTHS = pytest.mark.parametrize("width", [390, 1366])


@pytest.fixture
def here(open_at: Open) -> Installation:
    """A report with a discreet matter in it, on its way as a file of the recording channel."""
    conference(open_at("2026-07-01T08:00"), "Xem xét kỷ luật đảng viên Tô Văn Lạc")
    here = open_at(FIRST, web_url=BASE)
    make_due(here)
    tell(here)
    deliver(here)
    return here


@pytest.fixture
def letter(here: Installation) -> EmailMessage:
    """What the clerk got."""
    mails = [
        BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        for path in (here.settings.home / "mail-out").glob("*.eml")
    ]
    (mail,) = [mail for mail in mails if CLERK in str(mail["To"])]
    assert isinstance(mail, EmailMessage)
    return mail


@pytest.fixture
def page(browser: Browser, width: int) -> Iterator[Page]:
    """A window of that width."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN", accept_downloads=True)
    yield context.new_page()
    context.close()


@WIDTHS
def test_from_the_letter_to_the_file(
    here: Installation, letter: EmailMessage, page: Page, width: int, tmp_path: Path
) -> None:
    """The button of the letter leads to the page, its buttons to the files; each is kept as a visit."""
    folder = Path(os.environ.get("PICTURES", str(tmp_path)))
    html = letter.get_body(("html",))
    assert html is not None
    page.set_content(html.get_content())
    page.screenshot(path=folder / f"report-letter-{width}.png", full_page=True)
    button = page.get_by_role("link", name="Xem báo cáo")
    target = button.get_attribute("href")
    assert target is not None
    with served(here, Clock(here.now + timedelta(hours=1))) as address:
        page.goto(address + target.removeprefix(BASE))
        expect(page.get_by_role("heading", name="Báo cáo phục vụ Hội nghị Đảng ủy lần thứ 6")).to_be_visible()
        page.screenshot(path=folder / f"report-page-{width}.png", full_page=True)
        assert faults_of(page) == []
        with page.expect_download() as fetched:
            page.get_by_role("link", name="Tải văn bản Word").click()
    name = fetched.value.suggested_filename
    assert name == "bao-cao-hoi-nghi-dang-uy-lan-thu-6-2026-09-22.docx"
    assert Document(BytesIO(Path(fetched.value.path()).read_bytes())).paragraphs[0].text == "BÁO CÁO"
    with reading(here.engine) as session:
        assert session.exec(select(LinkVisit.outcome)).all() == ["opened", "fetched"]
