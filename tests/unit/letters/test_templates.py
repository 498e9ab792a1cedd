"""Templates: parts, inlined styles, checks that name the line, the built-in one as the way back."""

import logging
import re
from pathlib import Path

import pytest

from notifications.letters.checking import check_templates
from notifications.letters.errors import TemplateFault
from notifications.letters.inlining import inline_styles
from notifications.letters.sample import WISHES, sample_facts
from notifications.letters.source import Place, expand
from notifications.letters.templates import (
    FORMS,
    KINDS,
    LARGEST,
    NAMES,
    Templates,
    built_in,
    load_templates,
)


def own(name: str, *changes: tuple[str, str]) -> dict[str, str]:
    """The built-in file ``name`` as an office might edit it."""
    text = built_in(name) or ""
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return {name: text}


def fault_of(edited: dict[str, str]) -> TemplateFault:
    with pytest.raises(TemplateFault) as caught:
        check_templates(edited)
    return caught.value


def test_the_built_in_templates_pass_their_own_check() -> None:
    """What is shipped must be what is asked of others."""
    check_templates({name: built_in(name) or "" for name in NAMES})


def test_parts_are_put_in_and_every_line_knows_its_file() -> None:
    """Faults are named where the office wrote them."""
    files = {"a": 'one\n{% include "b" %}\nlast\n', "b": "two\nthree\n"}
    source = expand("a", files.get)
    assert source.text == "one\ntwo\nthree\nlast\n"
    assert source.places == (Place("a", 1), Place("b", 1), Place("b", 2), Place("a", 3))


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a": '\n{% include "c" %}'}, 'a, dòng 2: “{% include "c" %}”: không có phần mẫu này.'),
        ({"a": '{% include "a" %}'}, "lồng nhau quá sâu"),
        ({}, "không có mẫu này"),
    ],
)
def test_a_part_that_is_missing_or_holds_itself_is_refused(files: dict[str, str], words: str) -> None:
    """Including oneself would never end."""
    with pytest.raises(TemplateFault, match=re.escape(words)):
        expand("a", files.get)


def test_styles_go_into_the_tags_and_marks_stay_where_they_were() -> None:
    """An HTML parser would move a loop between rows out of its table."""
    template = (
        "<html><head><title>{{ a }}</title><style>td.x { color: red; padding: {{ p }}; }</style></head><body><table>"
        '{% for i in b %}<tr>{% if i > 1 %}<td class="x" style="margin: {{ m }}">{{ i }}</td>{% endif %}</tr>'
        "{% endfor %}</table></body></html>"
    )
    inlined = inline_styles(template)
    assert "<style" not in inlined
    assert "<title>{{ a }}</title>" in inlined
    assert re.search(r"<table><tbody>\{% for i in b %\}<tr>\{% if i > 1 %\}<td ", inlined)
    assert "{% endif %}</tr>{% endfor %}</tbody></table>" in inlined
    style = re.search(r'<td class="x" style="([^"]*)">', inlined)
    assert style is not None
    assert {"color: red", "padding: {{ p }}", "margin: {{ m }}"} == {
        rule.strip() for rule in style[1].split(";") if rule.strip()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_letters_are_made_of_tables_with_styles_in_their_tags(kind: str) -> None:
    """Old Outlook knows neither style sheets nor grids."""
    html = Templates().fill(f"{kind}.html", sample_facts(kind))
    assert "<style" not in html
    assert "class=" in html
    assert html.count("<table") - html.count("<!--[if mso]><table") == html.count("</table>") - html.count(
        "</table><![endif]"
    )
    assert "display: grid" not in html
    assert "flex" not in html
    assert "background: #a5121b" in html


def test_values_are_text_in_html_and_as_they_are_in_text() -> None:
    """A title is data."""
    facts = sample_facts("digest")
    assert "OCOP &lt;vụ hè thu&gt; &amp; gửi" in Templates().fill("digest.html", facts)
    assert "OCOP <vụ hè thu> & gửi" in Templates().fill("digest.txt", facts)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMS)
def test_a_letter_without_links_has_no_buttons_and_says_what_it_stands_in_for(kind: str, form: str) -> None:
    """No address of the pages is known; the Zalo message was lost."""
    letter = Templates().fill(f"{kind}.{form}", sample_facts(kind, bare=True))
    assert "https://" not in letter
    assert "Tin gửi đồng chí qua Zalo không tới nơi, nên nội dung này được gửi qua thư điện tử." in letter
    assert "Trịnh Thị Hoài An" in letter


@pytest.mark.parametrize(
    ("name", "before", "after", "line", "words"),
    [
        ("item.html", "{{ line.title }}", "{{ line.titel }}", 7, "“{{ line.titel }}”: không có giá trị “titel”."),
        ("digest.html", "{{ tasks }}", "{{ viec }}", 8, "không có giá trị “viec”."),
        ("item.html", "{{ line.title }}", "{{ line.title }", 7, "“{{ line.title }” chưa được đóng bằng “}}”."),
        ("item.txt", "{% if line.product %}", "{% nếu line.product %}", 10, "không dùng được"),
        ("item.txt", "{% if line.product %}", "", 12, "không đóng mục nào trong tệp này"),
        ("item.txt", "{% endif %}\n{% if line.note %}", "{% if line.note %}", None, "chưa được đóng"),
        ("foot.txt", "{% endif %}.", "{% endfor %}.", 1, "không khớp với “{% if contact.email %}”"),
        ("foot.txt", "{% if wishes %}", "{% if wishes == %}", 4, "“{% if wishes == %}” viết sai."),
        ("foot.txt", "{% if wishes %}", "{% else %}", 4, "không nằm trong"),
        ("foot.txt", "{{ because }}", "{{ because.x.y }}", 3, "không có giá trị"),
        ("foot.txt", "{{ because }}", "{{ because|viethoa }}", None, "viết sai"),
        ("foot.txt", "{{ because }}", "{{ because + 1 }}", 3, "không điền được giá trị"),
        ("foot.txt", "{{ because }}", "{{ because.__class__ }}", 3, "không"),
        ("head.txt", "{% if stands_in %}", "{% else %}", 4, "không nằm trong"),
        ("head.txt", "{% endif %}", "", None, "chưa được đóng"),
        ("foot.html", "{{ because }}", "<b/>{{ because }}<i>", 6, "thẻ </td> không khớp với <i>"),
        ("foot.html", "</strong>", "", 1, "thẻ </td> không khớp với <strong>"),
        ("foot.html", "</html>", "", None, "head.html, dòng 2: thẻ <html> chưa được đóng"),
        ("foot.html", "</html>", "</html></p>", 12, "thẻ </p> không đóng thẻ nào."),
        ("foot.html", "{{ because }}", '<img src="https://x.example/a.png">', 2, "không được tải hình từ bên ngoài"),
        ("foot.html", "{{ because }}", '<td background="//x/a.png"></td>', 2, "thuộc tính background"),
        ("foot.html", "{{ because }}", '<b style="background: url(x)">x</b>', 2, "không được tải hình"),
        ("foot.html", "{{ because }}", "<script>x</script>", 2, "thẻ <script>: thư không được chứa mã lệnh."),
        ("foot.html", "{{ because }}", '<b onclick="x()">x</b>', 2, "thuộc tính onclick"),
        ("foot.html", "{{ because }}", '<a href="javascript:x">x</a>', 2, "không được chứa mã lệnh"),
        ("head.html", ".page {", "@import 'x'; .page {", 11, "@import"),
        ("item.html", 'href="{{ line.link }}"', 'href="#"', None, "thiếu nút của từng nhiệm vụ"),
        ("item.txt", "{{ line.code }} –", "", None, "thiếu mã nhiệm vụ"),
        ("foot.txt", "{{ contact.phone }}", "", None, "thiếu điện thoại liên hệ"),
        ("foot.html", "{{ wishes }}", "#", None, "thiếu đường ngừng nhận thư"),
        ("digest.html", '{% include "item.html" %}', "", None, "thiếu nút"),
        ("digest.html", '{% include "foot.html" %}', '<p>chữ ngoài bảng</p>{% include "foot.html" %}', None, "sai chỗ"),
    ],
)
def test_a_fault_is_named_with_file_line_and_mark(
    name: str, before: str, after: str, line: int | None, words: str
) -> None:
    """In plain words, where the office wrote it."""
    fault = fault_of(own(name, (before, after)))
    assert fault.file == name
    assert words in fault.what
    if line is not None:
        assert fault.line == line


def test_files_that_are_too_large_or_of_another_encoding_are_refused() -> None:
    """Mail programs cut long letters; a wrong encoding garbles every name."""
    assert "lớn hơn 100 KB" in str(fault_of(own("foot.txt", ("{{ because }}", "x" * (LARGEST + 1)))))
    broken = fault_of(own("foot.txt", ("{{ because }}", "\ufffd")))
    assert (broken.line, "UTF-8" in broken.what) == (3, True)


def test_the_sandbox_reaches_nothing_and_loops_end() -> None:
    """A template is data that somebody edited, not a program."""
    assert "range" in fault_of(own("foot.txt", ("{{ because }}", "{% for i in range(9) %}x{% endfor %}"))).what
    marks = "{{ because.__class__.__mro__ }}"
    assert fault_of(own("foot.txt", ("{{ because }}", marks))).line == 3


def test_an_own_template_is_used_as_long_as_it_holds(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A broken one: the built-in speaks, the log says so, the other own files stay."""
    assert load_templates(None, check_templates).own == {}
    (tmp_path / "foot.txt").write_text(own("foot.txt", ("{{ because }}", "Trân trọng."))["foot.txt"], "utf-8")
    first = load_templates(tmp_path, check_templates)
    assert "Trân trọng." in first.fill("digest.txt", sample_facts("digest"))
    assert load_templates(tmp_path, check_templates) is first
    with caplog.at_level(logging.WARNING, "dondoc"):
        (tmp_path / "item.html").write_text("{{ line.hong }}", "utf-8")
        second = load_templates(tmp_path, check_templates)
    assert list(second.own) == ["foot.txt"]
    assert [fault.file for fault in second.faults] == ["item.html"]
    assert [getattr(entry, "action", "") for entry in caplog.records] == ["letter.template-refused"]
    assert "Xem và trả lời" in second.fill("digest.html", sample_facts("digest"))


def test_a_template_that_breaks_on_real_data_is_replaced_while_sending(caplog: pytest.LogCaptureFixture) -> None:
    """Sample data cannot show everything; the reminder goes out all the same."""
    sly = Templates(own("foot.txt", ("{{ because }}", '{{ because if office.name != "X" else missing.here }}')))
    facts = dict(sample_facts("digest"))
    facts["office"] = type(facts["office"])("X")
    with caplog.at_level(logging.ERROR, "dondoc"):
        assert WISHES in sly.fill("digest.txt", facts)
    assert [getattr(entry, "action", "") for entry in caplog.records] == ["letter.template-broken"]


def test_a_built_in_template_that_breaks_is_a_fault_of_ours() -> None:
    """There is nothing to fall back on."""
    with pytest.raises(Exception, match="undefined"):
        Templates().fill("digest.txt", {})
