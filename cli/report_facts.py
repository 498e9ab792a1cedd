"""``report facts``: the figures of a status report, each opened down to its tasks."""

from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import err, print_json, say, show_table
from cli.speech import add

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.meeting.facts import MeetingFacts
    from reports.meeting.figures import NamedFigure

Number = Annotated[int, typer.Argument(metavar="SỐ", help="Số của hội nghị trong dondoc meetings.", show_default=False)]
Key = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--figure", metavar="TÊN", help="Liệt kê nhiệm vụ của một số liệu, ví dụ open-overdue."),
]
Agency = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--agency", metavar="MÃ", help="Chỉ tính nhiệm vụ do cơ quan có mã này chủ trì."),
]


def register(reports: typer.Typer) -> None:
    """Add the command to the group ``reports``."""
    add(reports, "facts", facts, "Số liệu của báo cáo phục vụ hội nghị, mở được từng số ra các nhiệm vụ.")


def facts(
    number: Number, figure: Key = None, agency: Agency = None, home: Home = None, at: At = None, json: Json = False
) -> None:
    """Show the figures of a meeting's report, or the tasks behind one of them."""
    from reports.meeting import runs

    with opened(home, at) as here, err.status("Đang đếm…"):
        found, figures = runs.figures_of(here, number, figure, agency)
    if json:
        print_json(
            {
                "meeting": found.meeting.name,
                "as_of": found.as_of,
                "figures": [
                    {
                        "key": one.key,
                        "label": one.label,
                        "number": one.number,
                        "tasks": [fact.task.code for fact in one.tasks],
                    }
                    for one in figures
                ],
            }
        )
    elif figure is None:
        _show_figures(found, figures)
    else:
        _show_tasks(found, figures[0])


def _show_figures(found: "MeetingFacts", figures: "Sequence[NamedFigure]") -> None:
    show_table(
        f"Số liệu phục vụ {found.meeting.name}, tính đến ngày {found.as_of:%d/%m/%Y}",
        ("Tên", "Số liệu", "Số nhiệm vụ"),
        ((one.key, one.label, one.number) for one in figures),
        wide="Số liệu",
    )
    say("Xem các nhiệm vụ của một số liệu: dondoc report facts SỐ --figure TÊN")


def _show_tasks(found: "MeetingFacts", figure: "NamedFigure") -> None:
    from reports import task_words

    show_table(
        f"{figure.label}: {figure.number} nhiệm vụ (số liệu tính đến ngày {found.as_of:%d/%m/%Y})",
        ("Mã", "Nhiệm vụ", "Chủ trì", "Hạn", "Tiến độ"),
        (
            (
                fact.task.code,
                task_words.title(fact.task),
                task_words.lead(fact.task),
                task_words.deadline(fact.task),
                task_words.progress(fact),
            )
            for fact in figure.tasks
        ),
        wide="Nhiệm vụ",
    )
