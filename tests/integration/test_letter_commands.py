"""``dondoc letter …`` as an office meets it, and what the doctor says of its templates."""

import json
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from cli.main import invoke
from config.checks import Level
from config.settings import load_settings
from notifications.checks import check_letters
from notifications.letters.templates import NAMES, templates_folder

Run = Callable[..., tuple[str, str]]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs commands on an office; returns output and remarks."""

    def run_(*words: str, code: int = 0) -> tuple[str, str]:
        got = invoke(["letter", *words, "--home", str(home)])
        out, err = capsys.readouterr()
        assert got == code, err
        return out, err

    return run_


def in_use(run: Run) -> dict[str, tuple[bool, str | None]]:
    found = json.loads(run("list", "--json")[0])
    return {line["name"]: (line["own"], line["fault"]) for line in found}


def test_a_template_is_exported_edited_checked_and_installed(run: Run, tmp_path: Path, home: Path) -> None:
    """The whole way, and back by deleting the file."""
    file = tmp_path / "foot.txt"
    run("export", "foot.txt", "--out", str(file))
    file.write_text(file.read_text("utf-8").replace("{{ because }}", "Trân trọng cảm ơn."), "utf-8-sig")
    assert "dùng được" in run("check", str(file))[0]
    assert set(in_use(run).values()) == {(False, None)}
    run("install", str(file))
    assert in_use(run)["foot.txt"] == (True, None)
    run("preview", "--out", str(tmp_path / "seen"))
    assert "Trân trọng cảm ơn." in (tmp_path / "seen" / "digest.txt").read_text("utf-8")
    assert "của cơ quan" in run("list")[0]
    (templates_folder(home) / "foot.txt").unlink()
    assert set(in_use(run).values()) == {(False, None)}


def test_a_broken_template_is_never_installed(run: Run, tmp_path: Path, home: Path) -> None:
    """The sentence names file, line and what stands there; what is in use stays."""
    file = tmp_path / "rieng.html"
    run("export", "item.html", "--out", str(file))
    file.write_text(file.read_text("utf-8").replace("{{ line.title }}", "{{ line.titel }}"), "utf-8")
    _, said = run("install", str(file), "--as", "item.html", code=1)
    assert said.strip() == "item.html, dòng 7: “{{ line.titel }}”: không có giá trị “titel”."
    assert run("preview", "--file", str(file), "--as", "item.html", "--out", str(tmp_path / "x"), code=1)[1] == said
    assert not templates_folder(home).exists()


def test_wrong_names_and_files_are_said(run: Run, tmp_path: Path) -> None:
    """And an export overwrites nothing unasked."""
    assert "Không có mẫu thư “thu.html”" in run("export", "thu.html", "--out", str(tmp_path / "a"), code=1)[1]
    assert "Không có mẫu thư “thu.html”" in run("check", str(tmp_path / "thu.html"), code=1)[1]
    assert "Không đọc được tệp" in run("check", str(tmp_path / "foot.txt"), code=1)[1]
    target = tmp_path / "digest.txt"
    run("export", "digest.txt", "--out", str(target))
    assert "--force" in run("export", "digest.txt", "--out", str(target), code=1)[1]
    run("export", "digest.txt", "--out", str(target), "--force")
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    assert "Không ghi được" in run("preview", "--out", str(blocked), code=1)[1]


def test_a_preview_shows_every_kind_in_every_form(run: Run, tmp_path: Path) -> None:
    """To look at, and to open in a mail program."""
    out = tmp_path / "seen"
    run("preview", "--out", str(out), "--at", "2026-09-18T08:00")
    kinds, mailed = ("digest", "notice", "weekly", "escalation"), ("report", "report-changed")
    expected = {f"{kind}.{form}" for kind in (*kinds, *mailed) for form in ("html", "txt", "eml")}
    assert {path.name for path in out.iterdir()} == expected | {f"{kind}.zalo.txt" for kind in kinds}
    mail = message_from_bytes((out / "digest.eml").read_bytes(), policy=policy.default)
    assert mail["Subject"].startswith("[Quá hạn 7 ngày]")
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]


def test_the_doctor_names_a_template_that_broke_in_its_place(run: Run, home: Path) -> None:
    """Somebody edited the file in the folder itself: letters go out with the built-in one meanwhile."""
    settings, now = load_settings({}, home=home), datetime(2026, 9, 18).astimezone()
    (finding,) = check_letters(settings, now)
    assert (finding.id, finding.level, finding.text) == ("C014", Level.OK, "Đang dùng mẫu thư có sẵn")
    folder = templates_folder(home)
    folder.mkdir(parents=True)
    (folder / "item.txt").write_text("{{ line.code }", "utf-8")
    (finding,) = check_letters(settings, now)
    assert (finding.id, finding.level) == ("C014", Level.WARNING)
    assert "item.txt, dòng 1" in finding.text
    out, err = run("list")
    assert "mẫu riêng hỏng" in " ".join(out.split())
    assert "item.txt, dòng 1" in err


def test_the_guide_names_every_value_that_a_template_can_show() -> None:
    """Who edits a template looks there."""
    from notifications.letters.facts import Addressee, AgencyFigure, ToCall
    from notifications.letters.lines import Group
    from notifications.letters.sample import sample_facts
    from notifications.letters.templates import KINDS

    guide = (Path(__file__).parents[2] / "docs" / "huong-dan.md").read_text("utf-8")
    names = {name for kind in KINDS for name in sample_facts(kind)} - {"person", "office", "contact"}
    names |= {f"contact.{name}" for name in ToCall.__slots__} | {f"person.{name}" for name in Addressee.__slots__}
    names |= {*AgencyFigure.__slots__, *Group.__slots__}
    assert [name for name in sorted(names) if f"`{name}`" not in guide] == []
    assert [name for name in NAMES if f"`{name.split('.')[0]}`" not in guide] == []
