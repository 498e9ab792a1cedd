"""Decision → outbox → SMTP, on both databases: once, never none."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from config.database import reading as reading_session
from config.database import unit_of_work
from notifications import outbox, runs
from notifications.channels.choice import recording_folder
from notifications.delivery.runs import deliver
from notifications.models import Attempt, Message, MessageState, Reminder
from tasks_registry import intake
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.going_live import release_everything
from tests.support.mail import MailServer, free_port, running_server, url_of
from tests.support.processes import remind_and_be_killed, remind_in_parallel
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
DUE = date(2026, 9, 18)
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Rà soát các tiêu chí nông thôn mới", due=DUE),
    proposal("Báo cáo công tác kiểm tra, giám sát", due=DUE, lead="UBKT"),
    proposal("Nâng cao chất lượng sinh hoạt chi bộ"),
)


@pytest.fixture
def prepared(open_at: Open, mail_server: MailServer) -> Open:
    """Opens an installation that holds three dated tasks of two agencies and sends to ``mail_server``."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            DOCUMENT,
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    release_everything(here)

    def open_(instant: str, **overrides: object) -> Installation:
        return open_at(instant, **{"smtp_url": mail_server.url, **overrides})

    return open_


def rows(here: Installation, table: Any) -> list[Any]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def test_one_digest_a_person_arrives_and_a_repeat_sends_nothing(prepared: Open, mail_server: MailServer) -> None:
    """Two tasks, one mail; the same run again is silent."""
    here = prepared("2026-09-15T07:30")
    first, second = runs.remind(here), runs.remind(here)
    assert (first.count("sent"), len(second.messages)) == (2, 0)
    assert len(mail_server.mails) == 2
    (mail,) = mail_server.to(OFFICER)
    assert mail["Subject"] == "[Sắp hạn 3 ngày] 2 nhiệm vụ của Phòng Kinh tế"
    assert [message.state for message in rows(here, Message)] == ["sent", "sent"]
    assert [attempt.outcome for attempt in rows(here, Attempt)] == ["sent", "sent"]


def test_missed_days_are_folded_into_the_next_digest(prepared: Open, mail_server: MailServer) -> None:
    """After five days without power the officer hears once, with the most severe milestone."""
    runs.remind(prepared("2026-09-11T07:30"))
    runs.remind(prepared("2026-09-18T07:30"))
    assert len(mail_server.to(OFFICER)) == 2
    milestones = {reminder.milestone for reminder in rows(prepared("2026-09-18T08:00"), Reminder)}
    assert milestones == {"due-7", "due-0"}


def test_a_task_finished_meanwhile_is_silent(prepared: Open, mail_server: MailServer) -> None:
    """Finished between decision and delivery: asked again before sending."""
    here = prepared("2026-09-15T07:30")
    runs.enqueue(here)
    registry.perform(here, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    registry.perform(here, "2026-Q3-003", Act.CONFIRM, evidence="9-BC/UBKTĐU")
    result = deliver(here)
    assert (result.sent, result.withdrawn) == (1, 1)
    (mail,) = mail_server.mails
    body = mail.get_body(("plain",))
    assert body is not None
    assert "2026-Q3-002" in body.get_content()
    assert "2026-Q3-001" not in body.get_content()


def test_an_outage_costs_one_connection_and_ends_in_one_digest(prepared: Open) -> None:
    """Five days of a dead server: nothing is lost, and one mail says what is true at the end."""
    port = free_port()
    for day in ("11", "15", "17"):
        run = runs.remind(prepared(f"2026-09-{day}T07:30", smtp_url=url_of(port)))
        assert {message.status for message in run.messages} <= {"failed", "planned"}
    with running_server(port) as server:
        here = prepared("2026-09-18T07:30", smtp_url=url_of(port))
        runs.remind(here)
        assert sorted(str(mail["To"].addresses[0].addr_spec) for mail in server.mails) == sorted(
            {OFFICER, "hoa.tathiminh@hoamai.example"}
        )
        assert "đến hạn hôm nay" in str(server.to(OFFICER)[0]["Subject"]).lower()
    with reading_session(here.engine) as session:
        assert outbox.undelivered(session, here.committee) == []


def test_one_bad_recipient_does_not_stop_the_others(prepared: Open, mail_server: MailServer) -> None:
    """The dead letter is settled and said; the rest goes out."""
    mail_server.answer_recipient = lambda to: "550 Không có" if to == OFFICER else None
    here = prepared("2026-09-15T07:30")
    run = runs.remind(here)
    assert (run.count("sent"), run.count("failed")) == (1, 1)
    (failed,) = [message for message in run.messages if message.status == "failed"]
    assert "550" in (failed.reason or "")
    assert {message.state for message in rows(here, Message)} == {"sent", "dead"}


def test_a_passing_fault_is_tried_again_later_with_the_same_message_id(prepared: Open, mail_server: MailServer) -> None:
    """Greylisting refuses the first try by design."""
    mail_server.answer_recipient = lambda _: "451 Thử lại sau"
    here = prepared("2026-09-15T07:30")
    runs.remind(here)
    uids = {message.message_uid for message in rows(here, Message)}
    mail_server.answer_recipient = lambda _: None
    assert deliver(here).sent == 0  # not before its time
    assert deliver(prepared("2026-09-15T07:32")).sent == 2
    assert {mail["Message-ID"] for mail in mail_server.mails} == {f"<{uid}@hoamai.example>" for uid in uids}


def test_a_message_that_may_have_arrived_is_repeated_as_it_is(prepared: Open, mail_server: MailServer) -> None:
    """At least once; the same Message-ID lets the mail program drop the second."""
    mail_server.cut_after_data = True
    runs.remind(prepared("2026-09-15T07:30"))
    mail_server.cut_after_data = False
    deliver(prepared("2026-09-15T07:32"))
    ids = [mail["Message-ID"] for mail in mail_server.to(OFFICER)]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert {attempt.outcome for attempt in rows(prepared("2026-09-15T08:00"), Attempt)} == {"unknown", "sent"}


def test_a_moved_deadline_withdraws_what_no_longer_holds(prepared: Open, mail_server: MailServer) -> None:
    """A message that waits is checked against the due day of now."""
    here = prepared("2026-09-15T07:30")
    runs.enqueue(here)
    with unit_of_work(here.engine) as session:
        session.connection().exec_driver_sql("UPDATE task SET due = '2026-10-30'")
    assert (deliver(here).withdrawn, mail_server.mails) == (2, [])


def test_a_sender_killed_between_claim_and_settle_loses_nothing(prepared: Open, mail_server: MailServer) -> None:
    """Its death shows by its lock: the next run sends, once, and waits for no clock."""
    here = prepared("2026-09-15T07:30")
    remind_and_be_killed(here)
    assert [message.state for message in rows(here, Message)] == ["claimed", "claimed"]
    assert runs.remind(here).messages == ()  # nothing new to say; what the dead one had claimed is free at once
    assert {message.state for message in rows(here, Message)} == {MessageState.SENT.value}
    assert len({mail["Message-ID"] for mail in mail_server.mails}) == len(mail_server.mails) == 2


def test_two_runs_at_once_say_everything_once(prepared: Open, mail_server: MailServer) -> None:
    """UNIQUE keys and leases, not luck."""
    here = prepared("2026-09-15T07:30")
    remind_in_parallel(here, 3)
    assert len(mail_server.mails) == 2


def test_a_dry_run_says_all_and_does_nothing(prepared: Open, mail_server: MailServer) -> None:
    """Who would get what, and why the others not."""
    here = prepared("2026-09-15T07:30")
    run = runs.dry_run(here)
    assert [message.status for message in run.messages] == ["planned", "planned"]
    assert [skip.reason.value for skip in run.skipped] == ["no-deadline"]
    assert (rows(here, Message), mail_server.mails) == ([], [])


def test_a_simulation_equals_what_the_days_really_send(prepared: Open, mail_server: MailServer) -> None:
    """The same function serves both."""
    first, last = date(2026, 9, 1), date(2026, 9, 30)
    foreseen = runs.simulate(prepared("2026-09-01T07:30"), first, last)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        runs.remind(prepared(f"{day.isoformat()}T07:30"))
    assert sum(len(parcels) for _, parcels in foreseen) == len(mail_server.mails) > 5
    keys = {item.key for _, parcels in foreseen for parcel in parcels for item in parcel.items}
    assert keys == {reminder.key for reminder in rows(prepared("2026-09-30T08:00"), Reminder)}


def test_trial_mode_holds_everything_but_the_allow_list(prepared: Open, mail_server: MailServer) -> None:
    """Held messages leave no trace, so that they are said once the office arms the sending."""
    trial = prepared("2026-09-15T07:30", trial=True, trial_allow=OFFICER.upper())
    run = runs.remind(trial)
    assert sorted(message.status for message in run.messages) == ["held", "sent"]
    assert [str(mail["To"].addresses[0].addr_spec) for mail in mail_server.mails] == [OFFICER]
    armed = runs.remind(prepared("2026-09-15T09:00"))
    assert [message.status for message in armed.messages] == ["sent"]
    assert len(mail_server.mails) == 2


def test_without_a_mail_server_letters_become_files(prepared: Open) -> None:
    """The recording channel is a real channel."""
    here = prepared("2026-09-15T07:30", smtp_url=None)
    assert runs.remind(here).count("sent") == 2
    letters = list(recording_folder(here.settings.home).glob("*.eml"))
    assert len(letters) == 2
    assert b"Auto-Submitted: auto-generated" in letters[0].read_bytes()


def test_a_person_who_left_is_not_written_to(prepared: Open, mail_server: MailServer) -> None:
    """The task goes to who is reached for the agency now."""
    here = prepared("2026-09-15T07:30")
    runs.enqueue(here)
    with unit_of_work(here.engine) as session:
        session.connection().exec_driver_sql(f"UPDATE person SET active = false WHERE email = '{OFFICER}'")
    # Opening the installation again would bring the person back from agencies.yaml; this run is already open.
    assert deliver(here).withdrawn == 1
    assert mail_server.to(OFFICER) == []
