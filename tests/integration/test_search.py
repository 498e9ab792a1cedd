"""Finding tasks by words, on both databases."""

import unicodedata
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from config.agencies import Access
from config.database import reading as reading_session
from config.database import unit_of_work
from tasks_registry import intake, runs, store
from tasks_registry.access import Actor
from tasks_registry.installation import Installation
from tasks_registry.models import Task
from tasks_registry.reading.model import Citation, Reading
from tasks_registry.reading.text import clean, fold
from tasks_registry.review import Edit
from tasks_registry.search import read_query
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

FOUR = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 5)),
    proposal("Tập huấn kỹ thuật trồng keo cho hội viên, hoà giải ở cơ sở", due=date(2026, 8, 5)),
    proposal("Quán triệt quy định của Đảng uỷ xã về đất đai", due=date(2026, 9, 20)),
    proposal(
        "Sơ kết việc thực hiện nghị quyết về bảo vệ môi trường",
        lead=None,
        citations=[Citation("NQ", "46-NQ/TW", date(2023, 12, 20), "46-NQ/TW ngày 20/12/2023")],
    ),
)


def store_reading(here: Installation, document: Reading = FOUR, *, accept: bool = True) -> intake.ImportResult:
    with unit_of_work(here.engine) as session:
        return intake.import_reading(
            session,
            document,
            file_name="bao-cao.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


@pytest.fixture
def here(open_at: Open) -> Installation:
    """Four tracked tasks."""
    here = open_at()
    store_reading(here)
    return here


def find(here: Installation, query: str, **page: int) -> list[str]:
    """Return the last parts of the codes that are found."""
    with reading_session(here.engine) as session:
        found = store.find_tasks(session, here.committee, read_query(query), reader=AN, **{"limit": 50, **page})
    return [hit.code[-3:] for hit in found.hits]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ho so cong nhan", "001"),
        ("HỒ SƠ ocop", "001"),
        ("kĩ thuật", "002"),
        ("hòa giải", "002"),
        ("hoà giải", "002"),
        ("Đảng ủy", "003"),
        ("dang uy", "003"),
        ("đất đa", "003"),
        (unicodedata.normalize("NFD", "Đảng uỷ đất đai"), "003"),
        ('"quy định của"', "003"),
        ("2026-Q3-003", "003"),
        ("46-NQ/TW", "004"),
        ("46-nq/tw", "004"),
        ("số 46-NQ/TW ngày 20/12/2023", "004"),
        ("việc liên quan đến 46-NQ/TW", "004"),
        ("căn cứ Nghị quyết số 46-NQ/TW", "004"),
        ("46-NQ/TW môi trường", "004"),
    ],
)
def test_a_task_is_found_however_its_words_are_typed(here: Installation, query: str, code: str) -> None:
    """Without accents, in the other spelling, decomposed, by number, by code, by the beginning of the last word."""
    assert find(here, query) == [code]


@pytest.mark.parametrize("query", ["hồ sơ keo", '"định quy"', "6-NQ/TW", "46-NQ/TU", "hô sơ ocopx", "", "…", "“”"])
def test_what_does_not_all_occur_is_not_found(here: Installation, query: str) -> None:
    """Every word counts, a phrase in its order, a number whole; nothing finds nothing."""
    assert find(here, query) == []


@pytest.mark.parametrize(
    "query",
    [
        '"', "*", "-", ":", "^ocop", "words:ocop", "NEAR(ho so)", "ho AND", "OR", "NOT ocop", "ho + so", "{ho so}",
        "ho'", "'; DROP TABLE task; --", "ho & so | !ocop", "ho <-> so", "ho:*", "\\", "%", "\0", '"ho" "', "(((",
        "ho\n\rso",
        "a" * 5000, "từ " * 400, " ".join(f"w{n}" for n in range(400)),
        '"' + " ".join(f"w{n}" for n in range(400)) + '"',
    ],
)  # fmt: skip
def test_no_query_is_an_error_or_an_order(here: Installation, query: str) -> None:
    """What means something to the engine's own query language is only characters here."""
    find(here, query)
    assert find(here, "ocop") == ["001"]


def test_the_open_come_first_then_the_sooner(here: Installation) -> None:
    """And the pages together are the whole, in the same order, each with the total."""
    runs.perform(here, "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    order = find(here, "2026-Q3")
    assert order[-1] == "001"
    assert sorted(order) == ["001", "002", "003", "004"]
    assert [code for at in range(4) for code in find(here, "2026-Q3", limit=1, offset=at)] == order
    with reading_session(here.engine) as session:
        assert store.find_tasks(session, here.committee, read_query("2026-Q3"), reader=AN, limit=1).total == 4


def test_only_readable_tasks_of_the_committee_are_found(here: Installation) -> None:
    """The bound holds for the total as well."""
    query = read_query("2026-Q3")
    with reading_session(here.engine) as session:
        lead = session.exec(select(Task.lead_agency_id).where(Task.code == "2026-Q3-002")).one()
        officer = Actor("Đỗ Văn Lâm", Access.AGENCY, agency_id=lead)
        found = store.find_tasks(session, here.committee, query, reader=officer, limit=1)
        assert (found.total, len(found.hits)) == (3, 1)
        stranger = Actor("Vũ Thị Sen", Access.AGENCY, agency_id=10**6)
        assert store.find_tasks(session, here.committee, query, reader=stranger, limit=9).total == 0
        assert store.find_tasks(session, here.committee + 1, query, reader=AN, limit=9).total == 0


def test_a_search_is_two_statements_that_start_at_the_index(here: Installation) -> None:
    """However many tasks there are; SQLite would rather walk all of the committee, and takes minutes over a million."""
    ran: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        ran.append((statement, parameters))

    with reading_session(here.engine) as session:
        connection = session.connection()
        sa.event.listen(connection, "before_cursor_execute", note)
        assert store.find_tasks(session, here.committee, read_query("ocop"), reader=AN, limit=5).total == 1
        assert len(ran) == 2
        if connection.dialect.name == "sqlite":
            (statement, parameters), _rows = ran
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
            steps = [step[-1] for step in plan if "task" in step[-1]]
            assert "VIRTUAL TABLE" in steps[0]
            assert "PRIMARY KEY" in steps[1]


def test_edits_merges_and_splits_keep_the_index_in_step(here: Installation) -> None:
    """What a task says now is what it is found by."""
    with runs.reviewing(here) as review:
        review.edit("2026-Q3-001", Edit(text="Nghiệm thu công trình thủy lợi.", product="Biên bản bàn giao"))
    assert (find(here, "thuỷ lợi"), find(here, "bien ban"), find(here, "OCOP")) == (["001"], ["001"], ["001"])  # title
    with runs.reviewing(here) as review:
        review.edit("2026-Q3-001", Edit(title="Nghiệm thu"))
    assert find(here, "OCOP") == []
    with runs.reviewing(here) as review:
        review.merge(["2026-Q3-002", "2026-Q3-004"])
    assert find(here, "46-NQ/TW") == ["002"]
    with runs.reviewing(here) as review:
        review.split("2026-Q3-003", ["Khảo sát giếng khoan.", "Lắp đồng hồ nước."])
    assert (find(here, "giếng"), find(here, "đồng hồ"), find(here, "đất đai")) == (["003"], ["005"], [])


def test_a_corrected_version_keeps_the_index_in_step(open_at: Open) -> None:
    """Drafts are found by the words of the newest version."""
    here = open_at()
    store_reading(here, accept=False)
    store_reading(
        here,
        reading(
            proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP bốn sao", due=date(2026, 9, 5)),
            *FOUR.tasks[1:],
            proposal("Trồng cây đầu xuân"),
        ),
        accept=False,
    )
    assert (find(here, "bốn sao"), find(here, "cây đầu xuân")) == (["001"], ["005"])


SYLLABLES = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạầấẩẫậìíỉĩịỳýỷỹỵùúủũụ0123456789", min_size=1, max_size=7)
GLUE = st.sampled_from([" ", " ", " ", ", ", "-", "/", ".", "\u00ad ", "\u00a0", " – "])
TEXTS = st.lists(st.tuples(SYLLABLES, GLUE), min_size=1, max_size=12).map(lambda pairs: "".join(map("".join, pairs)))


THREE_CODES = ("2026-Q3-001", "2026-Q3-002", "2026-Q3-003")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(TEXTS, min_size=3, max_size=3), pick=st.integers(0), form=st.sampled_from(["NFC", "NFD"]))
def test_any_word_of_a_text_finds_exactly_the_tasks_that_hold_it(
    here: Installation, texts: list[str], pick: int, form: str
) -> None:
    """Both engines find what a look at the folded words finds: so both find the same."""
    with runs.reviewing(here) as review:
        for code, text in zip(THREE_CODES, texts, strict=True):
            review.edit(code, Edit(title=text, text=text, product=""))
    words = {code: f" {fold(clean(f'{code} {text}'))} " for code, text in zip(THREE_CODES, texts, strict=True)}
    typed = [piece for text in texts for piece in text.split()]
    query = read_query(unicodedata.normalize(form, typed[pick % len(typed)]))
    expected = [
        code[-3:]
        for code, text in words.items()
        if query and all(f" {' '.join(term.words)}" + " " * (not term.opening) in text for term in query)
    ]
    with reading_session(here.engine) as session:
        found = store.find_tasks(session, here.committee, query, reader=AN, limit=50)
    assert sorted({hit.code[-3:] for hit in found.hits} - {"004"}) == expected
