"""The pages as a visitor's browser – or a scanner, or somebody with bad intentions – meets them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select
from starlette.testclient import TestClient

from config.database import reading
from notifications.answers import runs
from notifications.links import ANSWERS, LinkSigner, Purpose
from notifications.models import Answer, LinkVisit, Wish
from notifications.wishes import read_wish
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.links import BASE, CODE, DISCREET, DISCREET_TITLE, TITLE, Clock, Letters, letters, visiting
from web.app import create_app
from web.front import ADDRESS_REQUESTS_A_MINUTE, LINK_REQUESTS_A_MINUTE
from web.guard import LARGEST_BODY
from web.webhooks import ZaloHandlers

ROOT = Path(__file__).parents[2]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def sent(open_at: Open) -> Letters:
    """A letter of 7 September 2026."""
    return letters(open_at("2026-09-07T08:00", web_url=BASE))


@pytest.fixture
def clock(sent: Letters) -> Clock:
    """An hour after the letter."""
    return Clock(sent.here.now + timedelta(hours=1))


@pytest.fixture
def visitor(sent: Letters, clock: Clock) -> Iterator[TestClient]:
    """Somebody before the pages."""
    with visiting(sent.here, clock) as client:
        yield client


def counted(here: Installation, table: type) -> int:
    with reading(here.engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def links_in(html: str) -> dict[str, str]:
    """Return the addresses of a page by their purpose."""
    return {address.split("/")[1]: address for address in re.findall(r'(?:href|action)="(/[a-z-]+/[^"]+)"', html)}


def test_from_the_letter_to_an_answer_and_back(sent: Letters, visitor: TestClient) -> None:
    """The page offers the forms, the form is answered, the same link is used up, the page knows of it."""
    page = visitor.get(sent.path(Purpose.TASK))
    assert page.status_code == 200
    assert TITLE in page.text
    assert "còn 11 ngày" in page.text
    offered = links_in(page.text)
    assert set(offered) == {purpose.value for purpose in ANSWERS}
    form = visitor.get(offered["tien-do"])
    assert form.status_code == 200
    assert "Đã làm được gì" in form.text
    thanks = visitor.post(offered["tien-do"], data={"text": "Đã họp", "percent": "60"})
    assert thanks.status_code == 200
    assert "Đã gửi, cảm ơn đồng chí" in thanks.text
    for again in (visitor.get(offered["tien-do"]), visitor.post(offered["tien-do"], data={"text": "Lần nữa"})):
        assert again.status_code == 410
        assert "Đường dẫn này đã được dùng" in again.text
        assert "09:00 ngày 07/09/2026" in again.text
        assert "Đã họp" not in again.text
        assert set(links_in(again.text)) == {"viec"}
    assert "chờ văn phòng xem xét" in visitor.get(links_in(thanks.text)["viec"]).text
    (waiting,) = runs.listing(sent.here, waiting_only=True)
    assert (waiting.given.text, waiting.given.percent) == ("Đã họp", 60)


@pytest.mark.parametrize(
    ("method", "purpose"), [("GET", Purpose.RECEIVED), ("GET", Purpose.WISHES), ("HEAD", Purpose.RECEIVED)]
)
def test_scanners_change_nothing(
    sent: Letters, visitor: TestClient, clock: Clock, method: str, purpose: Purpose
) -> None:
    """A hundred times the link of a letter: no answer, no change, a bounded list of visits – none for HEAD."""
    before = sent.task().model_dump()
    statuses, path = set(), sent.path(purpose)
    for _ in range(100):
        clock.now += timedelta(minutes=1)
        statuses.add(visitor.request(method, path).status_code)
    assert statuses == {200}
    assert sent.task().model_dump() == before
    assert counted(sent.here, Answer) == counted(sent.here, Wish) == 0
    assert counted(sent.here, LinkVisit) == (20 if method == "GET" else 0)


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}])
def test_a_link_that_is_only_preloaded_was_not_opened(
    sent: Letters, visitor: TestClient, headers: Mapping[str, str]
) -> None:
    """A visit is to prove that somebody looked."""
    assert visitor.get(sent.path(Purpose.TASK), headers=dict(headers)).status_code == 200
    assert counted(sent.here, LinkVisit) == 0
    visitor.get(sent.path(Purpose.TASK))
    assert counted(sent.here, LinkVisit) == 1


def test_every_failure_has_a_page_of_its_own(sent: Letters, visitor: TestClient, clock: Clock) -> None:
    """Status, heading, and what to do; never a trace or a word in English."""
    good = sent.path(Purpose.PROGRESS)
    cases: list[tuple[str, int, str]] = [
        (good[:-1] + ("A" if good[-1] != "A" else "B"), 404, "Đường dẫn không đúng"),
        (good.replace("/tien-do/", "/da-nhan/"), 404, "Đường dẫn không đúng"),
        ("/tien-do/" + "a" * 5000, 404, "Đường dẫn không đúng"),
        ("/tien-do/%F0%9F%98%80", 404, "Đường dẫn không đúng"),
        ("/tien-do/../../etc/passwd", 404, "Không có trang này"),
        ("/", 404, "Không có trang này"),
        ("/docs", 404, "Không có trang này"),
        ("/openapi.json", 404, "Không có trang này"),
        (sent.path(Purpose.TASK, person=sent.person_id("khai.todang@hoamai.example")), 403, "người khác phụ trách"),
    ]
    for path, status, heading in cases:
        answer = visitor.get(path)
        assert (answer.status_code, heading in answer.text) == (status, True), path
        assert "OCOP" not in answer.text
        assert "Traceback" not in answer.text
    assert visitor.put(good).status_code == 405
    registry.perform(sent.here, CODE, Act.CONFIRM, evidence="45-BC/UBND")
    ended = visitor.get(good)
    assert (ended.status_code, "hoàn thành" in ended.text) == (410, True)
    clock.now += timedelta(days=31)
    expired = visitor.post(good, data={"text": "muộn"})
    assert (expired.status_code, "Đường dẫn đã hết hiệu lực" in expired.text) == (410, True)
    assert counted(sent.here, Answer) == 0


def test_a_letter_of_another_installation_opens_nothing_here(sent: Letters, visitor: TestClient) -> None:
    """Another key, and another committee with the same key."""
    seen = sent.links.signer.read(Purpose.TASK, sent.path(Purpose.TASK).rpartition("/")[2], sent.here.now)
    link = seen.link  # type: ignore[union-attr]
    for token in (
        LinkSigner(b"khoa cua noi khac" * 3).sign(link),
        sent.links.signer.sign(replace(link, committee=link.committee + 1)),
    ):
        assert visitor.get(f"/viec/{token}").status_code == 404


def test_of_a_discreet_task_the_pages_say_code_and_day_only(sent: Letters, visitor: TestClient) -> None:
    """On every page of it, thanks and complaints included."""
    pages = [visitor.get(sent.path(purpose, DISCREET)) for purpose in (Purpose.TASK, *ANSWERS)]
    pages.append(visitor.post(sent.path(Purpose.EXTENSION, DISCREET), data={"due": "x"}))
    pages.append(visitor.post(sent.path(Purpose.RECEIVED, DISCREET)))
    pages.append(visitor.get(sent.path(Purpose.RECEIVED, DISCREET)))
    assert [page.status_code for page in pages] == [200] * 5 + [422, 200, 410]
    for page in pages:
        assert DISCREET in page.text
        for words in (DISCREET_TITLE, "kỷ luật", "Tô Văn Lạc", "Phòng Kinh tế"):
            assert words not in page.text, words


def test_what_is_answered_is_shown_as_text(sent: Letters, visitor: TestClient) -> None:
    """A form that must be mended shows what was written, and runs none of it."""
    evil = '"><script>alert(1)</script>{{ 7 * 7 }}'
    page = visitor.post(sent.path(Purpose.PROGRESS), data={"text": evil, "percent": '"><b>'})
    assert page.status_code == 422
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "{{ 7 * 7 }}" in page.text
    assert "từ 0 đến 100" in page.text
    assert 'aria-invalid="true"' in page.text


def test_bodies_have_a_largest_size(sent: Letters, visitor: TestClient) -> None:
    """Said or not said beforehand how large; the rest is not read, nothing is kept."""
    path = sent.path(Purpose.PROGRESS)
    told = visitor.post(path, data={"text": "a" * LARGEST_BODY})
    assert (told.status_code, "quá dài" in told.text) == (413, True)

    def endless() -> Iterator[bytes]:
        yield b"text="
        for _ in range(64):
            yield b"a" * 4096

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.post(path, content=endless(), headers=headers).status_code == 413
    assert visitor.post(path, data={f"x{n}": "1" for n in range(30)}).status_code == 400
    assert visitor.post(path, files={"text": ("a.txt", b"x")}).status_code == 400
    assert visitor.post(path, content=b'{"text": "x"}', headers={"Content-Type": "application/json"}).status_code == 422
    assert counted(sent.here, Answer) == 0


def test_every_answer_carries_the_same_guard(sent: Letters, visitor: TestClient) -> None:
    """No script, no frame, no referrer, no copy on the way, no search engine – on failures too."""
    for answer in (
        visitor.get(sent.path(Purpose.TASK)),
        visitor.post(sent.path(Purpose.RECEIVED)),
        visitor.get("/nowhere"),
        visitor.post(sent.path(Purpose.PROGRESS), data={"text": "a" * LARGEST_BODY}),
        visitor.get("/suc-khoe"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "set-cookie" not in answer.headers
        assert not re.search(r"<script|style=|javascript:|https?://(?!dondoc)", answer.text)
    assert "max-age" in visitor.get("/giao-dien.css").headers["cache-control"]


def test_nothing_that_opens_a_door_reaches_the_log(sent: Letters, visitor: TestClient, clock: Clock) -> None:
    """No token, no text of an answer; ids only."""
    tokens = []
    for purpose in (Purpose.TASK, Purpose.PROGRESS, Purpose.WISHES):
        path = sent.path(purpose)
        tokens.append(path.rpartition("/")[2])
        visitor.get(path)
    visitor.post(sent.path(Purpose.PROGRESS), data={"text": "Lời riêng của cán bộ"})
    visitor.post(sent.path(Purpose.PROGRESS), data={"text": "Lời riêng của cán bộ"})
    for _ in range(LINK_REQUESTS_A_MINUTE + 1):
        visitor.get(sent.path(Purpose.TASK))
    log = (sent.here.settings.home / "logs" / "dondoc.log").read_text("utf-8")
    assert "link.visited" in log
    assert "answer.proposed" in log
    assert "web.limited" in log
    for words in ("Lời riêng", TITLE, *tokens, *(token.partition(".")[2] for token in tokens)):
        assert words not in log


def test_a_fault_is_a_page_and_the_log_keeps_no_text(
    sent: Letters, visitor: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw has headers too; its message may hold what was sent and is not written down."""

    def fail(*_: object) -> None:
        raise RuntimeError("Lời riêng của cán bộ")

    monkeypatch.setattr("web.link_pages.runs.answer", fail)
    page = visitor.post(sent.path(Purpose.RECEIVED))
    assert (page.status_code, "ngoài dự kiến" in page.text) == (500, True)
    assert page.headers["x-frame-options"] == "DENY"
    log = (sent.here.settings.home / "logs" / "dondoc.log").read_text("utf-8")
    assert "web.failed" in log
    assert "RuntimeError" in log
    assert "Lời riêng" not in log


def test_a_link_and_an_address_are_slowed_down(sent: Letters, visitor: TestClient, clock: Clock) -> None:
    """Trying tokens is stopped by the address, hammering one link by the link; a minute later it goes on."""
    path = sent.path(Purpose.TASK)
    statuses = [visitor.get(path).status_code for _ in range(LINK_REQUESTS_A_MINUTE + 1)]
    assert statuses == [200] * LINK_REQUESTS_A_MINUTE + [429]
    assert visitor.get(sent.path(Purpose.PROGRESS)).status_code == 200
    spent = LINK_REQUESTS_A_MINUTE + 2
    tried = [visitor.get("/viec/1-2-3-4-5.abc").status_code for _ in range(ADDRESS_REQUESTS_A_MINUTE - spent + 1)]
    assert tried == [404] * (ADDRESS_REQUESTS_A_MINUTE - spent) + [429]
    limited = visitor.get(sent.path(Purpose.PROGRESS))
    assert limited.status_code == 429
    assert limited.headers["retry-after"] == "60"
    clock.now += timedelta(minutes=1)
    assert visitor.get(path).status_code == 200


def test_an_unsubscription_by_one_click(sent: Letters, visitor: TestClient) -> None:
    """RFC 8058: a POST with that body, as multipart or not, without a look at the page; a GET does nothing."""
    path = sent.path(Purpose.WISHES)
    assert visitor.get(path).status_code == 200
    with reading(sent.here.engine) as session:
        assert not read_wish(session, sent.person).unsubscribed
    page = visitor.post(path, files={name: (None, value) for name, value in ONE_CLICK.items()})
    assert page.status_code == 200
    assert "quá hạn của đồng chí vẫn nằm trong danh sách của văn phòng" in page.text
    with reading(sent.here.engine) as session:
        assert read_wish(session, sent.person).unsubscribed
    assert visitor.post(path, data=ONE_CLICK).status_code == 200


def test_wishes_are_changed_by_their_page(sent: Letters, visitor: TestClient) -> None:
    """All of the form or nothing of it; what equals the policy stays the policy's."""
    path = sent.path(Purpose.WISHES)
    wrong = visitor.post(path, data={"channel": "email", "digest_hour": "99", "muted_until": "2026-13-01"})
    assert wrong.status_code == 422
    assert wrong.text.count('role="alert"') == 2
    late = visitor.post(path, data={"channel": "email", "digest_hour": "23:00"})
    assert (late.status_code, "nằm ngoài khoảng" in late.text) == (422, True)
    with reading(sent.here.engine) as session:
        assert session.get(Wish, sent.person) is None
    saved = visitor.post(
        path, data={"channel": "email", "single": "1", "digest_hour": "08:30", "muted_until": "2026-09-11"}
    )
    assert (saved.status_code, "Đã lưu tùy chọn" in saved.text) == (200, True)
    with reading(sent.here.engine) as session:
        wish = read_wish(session, sent.person)
    assert (wish.channels, wish.single, str(wish.digest_hour), str(wish.muted_until), wish.unsubscribed) == (
        ("email",),
        True,
        "08:30:00",
        "2026-09-11",
        False,
    )
    back = visitor.post(path, data={"channel": ["email", "zalo"], "single": "0", "digest_hour": "07:00"})
    assert back.status_code == 200
    with reading(sent.here.engine) as session:
        wish = read_wish(session, sent.person)
    assert (wish.channels, wish.single, wish.digest_hour, wish.muted_until) == (None, None, None, None)


def test_pages_behind_a_path_lead_to_each_other(open_at: Open) -> None:
    """A public address like https://x/don-doc, whether the server in front strips the path or not."""
    here = open_at("2026-09-07T08:00", web_url=f"{BASE}/don-doc")
    letter = letters(here)
    path = letter.path(Purpose.TASK)
    with visiting(here, Clock(here.now)) as visitor:
        for address in (path, f"/don-doc{path}"):
            page = visitor.get(address)
            assert page.status_code == 200
            assert 'href="/don-doc/giao-dien.css"' in page.text
            assert 'href="/don-doc/tien-do/' in page.text
        assert visitor.get("/don-doc/giao-dien.css").status_code == 200


def test_what_zalo_tells_reaches_its_handler_as_it_came(sent: Letters, clock: Clock) -> None:
    """Raw bytes, headers in lower case, the handler's own status; larger events than forms, with a bound."""
    taken: list[tuple[str, bytes, str]] = []

    def handler(name: str, status: int) -> "object":
        def take(here: Installation, raw: bytes, headers: Mapping[str, str]) -> int:
            assert here.now == clock.now
            taken.append((name, raw, headers["x-zevent-signature"]))
            return status

        return take

    handlers = ZaloHandlers(oa=handler("oa", 200), bot=handler("bot", 403))  # type: ignore[arg-type]
    raw = '{"event_name":  "follow", "x": "ữ"}'.encode()
    with visiting(sent.here, clock, handlers) as visitor:
        headers = {"X-ZEvent-Signature": "mac=1"}
        assert visitor.post("/zalo/oa", content=raw, headers=headers).status_code == 200
        assert visitor.post("/zalo/bot", content=b"a" * 100_000, headers=headers).status_code == 403
        assert visitor.post("/zalo/oa", content=b"a" * 300_000, headers=headers).status_code == 413
        assert visitor.get("/zalo/oa").status_code == 405
    assert taken == [("oa", raw, "mac=1"), ("bot", b"a" * 100_000, "mac=1")]


def test_health_tells_whether_the_database_can_be_used(
    sent: Letters, visitor: TestClient, tmp_path: Path, clock: Clock
) -> None:
    """And makes no database where there is none."""
    assert visitor.get("/suc-khoe").json() == {"status": "ok"}
    empty = sent.here.settings.model_copy(update={"home": tmp_path / "nothing", "database_url": None})
    with visiting(replace(sent.here, settings=empty), clock) as elsewhere:
        assert elsewhere.get("/suc-khoe").status_code == 503
    assert not empty.database_file.exists()


def test_an_installation_that_cannot_be_opened_says_so_politely(sent: Letters, clock: Clock, tmp_path: Path) -> None:
    """Not set up, or being upgraded: the sentence for the operator is not the visitor's."""
    closed = sent.here.settings.model_copy(update={"database_url": None, "link_key": None})
    with visiting(replace(sent.here, settings=closed), clock) as visitor:
        page = visitor.get(sent.path(Purpose.TASK))
    assert (page.status_code, "bảo trì" in page.text) == (503, True)
    assert "dondoc init" not in page.text


def test_every_page_is_documented(sent: Letters) -> None:
    """docs/web.md names exactly the pages that exist."""
    exist = {
        (method, route.path)
        for route in create_app(sent.here.settings).routes
        for method in route.methods - {"HEAD"}  # type: ignore[attr-defined]
    }
    text = (ROOT / "docs" / "web.md").read_text("utf-8")
    documented = {
        (method, path)
        for methods, path in re.findall(r"^\| ([A-Z, ]+) \| `(/[^`]*)` \|", text, re.MULTILINE)
        for method in methods.split(", ")
    }
    assert documented == exist
