"""The ``dondoc`` command: gathers the sub-commands and turns failures into one sentence and an exit code."""

import logging
import sys

from typer.exceptions import Abort, Exit, TyperException

from cli import (
    agencies,
    agenda,
    answers,
    bounces,
    calendar,
    documents,
    files,
    going_live,
    installation,
    letters,
    lifecycle,
    meetings,
    outbox,
    people,
    periods,
    proof,
    recurring,
    reminders,
    reports,
    review,
    rollup,
    search,
    tables,
    tasks,
    templates,
    terms,
    why,
    wishes,
    zalo,
)
from cli.demo import command as demo
from cli.output import err
from cli.speech import group, wrong_usage
from config.errors import DondocError
from config.log import record

DONE, FAILED, WRONG_USAGE = 0, 1, 2

app = group("dondoc", "Đôn Đốc – theo dõi, đôn đốc nhiệm vụ trọng tâm của cấp ủy.")
for commands in (
    demo,
    installation,
    documents,
    files,
    review,
    tasks,
    lifecycle,
    search,
    tables,
    terms,
    recurring,
    periods,
    meetings,
    agenda,
    calendar,
    agencies,
    people,
    rollup,
    wishes,
    reminders,
    going_live,
    proof,
    bounces,
    why,
    letters,
    answers,
    outbox,
    reports,
    zalo,
    templates,
):
    commands.register(app)


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
        return _complain("Đã dừng theo yêu cầu.", FAILED)
    except DondocError as error:
        return _complain(str(error), FAILED)
    except TyperException as error:
        return _complain(wrong_usage(error), WRONG_USAGE)
    except BrokenPipeError:
        return FAILED
    except Exception as error:  # a fault of ours: the user gets a sentence, the log the trace
        record("cli.failed", level=logging.ERROR, error=error)
        return _complain(
            f"Lỗi ngoài dự kiến ({type(error).__name__}). Hãy gửi tệp nhật ký logs/dondoc.log trong thư mục cài đặt.",
            FAILED,
        )
    return code if isinstance(code, int) else DONE


def _complain(sentence: str, code: int) -> int:
    if sentence:
        err.print(sentence, markup=False, soft_wrap=True, style="red")
    return code
