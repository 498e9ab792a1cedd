"""Tries templates before they are used: with sample data, in a sandbox, naming file, line and mark of what is wrong."""

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from typing import Any

import jinja2
from jinja2 import meta

from notifications.letters.errors import TemplateFault
from notifications.letters.markup import check_marks, check_tags, line_naming, mark_at
from notifications.letters.sample import OFFICE, WISHES, sample_facts, sample_lines
from notifications.letters.source import Source
from notifications.letters.templates import FORMS, KINDS, LARGEST, compiled, environment, source_of

_NAME = re.compile(r"'(\w+)'(?: is undefined)?$")


def check_templates(own: Mapping[str, str]) -> None:
    """Raise ``TemplateFault`` when letters cannot be written with the files ``own`` over the built-in ones."""
    for name, text in own.items():
        if len(text.encode()) > LARGEST:
            raise TemplateFault(name, None, f"tệp lớn hơn {LARGEST // 1000} KB; nhiều phần mềm thư sẽ cắt bớt.")
        if "\ufffd" in text:
            line = text[: text.index("\ufffd")].count("\n") + 1
            raise TemplateFault(name, line, "có chữ không phải bảng mã UTF-8; hãy lưu lại tệp bằng bảng mã UTF-8.")
    for kind in KINDS:
        for form in FORMS:
            source = source_of(f"{kind}.{form}", own)
            if any(place.file in own for place in source.places):
                try:
                    _check(source, kind, form, own)
                except TemplateFault as fault:
                    if fault.file in own:
                        raise
                    # What the office's file leaves open shows in the built-in one around it.
                    where = f"{fault.file}, dòng {fault.line}"
                    raise TemplateFault(_blamed(source, own, ""), None, f"{where}: {fault.what}") from None


def _check(source: Source, kind: str, form: str, own: Mapping[str, str]) -> None:
    check_marks(source)
    template = _parsed(source, kind, form)
    if form == "html":
        check_tags(source)
    full = _filled(source, template, sample_facts(kind))
    bare = _filled(source, template, sample_facts(kind, bare=True))
    if max(len(full.encode()), len(bare.encode())) > LARGEST:
        raise TemplateFault(source.name, None, f"thư viết ra lớn hơn {LARGEST // 1000} KB.")
    _require_parts(source, kind, form, full, own)
    if form == "html" and _tags(full) != _tags(compiled(source).render(sample_facts(kind))):
        raise TemplateFault(
            _blamed(source, own, source.name),
            None,
            "chữ hoặc thẻ nằm sai chỗ trong bảng: trong <table> chỉ được có <tr>, trong <tr> chỉ được có <td>.",
        )


def _parsed(source: Source, kind: str, form: str) -> jinja2.Template:
    sandbox = environment(form)
    try:
        tree = sandbox.parse(source.text)
        template = sandbox.from_string(source.text)
    except jinja2.TemplateSyntaxError as error:
        raise source.fault(error.lineno, f"“{mark_at(source, error.lineno)}” viết sai.") from None
    except jinja2.TemplateError as error:
        raise TemplateFault(source.name, None, f"mẫu viết sai ({type(error).__name__}).") from None
    unknown = sorted(meta.find_undeclared_variables(tree) - sample_facts(kind).keys())
    if unknown:
        line = line_naming(source, unknown[0])
        raise source.fault(line, f"“{mark_at(source, line)}”: không có giá trị “{unknown[0]}”.")
    return template


def _filled(source: Source, template: jinja2.Template, facts: Mapping[str, Any]) -> str:
    try:
        return template.render(facts)
    except Exception as error:  # an edited template may fail in any way
        line = _failing_line(error)
        named = _NAME.search(str(error)) if isinstance(error, jinja2.UndefinedError) else None
        what = f"không có giá trị “{named[1]}”" if named else "không điền được giá trị"
        raise source.fault(line, f"“{mark_at(source, line)}”: {what}.") from None


def _failing_line(error: BaseException) -> int:
    """Return the line of the expanded template in which filling it in failed; Jinja puts it into the traceback."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _require_parts(source: Source, kind: str, form: str, letter: str, own: Mapping[str, str]) -> None:
    """A letter without its buttons, the telephone number or the way to end it is none."""
    needed = [(f"item.{form}", line.link, "nút của từng nhiệm vụ: {{ line.link }}") for line in sample_lines(kind)]
    needed += [(f"item.{form}", line.code, "mã nhiệm vụ: {{ line.code }}") for line in sample_lines(kind)]
    needed += [(f"item.{form}", line.standing, "tình trạng: {{ line.standing }}") for line in sample_lines(kind)]
    needed += [
        (f"foot.{form}", OFFICE.contact.name, "người liên hệ: {{ contact.name }}"),
        (f"foot.{form}", OFFICE.contact.phone, "điện thoại liên hệ: {{ contact.phone }}"),
        (f"foot.{form}", WISHES, "đường ngừng nhận thư: {{ wishes }}"),
    ]
    for part, value, words in needed:
        shown = escape(value or "") if form == "html" else value or ""
        if shown not in letter:
            raise TemplateFault(_blamed(source, own, part), None, f"thiếu {words}.")


def _blamed(source: Source, own: Mapping[str, str], part: str) -> str:
    """Return the file of the office that is to blame: the part itself, else another one of this letter."""
    mine = [place.file for place in source.places if place.file in own]
    return part if part in mine else mine[0]


def _tags(html: str) -> list[str]:
    reader = _TagReader()
    reader.feed(html)
    return reader.found


class _TagReader(HTMLParser):
    """Lists tags and words in their order; inlined styles and the bodies of tables make no difference."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.styled = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.styled = tag == "style"
        if tag not in ("style", "tbody"):
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.styled = False
        if tag not in ("style", "tbody"):
            self.found.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.styled:
            self.found += data.split()
