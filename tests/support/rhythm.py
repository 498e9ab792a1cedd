"""An office that edits the reminder policy of its rhythm.yaml."""

from pathlib import Path
from typing import Any

import yaml

from config.office_files import config_folder


def edit_reminders(home: Path, **settings: Any) -> None:
    """Set entries under ``reminders`` of the installation's own file; they take effect at the next opening."""
    path = config_folder(home) / "rhythm.yaml"
    content = yaml.safe_load(path.read_text("utf-8")) if path.exists() else {}
    content.setdefault("reminders", {}).update(settings)
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
