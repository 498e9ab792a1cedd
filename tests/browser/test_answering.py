"""A person answers by the letter's link, in a real browser, on a phone and at a desk."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from notifications.answers import runs
from notifications.links import Purpose
from tests.conftest import Open
from tests.support.browser import faults_of, served
from tests.support.links import BASE, DISCREET, Clock, Letters, letters

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
WIDTHS = pytest.mark.parametrize("width", [390, 1366])
Look = Callable[[str], None]


@pytest.fixture
def sent(open_at: Open) -> Letters:
    """A letter of 7 September 2026."""
    return letters(open_at("2026-09-07T08:00", web_url=BASE))


@pytest.fixture
def clock(sent: Letters) -> Clock:
    """An hour after the letter."""
    return Clock(sent.here.now + timedelta(hours=1))


@pytest.fixture
def address(sent: Letters, clock: Clock) -> Iterator[str]:
    """Where the pages are."""
    with served(sent.here, clock) as at:
        yield at


@pytest.fixture
def page(browser: Browser, width: int, address: str) -> Iterator[Page]:
    """A visitor's window; a script error, or a request that leaves this machine, fails the test."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="vi-VN")
    window = context.new_page()
    strangers: list[str] = []
    window.on("request", lambda request: strangers.append(request.url))
    window.on("console", lambda message: strangers.append(message.text) if "Refused" in message.text else None)
    yield window
    context.close()
    assert [url for url in strangers if not url.startswith(address)] == []


@pytest.fixture
def look(page: Page, width: int, tmp_path: Path) -> Look:
    """Looks at the page as it is; keeps a picture where ``PICTURES`` says (never in the repository)."""
    folder = Path(os.environ.get("PICTURES", str(tmp_path)))

    def look_(name: str) -> None:
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        assert faults_of(page) == [], name

    return look_


@WIDTHS
def test_from_the_letter_to_the_thanks_and_a_used_link(sent: Letters, page: Page, address: str, look: Look) -> None:
    """Open the link, report progress, be thanked, come back to a used link; the office has the answer."""
    page.goto(address + sent.path(Purpose.TASK))
    look("task")
    page.get_by_role("link", name="Báo cáo tiến độ").click()
    look("progress")
    form = page.url
    page.get_by_role("button", name="Gửi báo cáo").click()  # the browser itself asks for what is missing
    assert page.url == form
    page.get_by_label("Đã làm được gì").fill("Đã họp thẩm định cấp xã ngày 06/9.")
    page.get_by_label("Tiến độ, phần trăm").fill("60")
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.get_by_role("heading", name="Đã gửi, cảm ơn đồng chí")).to_be_visible()
    look("thanks")
    page.goto(form)
    expect(page.get_by_role("heading", name="Đường dẫn này đã được dùng")).to_be_visible()
    look("used")
    page.go_back()
    page.goto(address + sent.path(Purpose.TASK))
    look("task-answered")
    page.get_by_role("button", name="Đã nhận").click()
    expect(page.get_by_role("heading", name="Đã gửi, cảm ơn đồng chí")).to_be_visible()
    assert [one.purpose for one in runs.listing(sent.here, waiting_only=True)] == [Purpose.PROGRESS, Purpose.RECEIVED]


@WIDTHS
def test_a_form_that_must_be_mended_says_where(sent: Letters, page: Page, address: str, look: Look) -> None:
    """The complaint stands at its field, which keeps what was written."""
    page.goto(address + sent.path(Purpose.EXTENSION))
    look("extension")
    page.get_by_label("Đề nghị lùi hạn đến ngày").fill("2026-09-26")
    page.get_by_label("Lý do").fill("Chờ hội đồng cấp tỉnh họp.")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_role("alert")).to_contain_text("là ngày nghỉ")
    expect(page.get_by_label("Lý do")).to_have_value("Chờ hội đồng cấp tỉnh họp.")
    look("extension-wrong")
    page.get_by_label("Đề nghị lùi hạn đến ngày").fill("2026-09-25")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.get_by_role("status")).to_be_visible()


@WIDTHS
def test_every_other_page_can_be_read(sent: Letters, clock: Clock, page: Page, address: str, look: Look) -> None:
    """Received, not mine, a discreet task, wishes, forged, nowhere, expired."""
    for name, purpose in (("received", Purpose.RECEIVED), ("not-mine", Purpose.NOT_MINE)):
        page.goto(address + sent.path(purpose))
        look(name)
    page.goto(address + sent.path(Purpose.TASK, DISCREET))
    look("discreet")
    page.goto(address + sent.path(Purpose.TASK)[:-2] + "AA")
    look("forged")
    page.goto(address + "/nowhere/at/all")
    look("nowhere")
    clock.now += timedelta(days=8)
    page.goto(address + sent.path(Purpose.TASK))
    look("late")
    clock.now += timedelta(days=30)
    page.goto(address + sent.path(Purpose.TASK))
    look("expired")


@WIDTHS
def test_wishes_are_set_and_unsubscribing_says_what_stays(sent: Letters, page: Page, address: str, look: Look) -> None:
    """The settings come back as they were set; unsubscribing hides no overdue task from the office."""
    page.goto(address + sent.path(Purpose.WISHES))
    look("wishes")
    page.get_by_label("Zalo").uncheck()
    page.get_by_label("Tạm ngừng nhắc đến hết ngày").fill("2026-09-11")
    page.get_by_role("button", name="Lưu tùy chọn").click()
    expect(page.get_by_role("heading", name="Đã lưu tùy chọn")).to_be_visible()
    look("wishes-saved")
    page.goto(address + sent.path(Purpose.WISHES))
    expect(page.get_by_label("Zalo")).not_to_be_checked()
    page.get_by_label("Không gửi thư nhắc việc cho tôi nữa").check()
    page.get_by_role("button", name="Lưu tùy chọn").click()
    expect(page.get_by_role("status")).to_contain_text("vẫn nằm trong danh sách của văn phòng")
    look("unsubscribed")


@WIDTHS
def test_the_keyboard_alone_is_enough(sent: Letters, page: Page, address: str) -> None:
    """The first key of Tab reaches the task's answers in their order, with a visible focus."""
    page.goto(address + sent.path(Purpose.TASK))
    names = []
    for _ in range(4):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.innerText"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert names == ["Đã nhận", "Báo cáo tiến độ", "Xin gia hạn", "Không phải việc của tôi"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
