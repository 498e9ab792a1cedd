"""Measure status reports: `python -m bench.reports [--sizes …] [--committees …] [--engines …] [--rounds …]`.

The report of a meeting (.docx and .xlsx) from the database to the bytes, step by step, beside the same rows written by
the bare libraries: docxtpl filling a table without styles, openpyxl writing unstyled rows. Every measurement is a fresh
process with its modules loaded before the clock starts; CPU seconds are those of the fastest round, because whatever
else the machine does only ever adds, memory is the highest peak. “MB” is the peak of a process that made the report and
nothing else.

Then status report and summary of many committees in one run, each with its own home on one shared database, beside the
same committees reported by a process each; here CPU seconds are those of whole processes.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from docx import Document
from docxtpl import DocxTemplate
from openpyxl import Workbook

from bench.databases import fresh_database
from bench.memory import peak_megabytes
from bench.reports_data import TODAY, fill
from config.database import reading
from config.office_files import FILE_NAMES, config_folder
from config.settings import load_settings
from reports.many.homes import homes_in
from reports.many.runs import Order, report_all
from reports.meeting.compose import compose
from reports.meeting.facts import meeting_facts
from reports.meeting.sheets import meeting_sheets
from reports.meeting.writing import render_docx, render_xlsx
from reports.templates_in_use import templates_of
from tasks_registry import store
from tasks_registry.installation import Installation, open_installation, set_up

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_NOW = datetime(TODAY.year, TODAY.month, TODAY.day, 8, tzinfo=_ZONE)
_STEPS = ("read", "facts", "compose", "docx", "xlsx")
_BARE = ("bare docx", "bare xlsx")
_Cost = dict[str, float]
_Made = TypeVar("_Made")


def main() -> int:
    """Print one Markdown row for each engine and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="300,1000,3000,10000", help="numbers of tasks")
    parser.add_argument("--committees", default="10,100", help="numbers of committees in one run")
    parser.add_argument("--each", type=int, default=100, help="tasks of each of them")
    parser.add_argument("--engines", default="sqlite,postgresql")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--run", help=argparse.SUPPRESS)  # the measured process itself: product, bare or many
    parser.add_argument("--meeting", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        print(json.dumps(_measured(arguments.run, arguments.meeting)))
        return 0
    engines = arguments.engines.split(",")
    _print_sizes(engines, _numbers(arguments.sizes), arguments.rounds)
    _print_committees(engines, _numbers(arguments.committees), arguments.each, arguments.rounds)
    return 0


def _numbers(listed: str) -> list[int]:
    return [int(number) for number in listed.split(",") if number]


def _print_sizes(engines: Sequence[str], sizes: Sequence[int], rounds: int) -> None:
    columns = [*_STEPS, "all", "MB", *_BARE, "× bare", "ms a task"]
    print(f"| engine | tasks | {' | '.join(columns)} |")
    print("|---" * (len(columns) + 2) + "|")
    for engine in engines:
        for size in sizes:
            cost = _side_by_side(engine, size, rounds)
            cells = [f"{cost[name]:.0f}" if name == "MB" else f"{cost[name]:.2f}" for name in columns]
            print(f"| {engine} | {size:,} | {' | '.join(cells)} |", flush=True)


def _print_committees(engines: Sequence[str], numbers: Sequence[int], each: int, rounds: int) -> None:
    print(f"\n| engine | committees of {each} tasks | s | CPU s | MB | CPU s one by one | × one by one | CPU ms each |")
    print("|---|---|---|---|---|---|---|---|")
    for engine in engines:
        for number in numbers:
            cost = _of_many(engine, number, each, rounds)
            print(
                f"| {engine} | {number} | {cost['wall']:.1f} | {cost['all']:.1f} | {cost['MB']:.0f} "
                f"| {cost['alone'] * number:.1f} | {cost['all'] / (cost['alone'] * number):.2f} "
                f"| {cost['all'] / number * 1000:.0f} |",
                flush=True,
            )


def _of_many(engine: str, number: int, each: int, rounds: int) -> _Cost:
    """Report ``number`` committees in one run and, for comparison, three of them in a process each."""
    with TemporaryDirectory() as folder, fresh_database(engine) as address:
        homes = [Path(folder) / f"xa-{place:03}" for place in range(number)]
        for place, home in enumerate(homes):
            _install(home, address, each, code=f"DU-{place:03}")
        many = [_fresh_process("many", Path(folder), address, number) for _ in range(rounds)]
        alone = [_fresh_process("many", home, address, 1) for home in homes[:3]]
    return {
        "wall": min(cost["wall"] for cost in many),
        "all": min(cost["all"] for cost in many),
        "MB": max(cost["MB"] for cost in many),
        "alone": min(cost["all"] for cost in alone),
    }


def _side_by_side(engine: str, size: int, rounds: int) -> _Cost:
    with TemporaryDirectory() as folder, fresh_database(engine) as address:
        home = Path(folder)
        meeting = _install(home, address, size)
        costs = [_fresh_process(run, home, address, meeting) for _ in range(rounds) for run in ("product", "bare")]
    best = {name: min(cost[name] for cost in costs if name in cost) for name in (*_STEPS, *_BARE, "all")}
    bare = sum(best[name] for name in _BARE)
    return {
        **best,
        "MB": max(cost["MB"] for cost in costs if "MB" in cost),
        "× bare": (best["docx"] + best["xlsx"]) / bare,
        "ms a task": best["all"] / size * 1000,
    }


def _install(home: Path, address: str, size: int, *, code: str = "DU-HOAMAI") -> int:
    config_folder(home).mkdir(parents=True)
    for name in FILE_NAMES:
        text = files("cli.demo").joinpath("sample", name).read_text("utf-8").replace("DU-HOAMAI", code)
        (config_folder(home) / name).write_text(text, "utf-8")
    with set_up(load_settings({"DONDOC_DATABASE_URL": address}, home=home), _NOW) as here:
        return fill(here.engine, here.committee, size)


def _fresh_process(run: str, home: Path, address: str, meeting: int) -> _Cost:
    place = {"DONDOC_HOME": str(home), "DONDOC_DATABASE_URL": address}
    command = (sys.executable, "-m", "bench.reports", "--run", run, "--meeting", str(meeting))
    done = subprocess.run(command, env={**os.environ, **place}, check=True, capture_output=True)
    cost: _Cost = json.loads(done.stdout)
    return cost


def _measured(run: str, meeting: int) -> _Cost:
    if run == "many":
        return _many(load_settings().home, meeting)
    with open_installation(load_settings(), _NOW) as here:
        return _product(here, meeting) if run == "product" else _bare(here, meeting)


class _Clock:
    """CPU seconds of this process, step by step."""

    def __init__(self) -> None:
        self.cost: _Cost = {}

    def __call__(self, step: str, make: Callable[[], _Made]) -> _Made:
        start = time.process_time()
        made = make()
        self.cost[step] = time.process_time() - start
        return made


def _product(here: Installation, meeting: int) -> _Cost:
    clock, office, templates = _Clock(), here.files.office, templates_of(here.settings.home)
    with reading(here.engine) as session:
        view = store.meeting_view(store.get_meeting(session, here.committee, meeting))
        tasks = clock("read", lambda: store.task_views(session, here.committee))
    facts = clock("facts", lambda: meeting_facts(view, tasks, today=TODAY, zone=_ZONE, due_soon_days=14))
    content = clock("compose", lambda: compose(facts, office))
    clock("docx", lambda: render_docx(content, office.layout, _NOW, templates))
    clock("xlsx", lambda: render_xlsx(facts, office.name, _NOW))
    return {**clock.cost, "all": sum(clock.cost.values()), "MB": peak_megabytes()}


def _many(folder: Path, committees: int) -> _Cost:
    """Report the homes in ``folder``, or ``folder`` itself when it is one."""
    homes = homes_in(folder) if committees > 1 else [folder]
    wall = time.perf_counter()
    with TemporaryDirectory() as out:
        made = list(report_all([load_settings(home=home) for home in homes], _NOW, Order(days=7, out=Path(out))))
    assert [len(one.meetings) for one in made] == [1] * committees, [one.failures for one in made]
    return {"wall": time.perf_counter() - wall, "all": time.process_time(), "MB": peak_megabytes()}


def _bare(here: Installation, meeting: int) -> _Cost:
    with reading(here.engine) as session:
        view = store.meeting_view(store.get_meeting(session, here.committee, meeting))
        facts = meeting_facts(
            view, store.task_views(session, here.committee), today=TODAY, zone=_ZONE, due_soon_days=14
        )
    content, clock = compose(facts, here.files.office), _Clock()
    rows = [list(vars(row).values()) for group in content.appendix for row in group.rows]
    clock("bare docx", lambda: _bare_docx(rows))
    values = [list(row) for sheet in meeting_sheets(facts, "") for row in sheet.rows]
    clock("bare xlsx", lambda: _bare_xlsx(values))
    return clock.cost


def _bare_docx(rows: Sequence[Sequence[Any]]) -> bytes:
    document, template = Document(), BytesIO()
    table = document.add_table(3, len(rows[0]))
    table.rows[0].cells[0].text = "{%tr for row in rows %}"
    for place, cell in enumerate(table.rows[1].cells):
        cell.text = f"{{{{ row[{place}] }}}}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    document.save(template)
    filled, made = DocxTemplate(template), BytesIO()
    filled.render({"rows": rows})
    filled.save(made)
    return made.getvalue()


def _bare_xlsx(rows: Sequence[Sequence[Any]]) -> bytes:
    book, made = Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("Rows")
    for row in rows:
        sheet.append(row)
    book.save(made)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
