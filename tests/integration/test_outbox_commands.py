"""Messages on the command line: what has not arrived, sending again, drafts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.main import invoke
from config.database import unit_of_work
from notifications import outbox
from notifications.envelope import Entry, Envelope
from notifications.models import MessageKind
from tasks_registry import store
from tests.conftest import Open
from tests.support.crowd import DUE, add_crowd, put_digests
from tests.support.mail import MailServer

Say = Callable[..., Any]
AT = "2026-09-28T07:30"


@pytest.fixture
def say(
    home: Path,
    open_at: Open,
    database: str,
    mail_server: MailServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Say:
    """Runs a command that ends with ``code``, on an installation with a draft and a digest in the outbox."""
    for name, value in {"TRIAL": "false", "DATABASE_URL": database, "SMTP_URL": mail_server.url}.items():
        monkeypatch.setenv(f"DONDOC_{name}", value)
    here = open_at(AT)
    with unit_of_work(here.engine) as session:
        person = min(store.load_directory(session, here.committee).people)
        draft = Envelope(person, "email", MessageKind.WEEKLY, (Entry("k1", "weekly", DUE),), held=True)
        outbox.enqueue(session, here.committee, draft, here.now)
    add_crowd(here, 1, 1)
    put_digests(here, "due-2")

    def say_(*words: str, code: int = 0) -> str:
        capsys.readouterr()
        assert invoke([*words, "--home", str(home), "--at", AT]) == code
        printed = capsys.readouterr()
        return printed.out if code == 0 else printed.err

    return say_


def ids(say: Say, state: str) -> list[str]:
    return [str(one["id"]) for one in json.loads(say("outbox", "--state", state, "--json"))]


def test_what_has_not_arrived_is_listed_and_drafts_are_decided(say: Say) -> None:
    """The list names person, state and reason; a draft is approved once, or dropped with a reason."""
    listed = json.loads(say("outbox", "--json"))
    assert [one["state"] for one in listed] == ["held", "pending"]
    assert listed[1]["next_attempt_at"] == f"{AT}:00+07:00"
    assert "chờ duyệt" in say("outbox")
    [draft] = ids(say, "held")
    assert "Đã duyệt 1 thư" in say("draft", "approve", draft)
    assert "không phải thư chờ duyệt" in say("draft", "drop", draft, "--reason", "thôi", code=1)
    assert "Không có thư nào" in say("draft", "list")


def test_a_draft_is_dropped_with_a_reason(say: Say) -> None:
    """It is never sent."""
    [draft] = ids(say, "held")
    assert "Đã bỏ 1 thư" in say("draft", "drop", draft, "--reason", "đã trao đổi trực tiếp")
    assert ids(say, "held") == []


def test_wrong_words_are_refused_with_what_to_do(say: Say) -> None:
    """One Vietnamese sentence each."""
    assert "Các trạng thái" in say("outbox", "--state", "xong", code=1)
    assert "--all-dead" in say("resend", code=1)
    assert "Không có thư số 99" in say("resend", "99", code=1)


def test_dead_letters_are_sent_again_by_one_command(say: Say, mail_server: MailServer) -> None:
    """Refused by the server, given up; after the mend they wait once more."""
    mail_server.answer_recipient = lambda _: "550 Không có"
    say("deliver")
    dead = ids(say, "dead")
    assert dead
    assert f"{len(dead)} thư sẽ được gửi lại" in say("resend", "--all-dead")
    assert ids(say, "dead") == []
