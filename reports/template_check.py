"""Checks a template before it is put into use, and names the broken tag and its paragraph in plain words. Pure.

Each paragraph becomes one line of a Jinja text, so that what Jinja says of a line is said of a paragraph. The text is
then filled with sample contents, as the document would be.
"""

import difflib
import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from types import MappingProxyType

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from reports.charts import Chart
from reports.template_text import TemplatePart
from reports.words import capital

_TAG = re.compile(r"\{%(?P<level>p|tr|tc|r)? ?(?P<said>.*?)%\}|\{\{(?P<level2>r)? ?(?P<value>.*?)\}\}", re.DOTALL)
_LEVEL = re.compile(r"\{%(?:p|tr|tc|r)(?= )")
_MOST_PROBLEMS = 20
_QUOTED = 60
"""Characters of a paragraph that a message quotes."""
_OPENERS = MappingProxyType({"for": "endfor", "if": "endif"})


@dataclass(frozen=True)
class TemplateProblem:
    """What is wrong with a template, and where."""

    place: str
    quoted: str
    said: str

    def __str__(self) -> str:
        return f"{capital(self.place)} (“{self.quoted}”): {self.said}" if self.place else self.said


def check_template(
    parts: Sequence[TemplatePart], samples: Sequence[object], needed: Sequence[str]
) -> list[TemplateProblem]:
    """Return what is wrong with a template, at most twenty problems, none when it can be used.

    ``samples`` are contents that it must be able to print; ``needed`` the values that a document must not lack
    (``report.head.number``).
    """
    problems = [problem for part in parts for problem in _of_paragraph(part)]
    if not problems:
        problems = list(_of_blocks(parts)) or list(_of_samples(parts, samples))
    written = " ".join(part.text for part in parts)
    problems += [
        TemplateProblem("", "", f"Mẫu thiếu {{{{ {value} }}}}: văn bản in ra sẽ không có phần này. Hãy thêm lại.")
        for value in needed
        if not re.search(rf"\b{re.escape(value)}\b", written)
    ]
    return problems[:_MOST_PROBLEMS]


def _problem(part: TemplatePart, said: str) -> TemplateProblem:
    text = " ".join(part.text.split())
    return TemplateProblem(part.place, text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…", said)


def _of_paragraph(part: TemplatePart) -> Iterator[TemplateProblem]:
    """Find what is wrong with a paragraph by itself: tags that do not close, tags in the wrong place."""
    rest = _TAG.sub("", part.text)
    for opened, closed in (("{{", "}}"), ("{%", "%}")):
        if opened in rest:
            yield _problem(
                part, f"thẻ mở bằng {opened} mà không đóng bằng {closed} trong cùng đoạn. Hãy thêm {closed}."
            )
        elif closed in rest:
            yield _problem(part, f"có {closed} mà thiếu {opened} mở thẻ trong cùng đoạn. Hãy thêm {opened}.")
    for tag in _TAG.finditer(part.text):
        level = tag["level"]
        if level in ("tr", "tc") and not part.in_table:
            yield _problem(part, f"thẻ {tag[0]} chỉ dùng được trong bảng. Hãy dùng {{%p … %}}, hoặc đưa vào hàng bảng.")
        if level in ("p", "tr") and rest.strip():
            yield _problem(part, f"chữ cùng đoạn với thẻ {tag[0]} sẽ bị mất. Hãy để thẻ này một mình một đoạn.")


def _of_blocks(parts: Sequence[TemplatePart]) -> Iterator[TemplateProblem]:
    """Find loops and conditions that are not closed, or closed without being open."""
    opened: list[tuple[str, TemplatePart, str]] = []
    for part in parts:
        for tag in _TAG.finditer(part.text):
            words = (tag["said"] or "").split()
            if not words:
                continue
            if words[0] in _OPENERS:
                opened.append((words[0], part, tag[0]))
            elif words[0] in _OPENERS.values():
                if not opened or _OPENERS[opened[-1][0]] != words[0]:
                    yield _problem(part, f"thẻ {tag[0]} không đóng thẻ nào đang mở. Hãy bỏ đi, hoặc thêm thẻ mở.")
                    return
                opened.pop()
            elif words[0] not in ("else", "elif", "set"):
                yield _problem(
                    part, f"không có lệnh “{words[0]}” trong thẻ {tag[0]}. Dùng được: for, if, elif, else, set."
                )
                return
    for name, part, written in opened:
        yield _problem(part, f"thẻ {written} chưa được đóng. Hãy thêm thẻ {_OPENERS[name]} sau phần nó bao.")


def _of_samples(parts: Sequence[TemplatePart], samples: Sequence[object]) -> Iterator[TemplateProblem]:
    """Find what fails when the template is filled, one paragraph after the other."""
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    environment.globals["picture"] = _alt
    lines = [_LEVEL.sub("{%", part.text.replace("\n", " ")).replace("{{r ", "{{ ") for part in parts]
    seen: set[int] = set()
    while len(seen) < _MOST_PROBLEMS:
        try:
            template = environment.from_string("\n".join(lines))
            for sample in samples:
                template.render(report=sample)
            return
        except TemplateSyntaxError as error:
            place, said = error.lineno - 1, _syntax_words(error)
        except (TemplateError, ArithmeticError, TypeError, ValueError, AttributeError) as error:
            place, said = _line_of(error), _words_of(error, samples)
        if place in seen:
            return
        seen.add(place)
        yield _problem(parts[place], said)
        if "{%" in lines[place]:
            return  # without this tag the rest would be judged wrongly
        lines[place] = ""


def _alt(chart: Chart, _width_mm: float | None = None) -> str:
    return chart.alt


def _line_of(error: Exception) -> int:
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return (frames[-1].lineno or 1) - 1 if frames else 0


def _syntax_words(error: TemplateSyntaxError) -> str:
    filter_ = re.search(r"No filter named '(.+?)'", error.message or "")
    if filter_:
        return f"không có bộ lọc “{filter_[1]}”. Hãy bỏ phần |{filter_[1]}."
    return "nội dung trong thẻ viết sai, không đọc được. Hãy so lại với mẫu gốc (dondoc template export)."


def _words_of(error: Exception, samples: Sequence[object]) -> str:
    if isinstance(error, SecurityError):
        return "thẻ này gọi tới phần bên trong chương trình nên bị từ chối. Chỉ dùng các giá trị của report."
    if isinstance(error, UndefinedError):
        name = re.search(r"no attribute '(.+?)'|'(.+?)' is undefined", error.message or "")
        unknown = (name[1] or name[2]) if name else ""
        near = difflib.get_close_matches(unknown, sorted(_names(samples)), n=1)
        hint = f" Có phải “{near[0]}”?" if near else " Xem các giá trị dùng được: dondoc template list."
        return f"không có giá trị tên “{unknown}”.{hint}"
    return "không tính được giá trị trong thẻ này với số liệu mẫu. Hãy so lại với mẫu gốc (dondoc template export)."


def _names(values: Sequence[object]) -> set[str]:
    """Return the names of everything that the samples hold."""
    found: set[str] = {"report"}
    waiting: list[object] = list(values)
    while waiting:
        value = waiting.pop()
        if is_dataclass(value) and not isinstance(value, type):
            found |= {field.name for field in fields(value)}
            waiting += [getattr(value, field.name) for field in fields(value)]
        elif isinstance(value, list | tuple):
            waiting += value[:1]
        elif isinstance(value, dict):
            found |= {str(key) for key in value}
            waiting += list(value.values())[:3]
    return found
