"""An office that edits its agencies.yaml, and a registry built row by row."""

from collections.abc import Callable
from typing import Any

import yaml

from config.office_files import config_folder
from tasks_registry.installation import Installation

Entries = dict[str, dict[str, Any]]
"""Agencies of the file by code."""


def edit_agencies(here: Installation, change: Callable[[Entries], None]) -> None:
    """Let ``change`` edit the agencies of the installation's own file; it takes effect at the next opening."""
    path = config_folder(here.settings.home) / "agencies.yaml"
    content = yaml.safe_load(path.read_text("utf-8"))
    entries = {agency["code"]: agency for agency in content["agencies"]}
    change(entries)
    content["agencies"] = list(entries.values())
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
