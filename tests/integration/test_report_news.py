"""Reports on their way to people: attached or behind a link, once each, to whom they are named for."""

from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlmodel import col, select

from config.database import reading, unit_of_work
from flows import report_news
from notifications import going_live
from notifications import runs as reminding
from notifications.delivery.runs import deliver, resend, undelivered
from notifications.kinds import MessageKind
from notifications.links import Purpose
from notifications.models import LinkVisit, Message, MessageState, ReportNotice
from notifications.people_runs import WishChange, change_wish
from reports.versions import runs
from tasks_registry import runs as registry
from tasks_registry.documents.files import place_of
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.meetings.runs import fix_day
from tasks_registry.models import Meeting, ReportFile, Task
from tasks_registry.review import Edit
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.conference import AGENDA, CHIEF, CLERK, FIRST, OCOP, REVIEW, SECOND, conference, edit_sending
from tests.support.going_live import release_everything
from tests.support.links import BASE, Clock, visiting
from tests.support.mail import MailServer
from tests.support.rhythm import edit_reminders

LEADERS = ("tuong.danghuu@hoamai.example", "khanh.lethivan@hoamai.example")
At = Callable[..., Installation]
SECRET_TITLE = "Xem xét kỷ luật đảng viên Tô Văn Lạc"
LONG_REPORT = (
    "Đang rà soát từng tiêu chí theo bộ tiêu chí nông thôn mới nâng cao, đã làm việc với các thôn, các ban ngành, đoàn "
    "thể và thống nhất lịch kiểm tra thực địa; đang chờ kết luận về đơn tố cáo ông Hồ Thất."
)
"""Documents quote the beginning of it."""


@pytest.fixture
def at(open_at: Open, mail_server: MailServer) -> At:
    """Opens the installation with its mail server, the conference in it."""
    conference(open_at("2026-07-01T08:00"))

    def open_(instant: str, **settings: object) -> Installation:
        return open_at(instant, smtp_url=mail_server.url, **settings)

    return open_


def report(here: Installation) -> None:
    """Do what the flow does, then what the delivery does."""
    runs.make_due(here)
    report_news.tell(here)
    deliver(here)


def meeting_of(here: Installation) -> int:
    with reading(here.engine) as session:
        return runs.store.meeting_views(session, here.committee)[0].id


def body(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    text: str = part.get_content()
    return text


def addresses(mails: list[EmailMessage]) -> list[str]:
    return sorted(str(mail["To"].addresses[0].addr_spec) for mail in mails)


def files(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_content() for part in mail.iter_attachments()}


def states(here: Installation) -> list[str]:
    with reading(here.engine) as session:
        return sorted(session.exec(select(Message.state)).all())


def test_a_version_reaches_the_people_named_with_its_files(at: At, mail_server: MailServer) -> None:
    """By default everybody of the office; what arrives opens in Word and Excel and is what was made."""
    here = at(FIRST)
    report(here)
    report(here)
    assert addresses(mail_server.mails) == [CLERK, CHIEF]
    (mail,) = mail_server.to(CLERK)
    assert mail["Subject"] == "[Báo cáo] Hội nghị BCH 25/9: 3 nhiệm vụ, 1 quá hạn"
    text = body(mail)
    assert "phục vụ Hội nghị Đảng ủy lần thứ 6, ngày 25/9/2026; bản số 1, số liệu tính đến ngày 22/9/2026." in text
    assert "- Chưa hoàn thành, quá hạn: 1" in text
    assert "so với" not in text.lower()
    attached = files(mail)
    stem = "bao-cao-hoi-nghi-dang-uy-lan-thu-6-2026-09-22"
    assert set(attached) == {f"{stem}.docx", f"{stem}.xlsx"}
    word = Document(BytesIO(attached[f"{stem}.docx"]))
    assert word.paragraphs[0].text == "BÁO CÁO"
    assert load_workbook(BytesIO(attached[f"{stem}.xlsx"]))["Nhiệm vụ"].max_row == 4
    (version,) = runs.versions_of(here, meeting_of(here))
    assert attached == {file.name: (Path(version.folder) / file.name).read_bytes() for file in version.files}


def test_the_second_version_says_what_changed_since_the_first(at: At, mail_server: MailServer) -> None:
    """Figures before and after, tasks by weight."""
    report(at(FIRST))
    here = at(SECOND)
    registry.perform(here, REVIEW, Act.CONFIRM, evidence="12-QĐ/ĐU")
    registry.perform(here, AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    mail_server.mails.clear()
    report(here)
    text = body(mail_server.to(CHIEF)[0])
    assert "bản số 2, số liệu tính đến ngày 24/9/2026." in text
    assert "- Hoàn thành đúng hạn: 0 → 1" in text
    assert "so với" in text.lower()  # which the first one lacks
    told = text[text.index("SO VỚI BẢN SỐ 1") :]
    assert told.startswith("SO VỚI BẢN SỐ 1 (SỐ LIỆU ĐẾN NGÀY 22/9/2026) (3 thay đổi)")
    assert told.index("Đã nộp tài liệu, chờ thẩm định") < told.index("Đã hoàn thành, đúng hạn")
    assert "2026-Q3-003 – Rà soát các tiêu chí nông thôn mới nâng cao" in told


def test_people_are_named_by_right_or_by_address(at: At, home: Path, mail_server: MailServer) -> None:
    """Leaders and one officer, whoever else is of the office."""
    edit_sending(home, to=["leader", "Bang.DinhCong@hoamai.example"])
    report(at(FIRST))
    assert addresses(mail_server.mails) == sorted(["bang.dinhcong@hoamai.example", *LEADERS])


def test_nobody_named_nothing_sent(at: At, home: Path, mail_server: MailServer) -> None:
    """The version is made all the same."""
    edit_sending(home, to=[])
    here = at(FIRST)
    report(here)
    assert mail_server.mails == []
    assert len(runs.versions_of(here, meeting_of(here))) == 1


@pytest.mark.parametrize("how", ["secret", "discreet", "reported", "reported at length", "set aside", "setting"])
def test_what_must_not_leave_is_behind_a_link(at: At, home: Path, mail_server: MailServer, how: str) -> None:
    """A task marked secret, a discreet title, a discreet word in somebody's report, or the office's own wish.

    The workbook prints more than the document: reports to their last word, and tasks that no figure counts.
    """
    before = at("2026-09-20T08:00")
    if how == "secret":
        with registry.reviewing(before) as review:
            review.edit(OCOP, Edit(secret=True))
    elif how == "discreet":
        with registry.reviewing(before) as review:
            review.edit(OCOP, Edit(title=SECRET_TITLE, text=f"{SECRET_TITLE}."))
    elif how == "reported":
        registry.report_progress(before, OCOP, "Đang chờ kết luận về đơn tố cáo ông Hồ Thất.")
    elif how == "reported at length":
        registry.report_progress(before, REVIEW, LONG_REPORT)
    elif how == "set aside":
        with registry.reviewing(before) as review:
            review.edit(OCOP, Edit(title=SECRET_TITLE, text=f"{SECRET_TITLE}."))
        registry.perform(before, OCOP, Act.WITHDRAW, reason="Đã xử lý")
    else:
        edit_sending(home, attach=False)
    here = at(FIRST, web_url=BASE)
    report(here)
    (mail,) = mail_server.to(CLERK)
    assert files(mail) == {}
    text = body(mail)
    with reading(here.engine) as session:
        kept = str(session.exec(select(ReportNotice.content)).all())
    for told in (text, str(mail["Subject"]), kept):
        assert "Tô Văn Lạc" not in told
        assert "Hồ Thất" not in told
    (address,) = [word for word in text.split() if word.startswith(f"{BASE}/bao-cao/")]
    with visiting(here, Clock(here.now)) as visitor:
        page = visitor.get(address.removeprefix(BASE))
        assert page.status_code == 200
        assert "Bản số 1, số liệu tính đến ngày 22/09/2026." in page.text
        fetched = visitor.get(f"{address.removeprefix(BASE)}/docx")
        assert fetched.headers["content-disposition"].endswith('-2026-09-22.docx"')
        assert Document(BytesIO(fetched.content)).paragraphs[0].text == "BÁO CÁO"
        assert visitor.get(f"{address.removeprefix(BASE)}/exe").status_code == 404


def test_a_link_is_its_person_s_and_its_purpose_s_and_ends(at: At, home: Path, mail_server: MailServer) -> None:
    """Forged, of another purpose, of another message, too old: pages that say so. Visits are kept."""
    edit_sending(home, attach=False)
    here = at(FIRST, web_url=BASE)
    report(here)
    (address,) = [word for word in body(mail_server.to(CLERK)[0]).split() if word.startswith(f"{BASE}/bao-cao/")]
    path, clock = address.removeprefix(BASE), Clock(here.now)
    with visiting(here, clock) as visitor:
        assert visitor.head(path).status_code == 200
        assert visitor.get(path).status_code == 200
        assert visitor.get(f"{path}/xlsx").status_code == 200
        assert visitor.get(path.replace("/bao-cao/", "/viec/")).status_code == 404
        assert visitor.get(path[:-2] + "AA").status_code == 404
        assert path.removeprefix("/bao-cao/").split("-")[2] == "0"  # of no task
        version = runs.versions_of(here, meeting_of(here))[0]
        place_of(here.settings.home, version.files[0].sha256).unlink()
        lost = visitor.get(f"{path}/docx")
        assert (lost.status_code, "Báo cáo không còn ở đây" in lost.text) == (410, True)
        clock.now = at("2026-11-30T08:00").now
        assert visitor.get(path).status_code == 410
    with reading(here.engine) as session:
        visits = session.exec(select(LinkVisit.purpose, LinkVisit.outcome)).all()
    assert visits == [
        (Purpose.REPORT.value, "opened"),
        (Purpose.REPORT.value, "fetched"),
        (Purpose.REPORT.value, "expired"),
    ]


def test_without_pages_the_letter_says_where_the_files_lie(at: At, home: Path, mail_server: MailServer) -> None:
    """No public address is set: the reader asks the office."""
    edit_sending(home, attach=False)
    report(at(FIRST))
    text = body(mail_server.to(CLERK)[0])
    assert "tệp lưu tại Đảng ủy xã Hòa Mai: bao-cao-hoi-nghi-dang-uy-lan-thu-6-2026-09-22.docx" in text
    assert "http" not in text


def test_a_file_that_nobody_can_read_is_not_attached(at: At, mail_server: MailServer) -> None:
    """Whatever is in it."""
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    with unit_of_work(here.engine) as session:
        session.exec(select(ReportFile).where(col(ReportFile.name).endswith(".xlsx"))).one().name = "bao-cao.ods"
    deliver(here)
    assert files(mail_server.to(CLERK)[0]) == {}


@pytest.mark.parametrize("renamed", [False, True])
def test_a_discreet_name_of_a_meeting_does_not_leave_in_the_name_of_a_file(
    at: At, mail_server: MailServer, renamed: bool
) -> None:
    """Files are named after the meeting, and keep the name that it had when they were made."""
    before = at("2026-09-20T08:00")
    name_meeting(before, "Hội nghị xem xét kỷ luật đảng viên Tô Văn Lạc")
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    if renamed:
        name_meeting(here, "Hội nghị chuyên đề")
    deliver(here)
    (mail,) = mail_server.to(CLERK)
    assert files(mail) == {}
    text = body(mail)
    assert "tệp lưu tại Đảng ủy xã Hòa Mai: bản số 1." in text
    assert "ky-luat" not in text


def name_meeting(here: Installation, name: str) -> None:
    with unit_of_work(here.engine) as session:
        meeting = session.exec(select(Meeting)).one()
        meeting.name = name


@pytest.mark.parametrize("aside", [False, True])
def test_a_task_marked_secret_after_the_version_was_made_still_holds_it_back(
    at: At, mail_server: MailServer, aside: bool
) -> None:
    """What is true when the letter is written decides; also of a task that is printed but not counted."""
    if aside:
        registry.perform(at("2026-09-20T08:00"), OCOP, Act.WITHDRAW, reason="Đã xử lý")
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    with unit_of_work(here.engine) as session:
        session.exec(select(Task).where(Task.code == OCOP)).one().secret = True
    deliver(here)
    assert files(mail_server.to(CLERK)[0]) == {}


def test_a_kill_between_version_and_mail_loses_and_doubles_nothing(
    at: At, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Made and not handed over: a later run hands it over. Handed over half: nothing of it is kept."""
    here = at(FIRST)
    runs.make_due(here)

    def fail(*_: object) -> list[int | None]:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr("notifications.outbox.enqueue_all", fail)
        with pytest.raises(RuntimeError):
            report_news.tell(here)
    with reading(here.engine) as session:
        assert session.exec(select(ReportNotice)).all() == []
    for instant in ("2026-09-22T09:00", "2026-09-23T07:00", "2026-09-23T07:00"):
        report(at(instant))
    reports = [mail for mail in mail_server.mails if str(mail["Subject"]).startswith("[Báo cáo]")]
    assert addresses(reports) == [CLERK, CHIEF]
    assert len(runs.versions_of(here, meeting_of(here))) == 1


def test_a_lost_file_is_a_reason_that_the_office_reads_and_can_mend(at: At, mail_server: MailServer) -> None:
    """Nothing goes out without its file; once it is back, the letter is sent again."""
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    (version,) = runs.versions_of(here, meeting_of(here))
    place = place_of(here.settings.home, version.files[0].sha256)
    content = place.read_bytes()
    place.write_bytes(b"damaged")
    deliver(here)
    assert mail_server.mails == []
    failed = undelivered(here, MessageState.DEAD)
    assert len(failed) == 2
    assert "(bản số 1) trong kho đã mất hoặc không còn như lúc lập" in str(failed[0].reason)
    place.write_bytes(content)
    resend(here, [one.id for one in failed])
    deliver(here)
    assert len(mail_server.mails) == 2


def test_silence_that_was_chosen_is_kept_and_ends_with_it(at: At, mail_server: MailServer) -> None:
    """Unsubscribed: nothing. Muted: nothing until it ends, then what is still of use. Who wishes Zalo gets mail."""
    here = at("2026-09-20T08:00")
    change_wish(here, CLERK, WishChange(unsubscribed=True))
    change_wish(here, CHIEF, WishChange(muted_until=date(2026, 9, 22)))
    report(at(FIRST))
    assert mail_server.mails == []
    handed = report_news.tell(at(FIRST))
    assert {one.person.email: one.words for one in handed.not_handed} == {
        CLERK: "người nhận đã từ chối nhận thư nhắc việc",
        CHIEF: "người nhận tạm dừng nhận nhắc việc",
    }
    change_wish(here, CHIEF, WishChange(channels=("zalo",)))
    report(at("2026-09-23T07:00"))
    (mail,) = [mail for mail in mail_server.mails if str(mail["Subject"]).startswith("[Báo cáo]")]
    assert mail["To"].addresses[0].addr_spec == CHIEF


def test_trial_mode_stores_nothing_and_arming_lets_it_go(at: At, mail_server: MailServer) -> None:
    """Only the allow-list is written to; once the office arms, whoever has not got the last version gets it."""
    trial = {"trial": None, "trial_allow": CLERK}
    report(at(FIRST, **trial))
    assert addresses(mail_server.mails) == [CLERK]
    later = at("2026-09-22T09:00", **trial)
    arm(later)
    report(later)
    assert addresses(mail_server.mails) == [CLERK, CHIEF]


def test_quiet_hours_are_waited_for(at: At, home: Path, mail_server: MailServer) -> None:
    """A flow by night sends nothing before the morning; one at the end of the day leaves it to the next."""
    edit_reminders(home, quiet_hours={"email": {"from": "20:00", "to": "08:00"}})
    report(at("2026-09-22T06:00"))
    assert mail_server.mails == []
    assert states(at(FIRST)) == ["pending", "pending"]
    deliver(at("2026-09-22T08:01"))
    assert len(mail_server.mails) == 2
    edit_sending(home, to=["leader"])
    assert {one.words for one in report_news.tell(at("2026-09-22T21:00")).not_handed} == {
        "đã vào giờ im lặng, ngày làm việc sau nhắc"
    }


def test_an_outage_over_two_versions_brings_the_last_one(at: At, mail_server: MailServer) -> None:
    """Nobody wants yesterday's report with today's."""
    first = at(FIRST)
    runs.make_due(first)
    report_news.tell(first)
    report(at(SECOND))
    assert ["bản số 2" in body(mail) for mail in mail_server.mails] == [True, True]
    assert states(first) == ["sent", "sent", "withdrawn", "withdrawn"]


def test_after_the_meeting_nothing_goes_out(at: At, mail_server: MailServer) -> None:
    """The mail server came back too late."""
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    deliver(at("2026-09-26T07:00"))
    assert mail_server.mails == []
    assert states(here) == ["withdrawn", "withdrawn"]


def changes(mail_server: MailServer) -> list[EmailMessage]:
    return [mail for mail in mail_server.mails if str(mail["Subject"]).startswith("[Số liệu thay đổi]")]


def test_the_office_hears_once_a_day_that_the_report_misleads(at: At, home: Path, mail_server: MailServer) -> None:
    """Not the leaders; not on the day of the version; not again the same; what to do is said."""
    edit_sending(home, to=["leader"])
    here = at(FIRST)
    report(here)
    registry.perform(here, AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    report(at("2026-09-22T15:00"))
    assert changes(mail_server) == []
    for instant in ("2026-09-23T07:00", "2026-09-23T07:00", "2026-09-23T15:00"):
        report(at(instant))
    told = changes(mail_server)
    assert addresses(told) == [CLERK, CHIEF]
    assert told[0]["Subject"] == "[Số liệu thay đổi] Hội nghị BCH 25/9: 2 thay đổi"
    text = body(told[0])
    assert "Từ khi lập báo cáo bản số 1 (số liệu đến ngày 22/9/2026)" in text
    assert "Đã nộp tài liệu, chờ thẩm định" in text
    assert "dondoc report meeting 1" in text
    assert "dondoc report send 1" in text
    assert files(told[0]) == {}


def test_what_was_told_yesterday_is_not_told_again(at: At, home: Path, mail_server: MailServer) -> None:
    """A task became overdue on the 23rd and stays it: told once. Something new is told, with the old."""
    edit_sending(home, days_before=[3])
    for instant in (FIRST, "2026-09-23T07:00", "2026-09-24T07:00"):
        report(at(instant))
    assert addresses(changes(mail_server)) == [CLERK, CHIEF]
    assert "Mới quá hạn (hạn 22/9/2026)" in body(changes(mail_server)[0])
    registry.perform(at("2026-09-24T08:00"), REVIEW, Act.CONFIRM, evidence="12-QĐ/ĐU")
    report(at("2026-09-25T07:00"))
    assert len(changes(mail_server)) == 4
    assert "2 thay đổi" in changes(mail_server)[2]["Subject"]


@pytest.mark.parametrize("silent", ["muted", "trial", "quiet hours"])
def test_a_change_that_nobody_could_be_told_is_told_when_somebody_can(
    at: At, home: Path, mail_server: MailServer, silent: str
) -> None:
    """As it was found, once."""
    edit_sending(home, days_before=[3])
    edit_reminders(home, quiet_hours={"email": {"from": "20:00", "to": "06:00"}})
    trial = {"trial": None, "trial_allow": "nobody@hoamai.example"} if silent == "trial" else {}
    report(at(FIRST, **trial))
    here = at("2026-09-22T15:00", **trial)
    registry.perform(here, AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    if silent == "muted":
        for who in (CLERK, CHIEF):
            change_wish(here, who, WishChange(muted_until=date(2026, 9, 23)))
    report(at("2026-09-23T21:00" if silent == "quiet hours" else "2026-09-23T07:00", **trial))
    assert changes(mail_server) == []
    with reading(here.engine) as session:
        kept = session.exec(select(ReportNotice).where(ReportNotice.kind == MessageKind.REPORT_CHANGED.value)).all()
    assert kept == []
    if silent == "trial":
        arm(here)
    for instant in ("2026-09-24T07:00", "2026-09-24T15:00", "2026-09-25T07:00"):
        report(at(instant, **trial))
    assert addresses(changes(mail_server)) == [CLERK, CHIEF]


@pytest.mark.parametrize("silent", ["muted", "trial"])
def test_a_change_is_told_to_each_who_has_not_been_told(
    at: At, home: Path, mail_server: MailServer, silent: str
) -> None:
    """The clerk on the first day, the chief once the chief can be written to; the clerk not again."""
    edit_sending(home, days_before=[3])
    trial = {"trial": None, "trial_allow": CLERK} if silent == "trial" else {}
    report(at(FIRST, **trial))
    here = at("2026-09-22T15:00", **trial)
    registry.perform(here, AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    if silent == "muted":
        change_wish(here, CHIEF, WishChange(muted_until=date(2026, 9, 23)))
    report(at("2026-09-23T07:00", **trial))
    assert addresses(changes(mail_server)) == [CLERK]
    if silent == "trial":
        arm(here)
    for instant in ("2026-09-24T07:00", "2026-09-25T07:00"):
        report(at(instant, **trial))
    assert addresses(changes(mail_server)) == [CLERK, CHIEF]


def arm(here: Installation) -> None:
    with unit_of_work(here.engine) as session:
        going_live.arm(session, here.committee, messages=1, people=1, actor=here.actor, now=here.now)


def test_a_day_off_is_left_in_peace(at: At, home: Path, mail_server: MailServer) -> None:
    """Of a change on Saturday the office hears on Monday, the day of the conference; not at all if it wishes so."""
    edit_sending(home, days_before=[3])
    friday = at("2026-09-25T07:00")
    fix_day(friday, meeting_of(friday), date(2026, 9, 28))
    report(friday)
    registry.perform(at("2026-09-26T08:00"), AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    report(at("2026-09-26T15:00"))
    assert changes(mail_server) == []
    edit_sending(home, tell_changes=False)
    report(at("2026-09-28T07:00"))
    assert changes(mail_server) == []
    edit_sending(home, tell_changes=True)
    report(at("2026-09-28T07:15"))
    assert addresses(changes(mail_server)) == [CLERK, CHIEF]


def test_a_change_that_waits_is_dropped_by_a_new_version_or_a_later_day(
    at: At, home: Path, mail_server: MailServer
) -> None:
    """After an outage nobody reads twice of what no longer is the question."""
    edit_sending(home, days_before=[3])
    report(at(FIRST))
    mail_server.mails.clear()
    for instant, act in (("2026-09-23T07:00", (AGENDA, Act.SUBMIT)), ("2026-09-24T07:00", (REVIEW, Act.CONFIRM))):
        here = at(instant)
        registry.perform(here, *act, evidence="5-BC/UBKT")
        report_news.tell(here)
    assert states(here).count("pending") == 4
    deliver(at("2026-09-24T09:00"))
    assert addresses(mail_server.mails) == [CLERK, CHIEF]
    registry.perform(here, OCOP, Act.CONFIRM, evidence="13-QĐ/ĐU")
    friday = at("2026-09-25T07:00")
    report_news.tell(friday)
    runs.make_by_hand(friday, meeting_of(friday))
    mail_server.mails.clear()
    deliver(friday)
    assert mail_server.mails == []


def test_a_report_takes_no_room_from_reminders(at: At, home: Path, mail_server: MailServer) -> None:
    """Whoever may get one message a day gets the report and is reminded all the same."""
    officer = "bang.dinhcong@hoamai.example"
    edit_sending(home, to=[officer])
    edit_reminders(home, limits={"messages_per_day": 1})
    here = at(FIRST)
    release_everything(here)
    report(here)
    reminding.remind(at("2026-09-22T07:30"))
    assert [str(mail["Subject"]).split("]")[0] for mail in mail_server.to(officer)] == [
        "[Báo cáo",
        "[Đến hạn hôm nay",
    ]


def test_a_version_by_hand_goes_out_when_a_person_says_so(at: At, mail_server: MailServer) -> None:
    """Once to each, by whoever has the right; the flow leaves it alone."""
    here = at("2026-09-14T08:00")
    meeting = meeting_of(here)
    runs.make_by_hand(here, meeting)
    report(here)
    assert mail_server.mails == []
    told, handed = report_news.send(here, meeting)
    assert (told.version.number, len(handed.people), handed.before) == (1, 2, ())
    again = report_news.send(here, meeting)[1]
    assert (again.people, len(again.before)) == ((), 2)
    deliver(here)
    assert len(mail_server.mails) == 2
    outsider = at("2026-09-14T08:00", actor="bang.dinhcong@hoamai.example")
    with pytest.raises(Refused):
        report_news.send(outsider, meeting)
