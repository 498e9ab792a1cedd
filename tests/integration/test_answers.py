"""Answers: proposed by a link, decided by the office, each with its history."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select, update

from cli.main import invoke
from config.agencies import Access
from config.checks import Level
from config.database import reading, unit_of_work
from notifications.answers import runs
from notifications.answers.errors import ForgedLink, LinkError, NothingToAnswer, NotTheirTask, UsedLink
from notifications.answers.page import TaskPage
from notifications.answers.runs import Wrong
from notifications.answers.store import AnswerView
from notifications.checks import check_answers
from notifications.links import ANSWERS, Link, Opened, Purpose
from notifications.models import Answer, AnswerState, LinkVisit
from tasks_registry import runs as registry
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.history import first_break
from tasks_registry.installation import Installation
from tasks_registry.models import Extension, History, Person, TaskReport
from tasks_registry.organisation.runs import record_absence
from tasks_registry.review import Edit
from tasks_registry.states import Act, WorkState
from tests.conftest import HANOI, Open
from tests.support.links import BASE, CODE, Letters, letters

GIVEN: dict[Purpose, dict[str, str]] = {
    Purpose.RECEIVED: {},
    Purpose.PROGRESS: {"text": "Đã họp thẩm định", "percent": "60"},
    Purpose.EXTENSION: {"text": "Chờ hội đồng cấp tỉnh", "due": "2026-09-25"},
    Purpose.NOT_MINE: {"text": "Việc của Phòng Văn hóa"},
}


@pytest.fixture
def sent(open_at: Open) -> Letters:
    """A letter of 7 September 2026."""
    return letters(open_at("2026-09-07T08:00", web_url=BASE))


def link(sent: Letters, purpose: Purpose, *, message: int | None = None, person: int | None = None) -> Link:
    task = sent.task().id
    return Link(purpose, sent.here.committee, person or sent.person, task, message or sent.message, date(2026, 10, 7))


def say(sent: Letters, purpose: Purpose, fields: Mapping[str, str] | None = None, *, message: int | None = None) -> int:
    """Answer by a link and return the answer's number."""
    taken = runs.answer(sent.here, link(sent, purpose, message=message), GIVEN[purpose] if fields is None else fields)
    assert isinstance(taken, TaskPage), taken
    return runs.listing(sent.here, waiting_only=True)[-1].id


def history(here: Installation, code: str = CODE) -> list[tuple[str, str]]:
    with reading(here.engine) as session:
        task = store.get_task(session, here.committee, code)
        rows = session.exec(
            select(History.action, History.actor)
            .where(History.entity == "task", History.entity_id == task.id)
            .order_by(History.seq)
        ).all()
        assert first_break(session, here.committee) is None
        return [(action, actor) for action, actor in rows]


def counted(here: Installation, table: type) -> int:
    with reading(here.engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


@pytest.mark.parametrize("purpose", ANSWERS)
def test_an_answer_changes_nothing_until_the_office_accepts_it(sent: Letters, purpose: Purpose) -> None:
    """The task keeps its version, and its history has no row."""
    before = sent.task().model_dump()
    rows = history(sent.here)
    number = say(sent, purpose)
    assert sent.task().model_dump() == before
    assert history(sent.here) == rows
    assert counted(sent.here, TaskReport) == counted(sent.here, Extension) == 0
    waiting = runs.listing(sent.here, waiting_only=True)
    assert [(one.id, one.purpose, one.state) for one in waiting] == [(number, purpose, AnswerState.PROPOSED)]


@pytest.mark.parametrize(
    ("purpose", "state", "action"),
    [
        (Purpose.RECEIVED, WorkState.RECEIVED, "task.receive"),
        (Purpose.PROGRESS, WorkState.IN_PROGRESS, "task.report"),
        (Purpose.EXTENSION, WorkState.ASSIGNED, "task.extension_ask"),
        (Purpose.NOT_MINE, WorkState.HANDED_BACK, "task.hand-back"),
    ],
)
def test_an_accepted_answer_is_the_person_s_act(sent: Letters, purpose: Purpose, state: WorkState, action: str) -> None:
    """History names who said it and who confirmed it; the answer keeps the office's note."""
    decided = runs.accept(sent.here, say(sent, purpose), "đã gọi điện")
    assert (decided.state, decided.decided_by, decided.decision_note) == (
        AnswerState.ACCEPTED,
        "Văn phòng",
        "đã gọi điện",
    )
    assert decided.task_state is state
    last_action, actor = history(sent.here)[-1]
    assert last_action == action
    assert actor == "Đinh Công Bằng (trả lời qua đường dẫn, Văn phòng xác nhận)"


def test_what_was_said_arrives_in_the_registry(sent: Letters) -> None:
    """Text and percentage of a report, day and reason of a request."""
    runs.accept(sent.here, say(sent, Purpose.PROGRESS))
    runs.accept(sent.here, say(sent, Purpose.EXTENSION))
    with reading(sent.here.engine) as session:
        report = session.exec(select(TaskReport)).one()
        request = session.exec(select(Extension)).one()
    assert (report.text, report.percent) == ("Đã họp thẩm định", 60)
    assert (request.due_asked, request.reason, request.state) == (
        date(2026, 9, 25),
        "Chờ hội đồng cấp tỉnh",
        "pending",
    )


@pytest.mark.parametrize("purpose", ANSWERS)
def test_a_link_answers_once(sent: Letters, purpose: Purpose) -> None:
    """A replay is told when and that it was taken; nothing is added."""
    say(sent, purpose)
    for repeat in (
        lambda: runs.answer(sent.here, link(sent, purpose), GIVEN[purpose]),
        lambda: runs.look(sent.here, link(sent, purpose), counted=True),
    ):
        with pytest.raises(UsedLink, match=r"08:00 ngày 07/09/2026.*đang xem xét"):
            repeat()
    assert counted(sent.here, Answer) == 1


def test_the_used_link_tells_what_the_office_made_of_it(sent: Letters) -> None:
    """Accepted, or not."""
    runs.accept(sent.here, say(sent, Purpose.PROGRESS))
    runs.refuse(sent.here, say(sent, Purpose.EXTENSION), "đã gia hạn một lần")
    with pytest.raises(UsedLink, match="đã xác nhận"):
        runs.look(sent.here, link(sent, Purpose.PROGRESS), counted=False)
    with pytest.raises(UsedLink, match="chưa chấp nhận"):
        runs.look(sent.here, link(sent, Purpose.EXTENSION), counted=False)


def test_a_refused_answer_leaves_the_task_and_a_row_of_history(sent: Letters) -> None:
    """The reason is the office's."""
    number = say(sent, Purpose.NOT_MINE)
    before = sent.task().version
    decided = runs.refuse(sent.here, number, "Đúng chức năng của phòng")
    assert (decided.state, decided.decision_note) == (AnswerState.REFUSED, "Đúng chức năng của phòng")
    assert sent.task().version == before
    assert history(sent.here)[-1] == ("task.answer_refused", "Văn phòng")
    with pytest.raises(Refused, match="cần ghi lý do"):
        runs.refuse(sent.here, number, "  ")


def test_an_answer_is_decided_once(sent: Letters) -> None:
    """Whoever is second hears who was first."""
    number = say(sent, Purpose.RECEIVED)
    runs.accept(sent.here, number)
    for again in (lambda: runs.accept(sent.here, number), lambda: runs.refuse(sent.here, number, "x")):
        with pytest.raises(Refused, match="Văn phòng đã xác nhận"):
            again()
    with pytest.raises(NotInRegistry, match="số 99"):
        runs.accept(sent.here, 99)


def test_an_answer_that_the_task_does_not_allow_any_more_stays_proposed(sent: Letters) -> None:
    """The task was finished meanwhile: a clear refusal, and the office may still turn the answer down."""
    number = say(sent, Purpose.PROGRESS)
    registry.perform(sent.here, CODE, Act.CONFIRM, evidence="45-BC/UBND")
    rows = history(sent.here)
    with pytest.raises(Refused, match="hoàn thành"):
        runs.accept(sent.here, number)
    (waiting,) = runs.listing(sent.here, waiting_only=True)
    assert (waiting.state, waiting.decided_by, waiting.task_changed) == (AnswerState.PROPOSED, None, True)
    assert history(sent.here) == rows


def test_an_answer_about_a_task_given_to_somebody_else_is_not_accepted(sent: Letters) -> None:
    """Its former owner must not hand back what is another agency's now."""
    number = say(sent, Purpose.NOT_MINE)
    with registry.reviewing(sent.here) as review:
        review.edit(CODE, Edit(lead="UBKT"))
    with pytest.raises(Refused, match="không còn do Đinh Công Bằng phụ trách"):
        runs.accept(sent.here, number)
    assert runs.listing(sent.here, waiting_only=True)[0].state is AnswerState.PROPOSED


def test_only_the_office_decides(sent: Letters) -> None:
    """The officer confirms nothing, not even the own answer; leaders neither."""
    number = say(sent, Purpose.RECEIVED)
    for access in (Access.AGENCY, Access.LEADER, Access.INSPECTOR):
        other = replace(sent.here, actor=Actor("Bằng", access, sent.person))
        for act in (
            lambda other=other: runs.accept(other, number),
            lambda other=other: runs.refuse(other, number, "x"),
            lambda other=other: runs.listing(other, waiting_only=False),
        ):
            with pytest.raises(Refused, match="Người có quyền: quản trị, văn phòng"):
                act()
    assert runs.accept(replace(sent.here, actor=Actor("An", Access.OFFICE)), number).decided_by == "An"


@pytest.mark.parametrize(
    ("due", "complaint"),
    [
        ("2026-09-18", "phải sau hạn hiện nay"),
        ("2026-09-26", "là ngày nghỉ"),
        ("hôm nào đó", "ngày đề nghị"),
    ],
)
def test_what_the_registry_would_refuse_is_told_while_it_can_be_mended(sent: Letters, due: str, complaint: str) -> None:
    """The rules are the registry's own, asked in a rehearsal that leaves nothing."""
    rows = history(sent.here)
    taken = runs.answer(sent.here, link(sent, Purpose.EXTENSION), {"text": "chờ tỉnh", "due": due})
    assert isinstance(taken, Wrong)
    assert complaint in taken.complaints["due"]
    assert counted(sent.here, Answer) == counted(sent.here, Extension) == 0
    assert history(sent.here) == rows
    say(sent, Purpose.EXTENSION)


def test_two_letters_about_one_task_ask_for_one_answer(sent: Letters) -> None:
    """But every letter may bring a report."""
    other = sent.another_letter("b" * 32)
    say(sent, Purpose.EXTENSION)
    with pytest.raises(NothingToAnswer, match="bằng một thư khác"):
        runs.answer(sent.here, link(sent, Purpose.EXTENSION, message=other), GIVEN[Purpose.EXTENSION])
    say(sent, Purpose.PROGRESS)
    say(sent, Purpose.PROGRESS, message=other)
    assert counted(sent.here, Answer) == 3


def test_the_page_says_what_was_answered_and_offers_the_rest(sent: Letters) -> None:
    """The link to look is never used up."""
    for _ in range(3):
        assert set(runs.look(sent.here, link(sent, Purpose.TASK), counted=True).offers) == set(ANSWERS)
    say(sent, Purpose.RECEIVED)
    page = runs.look(sent.here, link(sent, Purpose.TASK), counted=True)
    assert Purpose.RECEIVED not in page.offers
    assert [one.purpose for one in page.answered] == [Purpose.RECEIVED]


def test_a_request_that_waits_already_is_not_asked_again(sent: Letters) -> None:
    """Somebody asked at the office's desk."""
    with registry.extending(sent.here) as desk:
        desk.ask(CODE, date(2026, 9, 25), "chờ tỉnh")
    with pytest.raises(NothingToAnswer, match="không cần trả lời “xin gia hạn”"):
        runs.look(sent.here, link(sent, Purpose.EXTENSION), counted=True)


def test_people_see_what_is_theirs_to_see(sent: Letters) -> None:
    """A leader reads; an outsider, a person who left, somebody who gave the task away see nothing of it."""
    khanh = sent.person_id("khanh.lethivan@hoamai.example")
    with unit_of_work(sent.here.engine) as session:
        session.exec(update(Person).where(col(Person.id) == khanh).values(access=Access.LEADER.value))
    leader = link(sent, Purpose.TASK, person=khanh)
    assert runs.look(sent.here, leader, counted=True).offers == ()
    with pytest.raises(NothingToAnswer, match="không chờ trả lời"):
        runs.answer(sent.here, leader.turned_to(Purpose.RECEIVED), {})
    outsider = link(sent, Purpose.TASK, person=sent.person_id("khai.todang@hoamai.example"))
    with pytest.raises(NotTheirTask):
        runs.look(sent.here, outsider, counted=True)
    with registry.reviewing(sent.here) as review:
        review.edit(CODE, Edit(lead="UBKT"))
    with pytest.raises(NotTheirTask, match="không còn do đồng chí"):
        runs.look(sent.here, link(sent, Purpose.TASK), counted=True)
    with unit_of_work(sent.here.engine) as session:
        person = session.get(Person, sent.person)
        assert person is not None
        person.active = False
        session.add(person)
    with pytest.raises(ForgedLink):
        runs.usable(sent.here, Opened(link(sent, Purpose.TASK)))


def test_links_of_what_is_not_here_are_as_good_as_forged(sent: Letters) -> None:
    """Another committee's with the same key, or of a registry from before a restore."""
    good = link(sent, Purpose.TASK)
    for wrong in (replace(good, committee=good.committee + 1), replace(good, person_id=9999)):
        with pytest.raises(ForgedLink):
            runs.usable(sent.here, Opened(wrong))
    with pytest.raises(ForgedLink):
        runs.look(sent.here, replace(good, task_id=9999), counted=False)
    assert counted(sent.here, LinkVisit) == 0


def test_visits_are_kept_up_to_a_bound(sent: Letters) -> None:
    """A scanner that opens a link a hundred times leaves a few rows, and nothing else."""
    before = sent.task().model_dump()
    for _ in range(100):
        for purpose in (Purpose.TASK, Purpose.NOT_MINE):
            runs.look(sent.here, link(sent, purpose), counted=True)
    assert counted(sent.here, LinkVisit) == 20 * 2
    assert counted(sent.here, Answer) == 0
    assert sent.task().model_dump() == before
    assert runs.listing(sent.here, waiting_only=False) == []


def test_answers_that_wait_too_long_are_the_doctor_s_business(sent: Letters, open_at: Open) -> None:
    """More than two working days: Monday's answer on Thursday; a weekend does not count."""
    say(sent, Purpose.RECEIVED)
    settings = sent.here.settings

    def level(day: int) -> Level:
        (finding,) = check_answers(settings, datetime(2026, 9, day, 8, tzinfo=HANOI))
        assert finding.id == "C016"
        return finding.level

    assert [level(day) for day in (7, 9, 10, 14)] == [Level.OK, Level.OK, Level.WARNING, Level.WARNING]
    runs.accept(sent.here, 1)
    assert level(14) is Level.OK


def test_the_office_works_at_the_command_line(
    sent: Letters, home: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """List, accept, refuse; one sentence each, and one JSON document."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    first, second = say(sent, Purpose.PROGRESS), say(sent, Purpose.EXTENSION)

    def line(*words: str, code: int = 0) -> str:
        assert invoke(["answer", *words, "--home", str(home), "--at", "2026-09-08T09:00"]) == code
        out, err = capsys.readouterr()
        return err if code else out

    listed = line("list")
    assert "2 trả lời" in listed
    assert "60%: Đã họp thẩm định" in listed
    assert "đến 25/09/2026" in listed
    found = json.loads(line("list", "--json"))
    assert [(one["id"], one["answer"], one["state"]) for one in found] == [
        (first, "tien-do", "proposed"),
        (second, "gia-han", "proposed"),
    ]
    assert found[1]["due_asked"] == "2026-09-25"
    assert "đang thực hiện" in line("accept", str(first), "--note", "ok")
    assert "giữ nguyên" in line("refuse", str(second), "--reason", "không đủ căn cứ")
    assert "không" in line("list").lower()
    assert len(json.loads(line("list", "--all", "--json"))) == 2
    assert "[đã xác nhận]" in " ".join(line("list", "--all").split())
    assert "đã được quyết định" in line("accept", str(second), code=1)


def test_an_answer_knows_that_the_task_moved_on(sent: Letters) -> None:
    """The list tells the office, which decides."""
    say(sent, Purpose.PROGRESS)
    with registry.reviewing(sent.here) as review:
        review.edit(CODE, Edit(product="Tờ trình"))
    waiting: AnswerView = runs.listing(sent.here, waiting_only=True)[0]
    assert waiting.task_changed
    assert runs.accept(sent.here, waiting.id).state is AnswerState.ACCEPTED


def test_a_deputy_of_another_agency_answers_while_the_owner_is_away(sent: Letters) -> None:
    """Whoever hears of the task today can answer for it."""
    today = sent.here.today
    record_absence(
        sent.here,
        "bang.dinhcong@hoamai.example",
        today,
        today + timedelta(days=3),
        deputy="khai.todang@hoamai.example",
        reason="học",
    )
    deputy = link(sent, Purpose.RECEIVED, person=sent.person_id("khai.todang@hoamai.example"))
    assert isinstance(runs.answer(sent.here, deputy, {}), TaskPage)
    assert runs.accept(sent.here, 1).task_state is WorkState.RECEIVED
    with pytest.raises(LinkError):
        runs.answer(replace(sent.here, now=sent.here.now + timedelta(days=10)), deputy.turned_to(Purpose.PROGRESS), {})


def test_whoever_stands_in_for_a_leader_can_read_what_the_letter_is_about(sent: Letters) -> None:
    """The last rung of the ladder reaches a deputy of another agency; the button opens for as long as that lasts."""
    with unit_of_work(sent.here.engine) as session:
        khanh = sent.person_id("khanh.lethivan@hoamai.example")
        session.exec(update(Person).where(col(Person.id) == khanh).values(access=Access.LEADER.value))
    record_absence(
        sent.here,
        "khanh.lethivan@hoamai.example",
        sent.here.today,
        sent.here.today,
        deputy="khai.todang@hoamai.example",
        reason="học",
    )
    deputy = link(sent, Purpose.TASK, person=sent.person_id("khai.todang@hoamai.example"))
    assert runs.look(sent.here, deputy, counted=True).offers == ()
    with pytest.raises(NotTheirTask):
        runs.look(replace(sent.here, now=sent.here.now + timedelta(days=1)), deputy, counted=True)
