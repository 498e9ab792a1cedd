"""Commands of the review: ``accept``, ``edit``, ``merge``, ``split``, ``drop``."""

from typing import Annotated, Optional

import typer

from cli.options import At, Home, Version, opened
from cli.output import say
from cli.speech import add
from cli.tasks import Code
from config.clock import parse_day

Text = Optional[str]  # noqa: UP045 Typer reads this at run time


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    add(app, "accept", accept, "Xác nhận các nhiệm vụ nháp để bắt đầu theo dõi.")
    add(app, "edit", edit, "Sửa nội dung, cơ quan, người phụ trách, hạn của một nhiệm vụ.")
    add(app, "merge", merge, "Gộp nhiều nhiệm vụ vào nhiệm vụ đầu tiên.")
    add(app, "split", split, "Tách một nhiệm vụ thành nhiều nhiệm vụ.")
    add(app, "drop", drop, "Bỏ một nhiệm vụ, có lý do.")


def accept(
    codes: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="MÃ…", help="Các mã cần xác nhận.", show_default=False),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Xác nhận mọi nhiệm vụ nháp.")] = False,
    home: Home = None,
    at: At = None,
) -> None:
    """Confirm drafts: from then on they are tracked and reminded of."""
    from tasks_registry.errors import Refused
    from tasks_registry.runs import reviewing

    if bool(codes) == everything:
        raise Refused("Hãy nêu mã các nhiệm vụ cần xác nhận, hoặc --all để xác nhận tất cả.")
    with opened(home, at) as here, reviewing(here) as review:
        accepted = review.accept(codes or [])
    say(f"Đã xác nhận {len(accepted)} nhiệm vụ.")


def edit(
    code: Code,
    title: Annotated[Text, typer.Option("--title", help="Tên gọn.", show_default=False)] = None,
    text: Annotated[Text, typer.Option("--text", help="Toàn văn.", show_default=False)] = None,
    lead: Annotated[Text, typer.Option("--lead", help="Cơ quan chủ trì (mã hoặc tên).", show_default=False)] = None,
    support: Annotated[
        Text, typer.Option("--support", help="Cơ quan phối hợp, cách nhau bằng dấu chấm phẩy.", show_default=False)
    ] = None,
    officer: Annotated[
        Text, typer.Option("--officer", metavar="THƯ", help="Địa chỉ thư của người phụ trách.", show_default=False)
    ] = None,
    due: Annotated[
        Text, typer.Option("--due", metavar="NGÀY", help="Hạn, ví dụ 18/9/2026.", show_default=False)
    ] = None,
    product: Annotated[Text, typer.Option("--product", help="Sản phẩm.", show_default=False)] = None,
    measure: Annotated[
        Text, typer.Option("--measure", help="Lượng của sản phẩm, ví dụ “01 báo cáo”.", show_default=False)
    ] = None,
    director: Annotated[
        Text, typer.Option("--director", metavar="THƯ", help="Địa chỉ thư của lãnh đạo chỉ đạo.", show_default=False)
    ] = None,
    authority: Annotated[
        Text, typer.Option("--authority", metavar="CẤP", help="Cấp trình: TT, BTV hoặc BCH.", show_default=False)
    ] = None,
    secret: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option("--secret/--no-secret", help="Việc mật: thư và báo cáo chỉ ghi mã.", show_default=False),
    ] = None,
    version: Version = None,
    home: Home = None,
    at: At = None,
) -> None:
    """Change a task, draft or tracked; history keeps what it was."""
    from tasks_registry.review import Edit
    from tasks_registry.runs import reviewing

    change = Edit(
        title=title,
        text=text,
        lead=lead,
        support=tuple(part.strip() for part in support.split(";") if part.strip()) if support is not None else None,
        officer_email=officer,
        due=parse_day(due) if due is not None else None,
        product=product,
        measure=measure,
        director_email=director,
        authority=authority,
        secret=secret,
    )
    with opened(home, at) as here, reviewing(here) as review:
        review.edit(code, change, expected_version=version)
    say(f"Đã sửa nhiệm vụ {code}.")


def merge(
    codes: Annotated[list[str], typer.Argument(metavar="MÃ…", help="Nhiệm vụ giữ lại, rồi các nhiệm vụ gộp vào nó.")],
    home: Home = None,
    at: At = None,
) -> None:
    """Make one task of several."""
    from tasks_registry.runs import reviewing

    with opened(home, at) as here, reviewing(here) as review:
        kept = review.merge(codes)
    say(f"Đã gộp {len(set(codes)) - 1} nhiệm vụ vào {kept.code}.")


def split(
    code: Code,
    parts: Annotated[list[str], typer.Option("--part", metavar="NỘI DUNG", help="Nội dung của từng phần.")],
    home: Home = None,
    at: At = None,
) -> None:
    """Make several tasks of one."""
    from tasks_registry.runs import reviewing

    with opened(home, at) as here, reviewing(here) as review:
        tasks = review.split(code, parts)
    say(f"Đã tách {code} thành {len(tasks)} nhiệm vụ: {', '.join(task.code for task in tasks)}.")


def drop(
    code: Code,
    reason: Annotated[str, typer.Option("--reason", help="Lý do.", show_default=False)],
    home: Home = None,
    at: At = None,
) -> None:
    """Drop a task that is none, or is not to be tracked."""
    from tasks_registry import runs
    from tasks_registry.states import Act

    with opened(home, at) as here:
        runs.perform(here, code, Act.WITHDRAW, reason=reason)
    say(f"Đã bỏ nhiệm vụ {code}.")
