"""The ``dondoc`` command: gathers the sub-commands and turns failures into one sentence and an exit code."""

import sys

import typer
from typer import rich_utils
from typer.exceptions import Abort, Exit, TyperException

from cli import documents, installation, reminders, reports, tasks
from cli.demo import command as demo
from cli.output import err
from config.errors import DondocError

DONE, FAILED, WRONG_USAGE = 0, 1, 2

rich_utils.ARGUMENTS_PANEL_TITLE = "Đối số"
rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"

app = typer.Typer(
    name="dondoc",
    help="Đôn Đốc – theo dõi, đôn đốc nhiệm vụ trọng tâm của cấp ủy.",
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (demo, installation, documents, tasks, reminders, reports):
    group.register(app)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused or failed, 2 wrong usage."""
    sys.exit(invoke(sys.argv[1:] if arguments is None else arguments))


def invoke(arguments: list[str]) -> int:
    """Run one command and return its exit code. Failures are one Vietnamese sentence on standard error."""
    try:
        code = app(arguments, prog_name="dondoc", standalone_mode=False)
    except Exit as stop:
        return stop.exit_code
    except (Abort, KeyboardInterrupt):
        _complain("Đã dừng theo yêu cầu.")
        return FAILED
    except DondocError as error:
        _complain(str(error))
        return FAILED
    except TyperException as error:
        _complain(_usage(error))
        return WRONG_USAGE
    except BrokenPipeError:
        return FAILED
    return code if isinstance(code, int) else DONE


def _complain(sentence: str) -> None:
    if sentence:
        err.print(sentence, markup=False, soft_wrap=True, style="red")


def _usage(error: TyperException) -> str:
    """Say in Vietnamese what was wrong with the words of the command."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    name = getattr(error, "option_name", None) or getattr(error, "param_hint", None)
    parameter = getattr(error, "param", None)
    if parameter is not None and name is None:
        name = (
            parameter.opts[0] if parameter.opts and parameter.opts[0].startswith("-") else parameter.human_readable_name
        )
    sentences = {
        "NoSuchOption": f"Không có tùy chọn {name}.",
        "MissingParameter": f"Thiếu {name}.",
        "BadParameter": f"Giá trị của {name} không hợp lệ.",
    }
    return f"{sentences.get(kind, 'Sai cách dùng lệnh.')} Xem: dondoc --help"
