"""Templates belong to the office: each way to break one has its plain message, and none replaces a good one."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from cli.main import invoke
from reports import word
from reports.errors import ReportError
from reports.kinds import DocumentKind
from reports.templates_in_use import Templates, problems_of, trial
from tests.unit.reports.hoa_mai import NOW, OFFICE

TEMPLATE = word.builtin_template("status_report.docx")
Break = Callable[[Any], object]


def _after_opening(document: Any, text: str) -> None:
    opening = next(one for one in document.paragraphs if "report.opening" in one.text)
    opening.insert_paragraph_before(text, style="Body Text")


def _replace(document: Any, old: str, new: str) -> None:
    paragraph = next(one for one in document.paragraphs if old in one.text)
    paragraph.runs[0].text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""


def _delete(document: Any, start: str) -> None:
    paragraph = next(one for one in document.paragraphs if one.text.startswith(start))
    paragraph._p.getparent().remove(paragraph._p)


def _drop_signature(document: Any) -> None:
    for table in document.tables:
        for cell in table._cells:
            for paragraph in cell.paragraphs:
                if "report.head.signer" in paragraph.text:
                    paragraph.runs[0].text = "Nguyễn Văn Mẫu"


BREAKS: dict[str, tuple[Break, str, str]] = {
    "a value tag that does not close": (
        lambda document: _replace(document, "{{ report.opening }}", "{{ report.opening }"),
        "report.opening",
        "không đóng bằng }}",
    ),
    "a block tag that does not open": (
        lambda document: _after_opening(document, "%} thừa"),
        "thừa",
        "thiếu {% mở thẻ",
    ),
    "a loop without its end": (
        lambda document: _after_opening(document, "{%p for line in report.subject %}"),
        "for line in report.subject",
        "chưa được đóng. Hãy thêm thẻ endfor",
    ),
    "an end without its beginning": (
        lambda document: _after_opening(document, "{%p endif %}"),
        "endif",
        "không đóng thẻ nào đang mở",
    ),
    "a misspelt value": (
        lambda document: _replace(document, "report.opening", "report.openning"),
        "report.openning",
        "không có giá trị tên “openning”. Có phải “opening”?",
    ),
    "an unknown filter": (
        lambda document: _replace(document, "report.opening", "report.opening|inhoa"),
        "inhoa",
        "không có bộ lọc “inhoa”",
    ),
    "an unknown command": (
        lambda document: _after_opening(document, "{%p lap line in report.subject %}"),
        "lap line",
        "không có lệnh “lap”",
    ),
    "a row tag outside a table": (
        lambda document: _after_opening(document, "{%tr for row in report.agenda %}"),
        "row in report.agenda",
        "chỉ dùng được trong bảng",
    ),
    "words beside a paragraph tag": (
        lambda document: _replace(document, "{%p if report.proposals %}", "Phần này {%p if report.proposals %}"),
        "Phần này",
        "sẽ bị mất",
    ),
    "a tag that reaches into the programme": (
        lambda document: _after_opening(document, "{{ report.__class__.__mro__ }}"),
        "__class__",
        "bị từ chối",
    ),
    "an expression that cannot be read": (
        lambda document: _after_opening(document, "{{ report.figures.total + }}"),
        "report.figures.total +",
        "viết sai",
    ),
    "a division by nothing": (
        lambda document: _after_opening(document, "{{ 1 / (report.figures.total - report.figures.total) }}"),
        "report.figures.total",
        "không tính được",
    ),
    "no signer": (_drop_signature, "", "thiếu {{ report.head.signer }}"),
}


def _broken(change: Break) -> bytes:
    document = Document(str(TEMPLATE))
    change(document)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


@pytest.mark.parametrize("how", BREAKS)
def test_a_broken_template_is_told_by_its_tag_and_paragraph(how: str) -> None:
    """One plain sentence names the place, quotes the paragraph and says what to do."""
    change, quoted, said = BREAKS[how]
    problems = [str(one) for one in problems_of(DocumentKind.STATUS, _broken(change), "mau.docx", OFFICE)]
    assert any(quoted in one and said in one for one in problems), problems
    assert len(problems) == 1, problems


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"khong phai Word", "không phải tệp Word"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "mật khẩu"),
    ],
)
def test_what_is_no_template_at_all_is_told_in_one_sentence(content: bytes, said: str) -> None:
    """An old or protected file, or something else altogether."""
    with pytest.raises(ReportError, match=said):
        problems_of(DocumentKind.STATUS, content, "mau.docx", OFFICE)


def test_the_bundled_template_has_nothing_wrong_and_prints_the_sample() -> None:
    """What an office exports is what it can install."""
    assert problems_of(DocumentKind.STATUS, TEMPLATE.read_bytes(), "mau.docx", OFFICE) == []
    assert Document(BytesIO(trial(DocumentKind.STATUS, TEMPLATE, OFFICE, NOW))).tables


def test_several_faults_are_told_together() -> None:
    """Nobody wants to learn of them one by one."""

    def twice(document: Any) -> None:
        _replace(document, "report.opening", "report.mo_dau")
        _replace(document, "report.figures_caption", "report.ten_bang")

    said = [str(one) for one in problems_of(DocumentKind.STATUS, _broken(twice), "mau.docx", OFFICE)]
    assert len(said) == 2
    assert "mo_dau" in said[0]
    assert "ten_bang" in said[1]


def test_a_broken_template_replaces_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Through the commands: export, edit, check, install; the good one stays in use."""
    assert invoke(["init", "--home", str(home)]) == 0
    exported = tmp_path / "mau.docx"
    assert invoke(["template", "export", "status", "--out", str(exported), "--home", str(home)]) == 0
    assert invoke(["template", "export", "status", "--out", str(exported), "--home", str(home)]) == 1
    assert invoke(["template", "install", "status", str(exported), "--home", str(home)]) == 0
    templates = Templates(home / "templates" / "reports")
    good = templates.own(DocumentKind.STATUS).read_bytes()
    for change, _, said in BREAKS.values():
        exported.write_bytes(_broken(change))
        capsys.readouterr()
        assert invoke(["template", "check", "status", str(exported), "--home", str(home)]) == 1
        assert said in capsys.readouterr().out.replace("\n", " ")
        assert invoke(["template", "install", "status", str(exported), "--home", str(home)]) == 1
        assert templates.own(DocumentKind.STATUS).read_bytes() == good
    assert invoke(["template", "remove", "status", "--home", str(home)]) == 0
    assert not templates.is_own(DocumentKind.STATUS)


def test_an_own_template_that_breaks_later_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Somebody copied a file by hand: the report is still there before the meeting, and the log says what happened."""
    templates = Templates(tmp_path)
    templates.own(DocumentKind.STATUS).write_bytes(b"hong")
    sample_of = Document(BytesIO(trial(DocumentKind.STATUS, TEMPLATE, OFFICE, NOW)))
    from reports.samples import SAMPLES

    content = SAMPLES[DocumentKind.STATUS](OFFICE)[0]
    with caplog.at_level("WARNING", logger="dondoc"):
        made = templates.render(DocumentKind.STATUS, content, OFFICE.layout, word.Properties("a", "b"), NOW)
    assert len(Document(BytesIO(made)).tables) == len(sample_of.tables)
    assert "template.passed_over" in [one.action for one in caplog.records]  # type: ignore[attr-defined]
