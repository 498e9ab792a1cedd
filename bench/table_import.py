"""Speed and memory of importing a table: ``python -m bench.table_import [ROWS]`` (default 100,000).

Prints rows a second and the peak memory of the importing process for .csv and .xlsx, on SQLite and PostgreSQL, beside a
bare ``executemany`` of the same rows in the same run, and parsing the file alone. ``cpu s`` is that of the importing
process. Each import runs in a process of its own, so that peaks do not hide each other.
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from openpyxl import Workbook, load_workbook

from bench.databases import fresh_database
from bench.memory import peak_megabytes
from config.database import unit_of_work
from config.settings import load_settings
from tasks_registry.installation import Installation, set_up
from tasks_registry.models import History, Task, TaskSupport, TaskWords
from tasks_registry.tables.files import open_table
from tasks_registry.tables.runs import Choices, import_table

_NOW = datetime(2026, 7, 1, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
_HEADINGS = ("Nhiệm vụ", "Nội dung", "Cơ quan chủ trì", "Cơ quan phối hợp", "Hạn", "Sản phẩm", "Ưu tiên", "Nguồn")
_BATCH = 1000


def rows(count: int, agencies: list[str]) -> Iterator[tuple[str | int | date, ...]]:
    """Yield ``count`` rows as offices write them, the same in every run."""
    draw = random.Random(2026)
    works = (
        "Hoàn thành hồ sơ công nhận sản phẩm OCOP",
        "Báo cáo kết quả kiểm tra, giám sát",
        "Rà soát quy hoạch cán bộ",
    )
    for number in range(count):
        title = f"{draw.choice(works)} đợt {number}"
        text = f"{title}; phối hợp với các cơ quan liên quan tham mưu Ban Thường vụ, báo cáo trước hội nghị kế tiếp."
        lead, support = draw.choice(agencies), "; ".join(draw.sample(agencies, 2))
        due = date(2026, 7, 1) + timedelta(days=draw.randrange(180))
        yield title, text, lead, support, due, "Báo cáo", draw.randrange(3), f"{draw.randrange(40) + 1}-TB/ĐU"


def write_tables(folder: Path, count: int, agencies: list[str]) -> list[Path]:
    """Write the same rows as .csv and .xlsx."""
    paths = [folder / "tasks.csv", folder / "tasks.xlsx"]
    with paths[0].open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADINGS)
        writer.writerows(rows(count, agencies))
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(_HEADINGS)
    for row in rows(count, agencies):
        sheet.append(row)
    book.save(paths[1])
    return paths


def opened(home: Path, address: str | None) -> Installation:
    """Set up a fresh installation."""
    return set_up(load_settings({"DONDOC_DATABASE_URL": address} if address else {}, home=home), _NOW)


def bare_inserts(home: Path, address: str) -> float:
    """Return the seconds of inserting what the import stored into plain copies of its tables, nothing else."""
    here = opened(home, address)
    tables = [sa.inspect(model).local_table for model in (Task, TaskSupport, TaskWords, History)]
    with here.engine.connect() as connection:
        stored = [[dict(row) for row in connection.execute(sa.select(table)).mappings()] for table in tables]
    spent = 0.0
    for table, values in zip(tables, stored, strict=True):
        copy = sa.Table(f"bench_{table.name}", sa.MetaData(), *(sa.Column(c.name, c.type) for c in table.columns))
        with here.engine.begin() as connection:
            copy.drop(connection, checkfirst=True)
            copy.create(connection)
        with unit_of_work(here.engine) as session:
            started = time.perf_counter()
            for start in range(0, len(values), _BATCH):
                session.connection().execute(sa.insert(copy), values[start : start + _BATCH])
        spent += time.perf_counter() - started
        with here.engine.begin() as connection:
            copy.drop(connection)
    return spent


def run_one(home: Path, path: Path, address: str) -> None:
    """Import ``path`` into a fresh installation and print seconds and peak memory (MB)."""
    here = opened(home, address)
    started, busy = time.perf_counter(), time.process_time()
    run = import_table(here, path, Choices())
    spent, busy = time.perf_counter() - started, time.process_time() - busy
    print(run.outcome.added, spent, busy, peak_megabytes())


def parsing(path: Path) -> float:
    """Return the seconds of only taking the rows out of ``path``; of openpyxl alone for a workbook."""
    started = time.perf_counter()
    if path.suffix == ".xlsx":
        for _ in load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
            pass
    else:
        with open_table(path) as table:
            for _ in table.rows:
                pass
    return time.perf_counter() - started


def main(count: int) -> None:
    """Measure imports of ``count`` rows."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        agencies = [agency.code for agency in opened(base / "names", None).files.directory.agencies]
        paths = write_tables(base, count, agencies)
        titles = ("rows", "s", "rows/s", "cpu s", "peak MB", "parse s", "bare s")
        print(f"{'database':<12}{'file':<8}" + "".join(f"{title:>9}" for title in titles))
        for engine in ("sqlite", "postgresql"):
            for path in paths:
                home = base / f"{engine}{path.suffix}"
                with fresh_database(engine) as address:
                    words = [sys.executable, "-m", "bench.table_import", "--one", str(home), str(path), address]
                    done = subprocess.run(words, check=True, capture_output=True, text=True)
                    added, spent, busy, peak = done.stdout.split()
                    figures = (
                        f"{int(added)}",
                        f"{float(spent):.1f}",
                        f"{int(added) / float(spent):.0f}",
                        f"{float(busy):.1f}",
                        f"{float(peak):.0f}",
                        f"{parsing(path):.1f}",
                        f"{bare_inserts(home, address):.1f}",
                    )
                    print(f"{engine:<12}{path.suffix:<8}" + "".join(f"{one:>9}" for one in figures), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        run_one(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 100_000)
