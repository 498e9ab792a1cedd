"""Measure what a registry of many years costs to ask: `python -m bench.registry [--sizes …] [--engines …]`.

Each question is asked through the program's own function and, in turn, as the bare statements that the function sent,
through the driver. Milliseconds are those of the fastest of many warm runs in one connection, because whatever else the
machine does only ever adds. The quarter at hand is the same at every size, so is the number of hits.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from bench.databases import fresh_database
from bench.registry_data import AGENCY, COMMITTEE, OFFICER, PERIOD, RARE_WORD, TODAY, fill
from config.agencies import Access
from config.database import make_engine, reading
from config.schema import upgrade
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.search import read_query
from tasks_registry.states import OPEN

_SOON, _PAGE = 7, 50
_WARM, _RUNS = 10, 101
_CLERK = Actor("Văn phòng", Access.OFFICE)
_OFFICER = Actor("Cán bộ", Access.AGENCY, OFFICER, AGENCY)
_Ask = Callable[[Session], object]


def _due(session: Session) -> object:
    return store.due_tasks(session, COMMITTEE, TODAY + timedelta(days=_SOON))


def _figures(session: Session) -> object:
    return store.figures(session, COMMITTEE, TODAY, _SOON, period=PERIOD)


def _page(session: Session) -> object:
    wanted = store.TaskFilter(states=OPEN, lead_agency_id=AGENCY)
    return store.TaskList(COMMITTEE, _CLERK, TODAY, _SOON, wanted).page(session, limit=_PAGE)


def _own_page(session: Session) -> object:
    return store.TaskList(COMMITTEE, _OFFICER, TODAY, _SOON, store.TaskFilter(states=OPEN)).page(session, limit=_PAGE)


def _first_page(session: Session) -> object:
    return store.TaskList(COMMITTEE, _CLERK, TODAY, _SOON).page(session, limit=_PAGE)


def _search(session: Session) -> object:
    return store.find_tasks(session, COMMITTEE, read_query(RARE_WORD), reader=_CLERK, limit=_PAGE)


_QUESTIONS: dict[str, _Ask] = {
    "what is due": _due,
    "figures of the period": _figures,
    "filtered page": _page,
    "page of an agency's own": _own_page,
    "first page of all": _first_page,
    "search": _search,
}


class Cost(NamedTuple):
    """What a question costs, in milliseconds."""

    hits: int
    product: float
    bare: float


def main() -> int:
    """Print one Markdown row for each engine, size and question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of tasks")
    parser.add_argument("--engines", default="sqlite,postgresql")
    arguments = parser.parse_args()
    print("| engine | tasks | question | rows | ms | bare ms | × bare | × smallest |")
    print("|---|---|---|---|---|---|---|---|")
    for name in arguments.engines.split(","):
        smallest: dict[str, float] = {}
        for size in map(int, arguments.sizes.split(",")):
            with _registry(name, size) as engine, reading(engine) as session:
                for question, ask in _QUESTIONS.items():
                    cost = _measure(engine, session, ask)
                    growth = cost.product / smallest.setdefault(question, cost.product)
                    print(
                        f"| {name} | {size:,} | {question} | {cost.hits} | {cost.product:.2f} | {cost.bare:.2f} "
                        f"| {cost.product / cost.bare:.2f} | {growth:.2f} |",
                        flush=True,
                    )
    return 0


@contextmanager
def _registry(name: str, size: int) -> Iterator[sa.Engine]:
    with fresh_database(name) as address:
        engine = make_engine(address)
        try:
            upgrade(engine)
            start = time.perf_counter()
            fill(engine, size)
            print(f"{name}: {size:,} tasks in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
            yield engine
        finally:
            engine.dispose()


def _measure(engine: sa.Engine, session: Session, ask: _Ask) -> Cost:
    statements = _sent(engine, session, ask)
    connection = session.connection()

    def bare(_: Session) -> object:
        return [connection.exec_driver_sql(*statement).fetchall() for statement in statements]

    rows = bare(session)
    assert isinstance(rows, list)
    for _ in range(_WARM):
        ask(session)
        bare(session)
    taken: dict[_Ask, list[float]] = {ask: [], bare: []}
    for _ in range(_RUNS):
        for asked, times in taken.items():
            start = time.perf_counter()
            asked(session)
            times.append((time.perf_counter() - start) * 1000)
    return Cost(len(rows[-1]), min(taken[ask]), min(taken[bare]))


def _sent(engine: sa.Engine, session: Session, ask: _Ask) -> list[tuple[str, Any]]:
    """Return the statements that a question sends to the database."""
    session.connection()  # which begins the transaction, a statement of its own on SQLite
    sent: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, parameters: object, *_: object) -> None:
        sent.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        ask(session)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return sent


if __name__ == "__main__":
    sys.exit(main())
