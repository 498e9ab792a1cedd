"""A commune with tasks, a letter that was sent, and its links."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session
from starlette.testclient import TestClient

from config.database import reading, unit_of_work
from notifications.link_making import link_maker
from notifications.links import Purpose, SignedLinks
from notifications.models import Message
from tasks_registry import intake, store
from tasks_registry.installation import Installation
from tasks_registry.models import Task
from tests.support.cast import AN
from tests.support.readings import proposal
from tests.support.readings import reading as reading_of
from web.app import create_app
from web.webhooks import ZaloHandlers

BASE = "https://dondoc.hoamai.example"
CODE, DISCREET = "2026-Q3-001", "2026-Q3-002"
OFFICER_EMAIL = "bang.dinhcong@hoamai.example"
TITLE = "Hoàn thành hồ sơ công nhận sản phẩm OCOP"
DISCREET_TITLE = "Xem xét kỷ luật đảng viên Tô Văn Lạc"


@dataclass(frozen=True)
class Letters:
    """An installation (with a public address of its pages) in which a letter went to Phòng Kinh tế's officer."""

    here: Installation
    links: SignedLinks
    person: int
    message: int

    def person_id(self, email: str) -> int:
        """Return the id of somebody."""
        with reading(self.here.engine) as session:
            person = store.person_by_email(session, self.here.committee, email)
            assert person is not None
            return person.id or 0

    def task(self, code: str = CODE) -> Task:
        """Return a task as it is stored now."""
        with reading(self.here.engine) as session:
            return store.get_task(session, self.here.committee, code)

    def path(self, purpose: Purpose, code: str = CODE, *, message: int | None = None, person: int | None = None) -> str:
        """Return the path of a link of the letter, or of another one to somebody else."""
        to, letter = person or self.person, message or self.message
        if purpose is Purpose.WISHES:
            address = self.links.wishes(person_id=to, message_id=letter)
        else:
            task = self.links.task(person_id=to, task_id=self.task(code).id or 0, message_id=letter)
            seen = self.links.signer.read(Purpose.TASK, task.rpartition("/")[2], self.here.now)
            address = self.links.address(seen.link.turned_to(purpose))  # type: ignore[union-attr]
        return address.removeprefix(self.links.base)

    def another_letter(self, uid: str, person: int | None = None) -> int:
        """Put a further message into the outbox and return its id."""
        with unit_of_work(self.here.engine) as session:
            return _letter(session, self.here, person or self.person, uid)


def letters(here: Installation) -> Letters:
    """Store two tasks of Phòng Kinh tế, one of them a discreet matter, and a message to its officer."""
    with here.writing() as session:
        intake.import_reading(
            session,
            reading_of(proposal(TITLE, due=date(2026, 9, 18)), proposal(DISCREET_TITLE, due=date(2026, 9, 11))),
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
        person = store.person_by_email(session, here.committee, OFFICER_EMAIL)
        assert person is not None
        message = _letter(session, here, person.id or 0, "a" * 32)
    links = link_maker(here)
    assert links is not None
    return Letters(here, links, person.id or 0, message)


def _letter(session: Session, here: Installation, person: int, uid: str) -> int:
    message = Message(
        committee_id=here.committee,
        person_id=person,
        channel="email",
        kind="digest",
        message_uid=uid,
        created_at=here.now,
        next_attempt_at=here.now,
    )
    session.add(message)
    session.flush()
    return message.id or 0


@dataclass
class Clock:
    """A clock that moves by hand."""

    now: datetime

    def __call__(self) -> datetime:
        """Return the instant to which it was set."""
        return self.now


@contextmanager
def visiting(here: Installation, clock: Clock, zalo: ZaloHandlers | None = None) -> Iterator[TestClient]:
    """A visitor of the pages; what the application raises reaches the test as the page that a visitor would see."""
    app = create_app(here.settings, clock=clock, zalo=zalo)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as client:
        yield client
