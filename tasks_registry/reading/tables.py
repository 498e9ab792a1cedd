"""Assignment tables (bảng phân công): the rows of a table as entries of the outline, each with what its columns say.

Rows of one title (``I | Công tác xây dựng Đảng``) are headings over the rows below. A row without number and task goes
on with the row above it. A cell of several paragraphs holds several tasks when the agencies beside them are as many.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, takewhile

from tasks_registry.reading.agencies import heading_lead, written_parties
from tasks_registry.reading.kinds import kind_of
from tasks_registry.reading.labels import Field
from tasks_registry.reading.markers import DASH, ROMAN, read_marker
from tasks_registry.reading.paragraphs import Paragraph
from tasks_registry.reading.sentences import split_sentences
from tasks_registry.reading.structure import Entry
from tasks_registry.reading.table_columns import Column, Header, read_header
from tasks_registry.reading.table_rows import is_number, place_cells
from tasks_registry.reading.text import fold, settle

_Cell = tuple[Paragraph, ...]
_FIELDS = {
    Column.LEAD: Field.LEAD,
    Column.SUPPORT: Field.SUPPORT,
    Column.TIME: Field.TIME,
    Column.PRODUCT: Field.PRODUCT,
}
_UNNUMBERED = ROMAN + 3
"""Depth of a heading row without number: below Roman, above Arabic numbers."""
_DITTO = re.compile(r"(?:nt|n t|nhu tren)$")
_TICK = re.compile(r"[xX✓✔vV]$")
_CLOCK = re.compile(r"\b\d{1,2}\s?(?:h|giờ|g|:)\s?\d{0,2}\b")
_SIGNS = re.compile(r"(?:noi nhan|t m|tm|kt|k t|tl|t l|tuq|nguoi lap(?: bieu)?|thu truong don vi)\b")
"""What stands below a table in the cells of a worksheet: addressees and signatures."""
_GAP = re.compile(r"(?<=[^\W\d_])\s+(?=[A-ZĐ])")
_MONTH = re.compile(r"tháng\s+\d{1,2}(?!\d)", re.IGNORECASE)
_DAY_OR_WEEK = re.compile(r"tuần\s+(?:thứ\s+)?\w+|ngày\s+\d{1,2}", re.IGNORECASE)
_OPEN_NAME = re.compile(r"(?:Văn phòng|Thường vụ|Thường trực|Kiểm tra|Chấp hành|Bí thư|Chủ tịch|Giám đốc|Trưởng|Phó)$")
_SECTION_NUMBER = re.compile(r"[A-ZĐ]+")
_BOTH_ROLES = re.compile(
    r"^(?:[-–]\s*)?(?:(?:Cơ quan|Đơn vị|Bộ phận)\s+)?[Cc]hủ trì\s*:\s*(?P<lead>.+?)[\s;,.–-]*"
    r"(?:(?:[Cc]ơ quan|[Đđ]ơn vị|[Bb]ộ phận)\s+)?[Pp]hối hợp\s*:\s*(?P<support>.+)$"
)
_LONGEST_TITLE = 150
"""Characters; a longer text without agencies beside it is a task whose other cells are empty, not a heading."""


@dataclass
class _Row:
    """One row under its titles. ``cells`` holds paragraphs by column; only what is there."""

    number: str | None
    cells: dict[Column, _Cell]
    ticked: str = ""
    """Title of the column of a month or quarter in which the row is ticked."""
    fields: dict[Field, str] = field(default_factory=dict)

    @property
    def task(self) -> _Cell:
        return self.cells.get(Column.TASK, ())


def with_tables(entries: Sequence[Entry], paragraphs: Iterable[Paragraph]) -> list[Entry]:
    """Return ``entries`` with the rows of the assignment tables among ``paragraphs`` at their places.

    Tables that assign no tasks (figures, lists of people, results, agendas by the hour) are left out. A table without
    titles right behind an assignment table of the same width is its next page.
    """
    by_paragraph = {id(entry.paragraph): entry for entry in entries}
    woven: list[Entry] = []
    above: tuple[Entry, ...] = ()
    last_header: Header | None = None
    for table, group in groupby(paragraphs, key=lambda paragraph: paragraph.cell[0] if paragraph.cell else None):
        if table is None:
            for paragraph in group:
                entry = by_paragraph.get(id(paragraph))
                if entry is not None:
                    woven.append(entry)
                    above = tuple(one for one in (*entry.above, entry) if one.is_heading)
                    last_header = None
            continue
        rows = _rows(group)
        header = read_header([{at: _plain(cell) for at, cell in row.items()} for row in rows])
        if header is None and last_header is not None:
            header = replace(last_header, rows=0) if _is_next_page(rows, last_header) else None
        if header is not None:
            if woven and woven[-1].columns is None and not woven[-1].is_heading and woven[-1].text.endswith(":"):
                woven[-1] = replace(woven[-1], is_heading=True)  # `2. Các nhiệm vụ cụ thể:` introduces the table
                above = (*above, woven[-1])
            woven += _entries(rows, header, above)
            last_header = header
    return woven


def _rows(paragraphs: Iterable[Paragraph]) -> list[dict[int, _Cell]]:
    """Return the rows of one table: paragraphs by the position of their cell."""
    rows: dict[int, dict[int, _Cell]] = {}
    for paragraph in paragraphs:
        if paragraph.cell is not None:
            _, row, column = paragraph.cell
            cells = rows.setdefault(row, {})
            cells[column] = (*cells.get(column, ()), paragraph)
    return list(rows.values())


def _is_next_page(rows: Sequence[Mapping[int, _Cell]], header: Header) -> bool:
    widest = max(max(row) + 1 for row in rows)
    return widest == len(header.columns) or (widest < len(header.columns) and is_number(_plain(rows[0].get(0, ()))))


def _entries(rows: Sequence[Mapping[int, _Cell]], header: Header, above: tuple[Entry, ...]) -> list[Entry]:
    titles = {fold(title) for title in header.titles}
    placed = [
        _placed(row, header)
        for row in takewhile(lambda row: not _is_signature(row), rows[header.rows :])
        if not {fold(_plain(cell)) for cell in row.values()} <= titles and not _numbers_columns(row)
    ]
    if _looks_back(placed) or _is_agenda(placed):
        return []
    stack = list(above)
    entries: list[Entry] = []
    collected = list(_collected(placed))
    for row, below in zip(collected, [*collected, None][1:], strict=True):
        if _is_heading(row, below):
            heading = _heading(row, stack)
            while stack and stack[-1].columns is not None and stack[-1].depth >= heading.depth:
                stack.pop()
            heading = replace(heading, above=tuple(stack))
            stack.append(heading)
            entries.append(heading)
        else:
            _complete_time(row.fields, stack)
            entries += _tasks(row, tuple(stack))
    return entries


def _complete_time(fields: dict[Field, str], above: Sequence[Entry]) -> None:
    """Add the month of the heading row to a mere day or week: ``Tuần 2`` under ``Tháng 5``."""
    month = _MONTH.match(above[-1].text) if above and above[-1].columns is not None else None
    if month is not None and _DAY_OR_WEEK.fullmatch(fields.get(Field.TIME, "")):
        fields[Field.TIME] = f"{fields[Field.TIME]} {month[0].lower()}"


def _placed(row: Mapping[int, _Cell], header: Header) -> _Row:
    section = _section(row)
    if section is not None:
        return section
    places = place_cells(header.columns, {at: _plain(cell) for at, cell in row.items()})
    cells: dict[Column, _Cell] = {}
    ticked = ""
    for place, at in places.items():
        column = header.columns[place]
        if column is Column.TIME and _TICK.match(_plain(row[at])):
            ticked = header.titles[place]  # of several ticked months the last one ends the task
        elif column is Column.TIME:
            cells[column] = row[at]  # `Trình BTV | Trình BCH`: the last day is the task's
        else:
            cells.setdefault(column, row[at])
    if header.columns[0] is Column.TIME and set(cells) == {Column.TIME}:
        cells = {Column.TASK: cells[Column.TIME]}  # `Tháng 5` in a row of its own stands over the rows below
    number = _plain(cells.get(Column.NUMBER, ())).rstrip(".)-–+ ") or None
    return _Row(number, cells, ticked)


def _section(row: Mapping[int, _Cell]) -> _Row | None:
    """Return the row of a section's title, which may be an agency: ``I | Văn phòng Đảng ủy``, or bold all alone."""
    cells = list(row.values())
    number = _plain(cells[0]).rstrip(".) ") if len(cells) == 2 else ""
    if _SECTION_NUMBER.fullmatch(number):
        return _Row(number, {Column.NUMBER: cells[0], Column.TASK: cells[1]})
    if len(cells) == 1 and all(paragraph.bold for paragraph in cells[0]):
        return _Row(None, {Column.TASK: cells[0]})
    return None


def _numbers_columns(row: Mapping[int, _Cell]) -> bool:
    """Tell whether a row counts the columns: ``(1) | (2) | (3)``."""
    return len(row) > 2 and all(re.fullmatch(r"\(?\d{1,2}\)?", _plain(cell)) for cell in row.values())


def _is_signature(row: Mapping[int, _Cell]) -> bool:
    texts = [_plain(cell) for cell in row.values()]
    return not any(map(is_number, texts)) and any(_SIGNS.match(fold(text)) for text in texts)


def _looks_back(rows: Sequence[_Row]) -> bool:
    tasks = [row for row in rows if len(row.cells) > 2]
    return sum(Column.OUTCOME in row.cells for row in tasks) * 2 > len(tasks)


def _is_agenda(rows: Sequence[_Row]) -> bool:
    times = [_plain(row.cells[Column.TIME]) for row in rows if Column.TIME in row.cells]
    return sum(_CLOCK.search(time) is not None for time in times) * 2 > max(1, len(times))


def _collected(rows: Iterable[_Row]) -> Iterator[_Row]:
    """Yield rows with what their columns say, rows that only go on with the one above put into it."""
    current: _Row | None = None
    said: dict[Field, str] = {}
    for row in rows:
        fields = _fields(row, said)
        said = fields or said
        again = (
            current is not None
            and bool(row.task)
            and row.number == current.number
            and fold(_plain(row.task)) == fold(_plain(current.task))
            and fields.get(Field.TIME) == current.fields.get(Field.TIME)
        )
        if current is not None and (again or (not row.task and row.number in (None, current.number))):
            for name, value in fields.items():
                _add(current.fields, name, value)
            continue
        if current is not None:
            yield current
        row.fields = fields
        current = row if row.task else None
    if current is not None:
        yield current


def _add(fields: dict[Field, str], name: Field, value: str) -> None:
    if name not in fields:
        fields[name] = value
    elif name in (Field.LEAD, Field.SUPPORT) and value not in fields[name]:
        fields[name] = f"{fields[name]}; {value}"


def _fields(row: _Row, over: Mapping[Field, str]) -> dict[Field, str]:
    """Return what the columns of ``row`` say; ``-nt-`` (như trên) repeats what the row above says."""
    fields: dict[Field, str] = {}
    for column, name in _FIELDS.items():
        cell = row.cells.get(column)
        if cell is None:
            continue
        value = _agencies(cell) if name in (Field.LEAD, Field.SUPPORT) else settle(_plain(cell))
        if _DITTO.match(fold(value)):
            value = over.get(name, "")
        if value.strip(" .-–"):
            fields[name] = value.strip().rstrip(".;")
    if row.ticked:
        fields.setdefault(Field.TIME, settle(row.ticked))
    _part_roles(fields)
    return fields


def _part_roles(fields: dict[Field, str]) -> None:
    """Part a cell that names both roles: ``Chủ trì: A; phối hợp: B``, ``A chủ trì, phối hợp với B``."""
    written = fields.get(Field.LEAD, "")
    if Field.SUPPORT in fields or "phoi hop" not in fold(written):
        return
    labelled = _BOTH_ROLES.match(written)
    if labelled is not None:
        fields[Field.LEAD], fields[Field.SUPPORT] = labelled["lead"], labelled["support"]
        return
    parties = written_parties(written)
    if parties.lead and parties.support:
        fields[Field.LEAD], fields[Field.SUPPORT] = "; ".join(parties.lead), "; ".join(parties.support)


def _agencies(cell: _Cell) -> str:
    """Return the agencies of a cell in one line; a paragraph that begins with an agency or a dash is one of its own."""
    written = ""
    for paragraph in cell:
        text = settle(paragraph.text)
        marker = read_marker(text)
        bare = text[marker.length :] if marker and marker.depth >= DASH else text
        own = marker is not None or bool(heading_lead(bare)) or "phoi hop" in fold(bare)
        written += f"{'; ' if own else ' '}{bare.rstrip(' ,;')}" if written else bare.rstrip(" ,;")
    return written


def _is_heading(row: _Row, below: _Row | None) -> bool:
    if row.fields:
        return False
    text = _plain(row.task)
    if row.number is None:
        marker = read_marker(text)
        if marker is not None and marker.depth <= ROMAN:
            return True
        if text.isupper() or text.endswith(":") or all(paragraph.bold for paragraph in row.task):
            return True
        return len(text) <= _LONGEST_TITLE and not text.endswith((".", ";")) and not kind_of(settle(text)).sure
    if _SECTION_NUMBER.fullmatch(row.number) or text.isupper() or text.endswith(":"):
        return True
    under = below.number or "" if below is not None else ""
    return under.startswith(f"{row.number}.") or (row.number.isdecimal() and re.fullmatch("[a-zđ]", under) is not None)


def _heading(row: _Row, stack: Sequence[Entry]) -> Entry:
    paragraph = _joined(row.task)
    entry = _entry(paragraph, row.number, tuple(stack))
    marker = read_marker(f"{row.number or entry.number}. ") if row.number or entry.number else None
    return replace(entry, depth=marker.depth if marker else _UNNUMBERED, is_heading=True, columns={})


def _tasks(row: _Row, above: tuple[Entry, ...]) -> Iterator[Entry]:
    """Yield the tasks of a row: one, or one for each paragraph that has agencies of its own beside it."""
    whole = _entry(_joined(row.task), row.number, above)
    several = [_entry(paragraph, row.number, above) for paragraph in row.task]
    parts = several if len(several) > 1 else _sentences(whole)
    beside = {_FIELDS[column]: _parts(cell, len(parts)) for column, cell in row.cells.items() if column in _FIELDS}
    together = [name for name, said in beside.items() if len(said) == len(parts)]
    # Where a page joined the lines of a cell, sentences are tasks only when all agencies were joined with them.
    joined = len(row.task) == 1 and (len(row.cells.get(Column.LEAD, ())) > 1 or Field.SUPPORT not in together)
    if len(parts) == 1 or Field.LEAD not in together or joined:
        yield replace(whole, columns=row.fields)
        return
    for at, part in enumerate(parts):
        own = {name: settle(beside[name][at]).strip(" .;-–") for name in together}
        yield replace(part, columns={**row.fields, **own})


def _sentences(entry: Entry) -> list[Entry]:
    spans = split_sentences(entry.text)
    return [replace(entry, text=entry.text[first:last], start=entry.start + first) for first, last in spans]


def _parts(cell: _Cell, count: int) -> list[str]:
    """Return what a cell says paragraph by paragraph, or agency by agency where ``count`` of them follow in one line.

    Agencies of one task are parted by commas; those of several tasks stand one below the other, and lines may have been
    joined on the way here.
    """
    parts = [paragraph.text for paragraph in cell]
    if len(parts) > 1:
        return parts
    (text,) = parts
    ends = [gap.start() for gap in _GAP.finditer(text) if _opens_agency(text, gap)]
    if len(ends) != count - 1:
        return parts
    return [text[start:end].strip() for start, end in pairwise([0, *ends, len(text)])]


def _opens_agency(text: str, gap: re.Match[str]) -> bool:
    """Tell whether another agency begins behind a gap; ``Đảng ủy`` behind ``Văn phòng`` does not."""
    return bool(heading_lead(settle(text[gap.end() :]))) and _OPEN_NAME.search(settle(text[: gap.start()])) is None


def _entry(paragraph: Paragraph, number: str | None, above: tuple[Entry, ...]) -> Entry:
    text = settle(paragraph.text)
    marker = read_marker(text)
    start = marker.length if marker is not None and marker.length < len(text) else 0
    printed = number or (marker.printed if marker else None)
    return Entry(paragraph, text[start:], start, printed, DASH, above, is_heading=False)


def _joined(cell: _Cell) -> Paragraph:
    """Return the paragraphs of a cell as one."""
    if len(cell) == 1:
        return cell[0]
    text = ""
    pieces: list[tuple[int, int, int]] = []
    notes: list[tuple[int, Paragraph]] = []
    for paragraph in cell:
        at = len(text) + bool(text)
        pieces += [(at + position, source, length) for position, source, length in paragraph.pieces]
        notes += [(at + position, note) for position, note in paragraph.notes]
        text = f"{text} {paragraph.text}" if text else paragraph.text
    return replace(cell[0], text=text, pieces=tuple(pieces), notes=tuple(notes))


def _plain(cell: _Cell) -> str:
    return " ".join(paragraph.text for paragraph in cell).strip()
