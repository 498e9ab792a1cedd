"""Faults in the marks (``{{ … }}``, ``{% … %}``) and tags of a template, each with its line. Pure."""

import re
from html.parser import HTMLParser

from notifications.letters.source import Source

_MARK = re.compile(r"\{\{.*?\}\}|\{%-?\s*(\w+)?.*?%\}|\{#.*?#\}", re.DOTALL)
_OPENER = re.compile(r"\{\{|\{%|\{#")
_PAIRS = {"if": "endif", "for": "endfor"}
_MIDDLES = {"elif", "else"}
_ALLOWED = {*_PAIRS, *_PAIRS.values(), *_MIDDLES, "set"}
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_REFUSED = {
    "script": "mã lệnh",
    "iframe": "trang nhúng",
    "object": "tệp nhúng",
    "embed": "tệp nhúng",
    "form": "biểu mẫu",
    "link": "tệp kiểu dáng bên ngoài",
    "base": "địa chỉ gốc",
    "svg": "hình vẽ SVG",
    "video": "phim",
    "audio": "âm thanh",
}
_LOADS = frozenset(("src", "srcset", "background", "poster"))
_REMOTE_STYLE = re.compile(r"url\(|@import", re.IGNORECASE)
_SHOWN = 60


def check_marks(source: Source) -> None:
    """Raise ``TemplateFault`` when a mark is not closed, unknown, or does not pair with the one before it."""
    text = source.text
    opened: list[tuple[str, str, int]] = []
    at = 0
    for mark in _MARK.finditer(text):
        _refuse_stray(source, text, at, mark.start())
        if not mark[0].startswith("{#") and _OPENER.search(mark[0], 2):  # it runs on to the end of the next one
            _refuse_stray(source, text, mark.start(), mark.end())
        at = mark.end()
        word = mark[1]
        line = _line_of(text, mark.start())
        if mark[0].startswith("{%"):
            if word not in _ALLOWED:
                raise source.fault(line, f"không dùng được “{_short(mark[0])}” trong mẫu thư.")
            if word in _PAIRS:
                opened.append((word, mark[0], line))
            elif word in _MIDDLES and not opened:
                raise source.fault(line, f"“{_short(mark[0])}” không nằm trong “{{% if … %}}” nào.")
            elif word in _PAIRS.values():
                _pair(source, opened, mark[0], word, line)
    _refuse_stray(source, text, at, len(text))
    if opened:
        word, shown, line = opened[-1]
        raise source.fault(line, f"“{_short(shown)}” chưa được đóng bằng “{{% {_PAIRS[word]} %}}”.")


def _pair(source: Source, opened: list[tuple[str, str, int]], shown: str, word: str, line: int) -> None:
    if not opened:
        raise source.fault(line, f"“{_short(shown)}” không đóng mục nào.")
    begun, begin, begin_line = opened.pop()
    place = source.place(begin_line)
    if place.file != source.place(line).file:  # a part begins and ends in its own file
        if source.place(line).file == source.name:
            raise source.fault(begin_line, f"“{_short(begin)}” chưa được đóng bằng “{{% {_PAIRS[begun]} %}}”.")
        raise source.fault(line, f"“{_short(shown)}” không đóng mục nào trong tệp này.")
    if _PAIRS[begun] != word:
        raise source.fault(
            line,
            f"“{_short(shown)}” không khớp với “{_short(begin)}” ở {place.file}, dòng {place.line}; "
            f"cần “{{% {_PAIRS[begun]} %}}”.",
        )


def _refuse_stray(source: Source, text: str, start: int, end: int) -> None:
    stray = _OPENER.search(text, start, end)
    if stray is not None:
        shown = text[stray.start() :].split("\n", 1)[0]
        closing = {"{{": "}}", "{%": "%}", "{#": "#}"}[stray[0]]
        raise source.fault(_line_of(text, stray.start()), f"“{_short(shown)}” chưa được đóng bằng “{closing}”.")


def mark_at(source: Source, line: int) -> str:
    """Return the first mark on ``line`` of the expanded text, shortened; the line itself when it has none."""
    lines = source.text.split("\n")
    text = lines[min(line, len(lines)) - 1]
    mark = _MARK.search(text)
    return _short(mark[0] if mark else text)


def line_naming(source: Source, name: str) -> int:
    """Return the first line on which a mark uses ``name``."""
    for mark in _MARK.finditer(source.text):
        used = re.search(rf"\b{re.escape(name)}\b", mark[0])
        if used is not None:
            return _line_of(source.text, mark.start() + used.start())
    return 1


def check_tags(source: Source) -> None:
    """Raise ``TemplateFault`` when tags do not pair, or bring in what letters must not: programs, remote pictures."""
    blank = _MARK.sub(lambda mark: "x" + "\n" * mark[0].count("\n"), source.text)
    _Tags(source).read(blank)


class _Tags(HTMLParser):
    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        self.open: list[tuple[str, int]] = []
        self.in_style = False

    def read(self, text: str) -> None:
        self.feed(text)
        self.close()
        if self.open:
            tag, line = self.open[-1]
            raise self.source.fault(line, f"thẻ <{tag}> chưa được đóng bằng </{tag}>.")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        if tag in _REFUSED:
            raise self.source.fault(line, f"thẻ <{tag}>: thư không được chứa {_REFUSED[tag]}.")
        for name, value in attrs:
            self._check_attribute(line, tag, name, (value or "").strip())
        if tag not in _VOID:
            self.open.append((tag, line))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        line = self.getpos()[0]
        if not self.open:
            raise self.source.fault(line, f"thẻ </{tag}> không đóng thẻ nào.")
        begun, begin_line = self.open.pop()
        if begun != tag:
            place = self.source.place(begin_line)
            raise self.source.fault(
                line, f"thẻ </{tag}> không khớp với <{begun}> mở ở {place.file}, dòng {place.line}."
            )

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "style" and (found := _REMOTE_STYLE.search(data)):
            line = self.getpos()[0] + data[: found.start()].count("\n")
            raise self.source.fault(line, f"“{found[0]}”: thư không được tải hình hoặc kiểu dáng từ bên ngoài.")

    def _check_attribute(self, line: int, tag: str, name: str, value: str) -> None:
        if name.startswith("on"):
            raise self.source.fault(line, f"thẻ <{tag}>, thuộc tính {name}: thư không được chứa mã lệnh.")
        if name in _LOADS and not value.startswith("data:image/"):
            raise self.source.fault(
                line,
                f"thẻ <{tag}>, thuộc tính {name}: thư không được tải hình từ bên ngoài; chỉ dùng hình data:image/…",
            )
        if name == "style" and _REMOTE_STYLE.search(value):
            raise self.source.fault(line, f"thẻ <{tag}>: thư không được tải hình từ bên ngoài.")
        if name == "href" and value.lower().startswith(("javascript:", "data:", "vbscript:")):
            raise self.source.fault(line, f"thẻ <{tag}>: đường liên kết không được chứa mã lệnh.")


def _line_of(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"
