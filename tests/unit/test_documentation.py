"""What exists is documented, and what is documented exists."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from config.rhythm import Schedules
from migrations import __file__ as migrations_file

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def commands() -> set[str]:
    found: set[str] = set()
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found |= {f"{name} {sub}" for sub in inner} if inner else {name}
    return found


def test_every_command_is_documented() -> None:
    """docs/commands.md names exactly the commands that exist."""
    documented = set(
        re.findall(
            r"^\| `dondoc ([a-z][a-z-]*(?: [a-z][a-z-]*)?)", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE
        )
    )
    assert documented == commands()


def test_every_flow_is_documented_with_its_schedule() -> None:
    """docs/flows.md shows the default schedules."""
    text = (DOCS / "flows.md").read_text("utf-8")
    for flow, cron in Schedules().as_dict().items():
        assert f"| `{flow}` | `{cron}` |" in text
    flows = {path.stem for path in (ROOT / "flows").glob("*.py") if "@flow(" in path.read_text("utf-8")}
    assert flows == set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def test_every_check_is_documented() -> None:
    """docs/commands.md names the ids of the doctor."""
    sources = [ROOT / f"{package}/checks.py" for package in ("config", "tasks_registry", "reports")]
    sources += ROOT.glob("notifications/checks/*.py")
    ids = {found for source in sources for found in re.findall(r'Finding\(\s*"(C\d{3})"', source.read_text("utf-8"))}
    assert ids == set(re.findall(r"^\| (C\d{3}) \|", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE))


@pytest.mark.parametrize("path", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    """A moved file breaks a test, not a reader."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_every_command_of_the_readme_exists() -> None:
    """Nobody types what is not there."""
    text = (ROOT / "README.md").read_text("utf-8")
    known = commands()
    for words in re.findall(r"\.venv/bin/dondoc ([a-z-]+(?: meeting\b)?)", text):
        assert words in known or words.split()[0] in known, words
    targets = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert {"demo", "test", "install", "check"} <= targets
    assert set(re.findall(r"^make (\w+)", text, re.MULTILINE)) <= targets


def test_every_package_is_declared_for_the_build() -> None:
    """A forgotten one is missing from the installed product only."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    declared = set(re.findall(r'^  "([a-z_.]+)",$', text.split("[tool.setuptools]")[1].split("]")[0], re.MULTILINE))
    tops = {name.split(".")[0] for name in declared}
    found = {
        ".".join(path.parent.relative_to(ROOT).parts) for top in tops for path in (ROOT / top).rglob("__init__.py")
    }
    assert declared == found
    assert Path(migrations_file).parent.name in declared
