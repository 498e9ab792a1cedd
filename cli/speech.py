"""Makes the command line speak Vietnamese: usage lines, panel titles, the help option, wrong usage."""

from collections.abc import Callable
from typing import Any

import typer
from typer import rich_utils
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

rich_utils.ARGUMENTS_PANEL_TITLE = "Đối số"
rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
rich_utils.DEFAULT_STRING = "[mặc định: {}]"


class _Speaks:
    """What a Vietnamese command says about itself."""

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        for english, vietnamese in (
            ("Usage:", "Cách dùng:"),
            ("[OPTIONS]", "[TÙY CHỌN]"),
            ("COMMAND [ARGS]...", "LỆNH"),
        ):
            usage = usage.replace(english, vietnamese)
        return usage

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "Hiện hướng dẫn này rồi thoát."
        return option


class Command(_Speaks, TyperCommand):
    """A single command."""


class Group(_Speaks, TyperGroup):
    """A command that has sub-commands."""


def group(name: str, summary: str) -> typer.Typer:
    """Return a group of commands called ``name``."""
    return typer.Typer(
        name=name,
        help=summary,
        cls=Group,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def add(app: typer.Typer, name: str, function: Callable[..., None], summary: str) -> None:
    """Add ``function`` to ``app`` as the command ``name``; ``summary`` is its line in the help."""
    app.command(name, help=summary, cls=Command)(function)


def wrong_usage(error: TyperException) -> str:
    """Say what was wrong with the words of a command; empty when the help itself was the answer."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    name = getattr(error, "option_name", None)
    parameter: Any = getattr(error, "param", None)
    if name is None and parameter is not None:
        options = [word for word in parameter.opts if word.startswith("-")]
        name = options[0] if options else parameter.metavar or parameter.name
    sentences = {
        "NoSuchOption": f"Không có tùy chọn {name}.",
        "MissingParameter": f"Thiếu {name}.",
        "BadParameter": f"Giá trị của {name} không hợp lệ.",
    }
    return f"{sentences.get(kind, 'Sai cách dùng lệnh.')} Xem: dondoc --help"
