"""The command on letters that urge late agencies: ``report urge``."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.options import At, Home, Json, opened
from cli.output import print_json, progress, remark, say
from cli.report_options import Final, Out, Pdf, issue_of
from cli.speech import add

if TYPE_CHECKING:
    from reports.urging.facts import Told, Urging
    from tasks_registry.installation import Installation


def register(reports: typer.Typer) -> None:
    """Add the command to ``reports``."""
    add(reports, "urge", urge, "Công văn đôn đốc từng cơ quan có nhiệm vụ quá hạn, và danh sách chung.")


def urge(
    agency: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--agency", metavar="MÃ", help="Chỉ cơ quan này; nhắc lại được.", show_default=False),
    ] = None,
    days: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            "--days",
            metavar="N",
            min=1,
            help="Nêu những việc quá hạn từ N ngày (mặc định: urging.overdue_days trong rhythm.yaml).",
            show_default=False,
        ),
    ] = None,
    final: Final = False,
    out: Out = None,
    pdf: Pdf = False,
    home: Home = None,
    at: At = None,
    json: Json = False,
) -> None:
    """Write a letter to each late agency, and the list of all late tasks."""
    from reports.meeting.runs import report_folder
    from reports.urging import runs

    with opened(home, at) as here:
        found = runs.gather(here, agency or (), days, _told(here))
        folder, issue = out or report_folder(here), issue_of(here, final)
        letters: dict[str, dict[str, Path]] = {}
        with progress() as bar:
            job = bar.add_task("Soạn công văn đôn đốc", total=len(found.agencies))
            for one in found.agencies:
                letters[one.code] = runs.write_letter(here, found, one, folder, issue=issue, with_pdf=pdf)
                bar.advance(job)
        docx = {code: paths["docx"] for code, paths in letters.items()}
        table = runs.write_list(here, found, docx, folder) if letters else None
    if found.without_lead:
        codes = ", ".join(fact.task.code for fact in found.without_lead)
        remark(
            f"Lưu ý: {len(found.without_lead)} nhiệm vụ quá hạn chưa có cơ quan chủ trì nên chưa có công văn: {codes}. "
            "Hãy giao cơ quan chủ trì bằng: dondoc edit MÃ --lead CƠ-QUAN"
        )
    if json:
        print_json(_plain(found, letters, table))
        return
    if table is None:
        say(
            "Không phải đôn đốc: không có cơ quan chủ trì nào còn nhiệm vụ quá hạn từ "
            f"{found.overdue_days} ngày trở lên."
        )
        return
    for one in found.agencies:
        say(f"{one.name} ({len(one.tasks)} nhiệm vụ): {docx[one.code]}")
    say(f"Danh sách: {table}")


def _told(here: "Installation") -> "Callable[[Collection[int]], Mapping[int, Told]]":
    """Return the way to ask how often people were reminded: reports do not know of messages."""

    def told_of(ids: Collection[int]) -> "Mapping[int, Told]":
        from notifications.proof_runs import times_told
        from reports.urging.facts import Told

        return {task: Told(told.messages, told.last) for task, told in times_told(here, ids).items()}

    return told_of


def _plain(found: "Urging", letters: Mapping[str, Mapping[str, Path]], table: Path | None) -> dict[str, object]:
    return {
        "as_of": found.as_of,
        "overdue_days": found.overdue_days,
        "reply_by": found.reply_by,
        "letters": [
            {
                "agency": one.code,
                "name": one.name,
                "tasks": [late.task.code for late in one.tasks],
                **{ending: str(path) for ending, path in letters[one.code].items()},
            }
            for one in found.agencies
        ],
        "xlsx": str(table) if table is not None else None,
        "without_lead": [fact.task.code for fact in found.without_lead],
    }
