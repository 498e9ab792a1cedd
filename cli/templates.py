"""Commands on the Word templates of the office: ``template list|export|check|install|remove``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, remark, say, show_table
from cli.speech import add, group
from reports.kinds import FORMS, DocumentKind

if TYPE_CHECKING:
    from reports.template_check import TemplateProblem
    from tasks_registry.installation import Installation

Name = Annotated[
    DocumentKind, typer.Argument(metavar="MẪU", help="Tên mẫu trong dondoc template list.", show_default=False)
]
File = Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp mẫu .docx.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    template = group("template", "Mẫu Word của báo cáo, công văn: xem, lấy ra sửa, kiểm tra, đưa vào dùng.")
    add(template, "list", list_, "Danh sách mẫu: mẫu nào là của cơ quan, mẫu nào có sẵn.")
    add(template, "export", export, "Chép một mẫu ra tệp .docx để sửa bằng Word.")
    add(template, "check", check, "Kiểm tra một tệp mẫu; nêu thẻ sai và đoạn có thẻ ấy.")
    add(template, "install", install, "Đưa một tệp mẫu vào dùng; mẫu còn lỗi không bao giờ thay mẫu đang tốt.")
    add(template, "remove", remove, "Bỏ mẫu của cơ quan, dùng lại mẫu có sẵn.")
    app.add_typer(template)


def list_(home: Home = None, json: Json = False) -> None:
    """List the templates."""
    from reports.templates_in_use import templates_of

    with opened(home) as here:
        templates = templates_of(here.settings.home)
    if json:
        print_json(
            [
                {"name": kind.value, "label": form.label, "file": form.template, "own": templates.is_own(kind)}
                for kind, form in FORMS.items()
            ]
        )
        return
    show_table(
        "Mẫu văn bản",
        ("Mẫu", "Dùng cho", "Đang dùng"),
        (
            (kind.value, form.label, "của cơ quan" if templates.is_own(kind) else "có sẵn")
            for kind, form in FORMS.items()
        ),
        wide="Dùng cho",
    )


def export(
    name: Name,
    out: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--out", metavar="TỆP", help="Tệp ghi ra (mặc định: tên mẫu).", show_default=False),
    ] = None,
    builtin: Annotated[bool, typer.Option("--builtin", help="Lấy mẫu có sẵn dù cơ quan có mẫu riêng.")] = False,
    home: Home = None,
) -> None:
    """Copy a template to a file, which is never overwritten."""
    from reports.errors import ReportError
    from reports.templates_in_use import templates_of
    from reports.word import builtin_template

    form = FORMS[name]
    with opened(home) as here:
        templates = templates_of(here.settings.home)
    source = templates.own(name) if templates.is_own(name) and not builtin else builtin_template(form.template)
    target = out or Path(form.template)
    if target.exists():
        raise ReportError(f"Đã có tệp {target}. Hãy chọn tên khác bằng --out để không mất tệp cũ.")
    try:
        target.write_bytes(source.read_bytes())
    except OSError:
        raise ReportError(f"Không ghi được {target}. Hãy kiểm tra thư mục và quyền ghi.") from None
    say(f"Đã chép mẫu “{form.label}” ra {target}. Sửa bằng Word xong, hãy chạy: dondoc template check {name} {target}")


def check(name: Name, file: File, home: Home = None, at: At = None, json: Json = False) -> None:
    """Check a template file; exit 1 when it cannot be used."""
    with opened(home, at) as here:
        problems = _problems(here, name, file)
    if json:
        print_json([{"place": one.place, "quoted": one.quoted, "problem": one.said} for one in problems])
    elif not problems:
        say(f"Mẫu {file} dùng được. Đưa vào dùng bằng: dondoc template install {name} {file}")
    else:
        for problem in problems:
            say(str(problem))
    if problems:
        raise typer.Exit(1)


def install(name: Name, file: File, home: Home = None, at: At = None) -> None:
    """Put a template into use when nothing is wrong with it."""
    from reports.templates_in_use import templates_of, trial

    with opened(home, at) as here:
        problems = _problems(here, name, file)
        if problems:
            for problem in problems:
                say(str(problem))
            remark(f"Mẫu {file} còn {len(problems)} lỗi nên chưa đưa vào dùng; mẫu đang dùng không thay đổi.")
            raise typer.Exit(1)
        trial(name, file, here.files.office, here.now)
        target = templates_of(here.settings.home).install(name, _content(file))
    say(f"Từ nay “{FORMS[name].label}” in theo mẫu của cơ quan: {target}")


def remove(name: Name, home: Home = None) -> None:
    """Go back to the bundled template."""
    from reports.templates_in_use import templates_of

    with opened(home) as here:
        gone = templates_of(here.settings.home).remove(name)
    say("Đã bỏ mẫu của cơ quan; dùng lại mẫu có sẵn." if gone else "Mẫu này đang dùng bản có sẵn, không có gì để bỏ.")


def _problems(here: "Installation", name: DocumentKind, file: Path) -> "list[TemplateProblem]":
    from reports.templates_in_use import problems_of

    return list(problems_of(name, _content(file), file.name, here.files.office))


def _content(file: Path) -> bytes:
    from reports.errors import ReportError

    try:
        return file.read_bytes()
    except OSError:
        raise ReportError(f"Không đọc được {file}. Hãy kiểm tra đường dẫn.") from None
