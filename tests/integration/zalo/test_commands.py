"""The commands of Zalo, the check of the doctor, and the stand-in that is started by hand."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from itertools import takewhile
from pathlib import Path

import pytest

from cli.main import invoke
from config.checks import Finding, Level
from config.database import reading
from config.settings import Settings
from notifications.channels.zalo import runs
from notifications.channels.zalo.grants import challenge_of
from notifications.checks import check_zalo
from notifications.models import ChannelState
from notifications.zalo_standin import hooks
from notifications.zalo_standin.model import Fault, Place, Template
from tests.conftest import Open
from tests.support.zalo import MORNING, PHONE, TEMPLATE, USER, World

BANG = "bang.dinhcong@hoamai.example"
Dondoc = Callable[..., tuple[int, str, str]]


@pytest.fixture
def dondoc(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Dondoc:
    """Runs a command on the installation that is pointed at the stand-in."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", settings.database_address)
    monkeypatch.setenv("DONDOC_HOME", str(settings.home))
    for name, value in world.values().items():
        monkeypatch.setenv(f"DONDOC_{name.upper()}", str(value))

    def run(*words: str, given: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", StringIO(given))
        code = invoke([*words, "--at", "2026-09-18T08:00"])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def pair(world: World) -> str:
    return json.dumps({"access_token": world.zalo.access_token, "refresh_token": world.zalo.refresh_token})


def findings(world: World, settings: Settings) -> list[tuple[str, Level]]:
    found: list[Finding] = list(check_zalo(world.settings(settings), MORNING))
    return [(one.id, one.level) for one in found]


def test_a_copied_pair_is_stored_and_not_shown(dondoc: Dondoc, world: World, settings: Settings) -> None:
    """From standard input or a file, never from the words of a command."""
    assert findings(world, settings) == [("C019", Level.FAILURE)]
    code, out, err = dondoc("zalo", "grant", given=pair(world))
    assert (code, err) == (0, "")
    assert "AT-1" not in out
    assert "RT-1" not in out
    assert world.store(settings).access_token(world.now) == "AT-1"
    assert findings(world, settings) == [("C019", Level.OK)]
    code, out, _ = dondoc("zalo", "status", "--json")
    document = json.loads(out)
    assert (code, document["grant"]["dead"], document["template"]) == (0, False, TEMPLATE)
    assert "AT-1" not in out


def test_the_code_of_the_consent_page_becomes_a_grant(dondoc: Dondoc, world: World, settings: Settings) -> None:
    """With the verifier behind the challenge that was saved in the console; the code is good once."""
    _, out, _ = dondoc("zalo", "challenge")
    world.zalo.challenge, world.zalo.code = out.strip(), "ma-dong-y"
    verifier = settings.home / "secrets" / "zalo-verifier"
    assert challenge_of(verifier.read_text("utf-8")) == out.strip()
    assert verifier.stat().st_mode & 0o777 == 0o600
    assert dondoc("zalo", "challenge")[1] == out
    file = settings.home / "code"
    file.write_text("ma-dong-y\n", "utf-8")
    assert dondoc("zalo", "grant", "--file", str(file))[0] == 0
    code, _, err = dondoc("zalo", "grant", "--file", str(file))
    assert code == 1
    assert "-14010" in err
    assert world.store(settings).access_token(world.now) == "AT-2"


@pytest.mark.parametrize(("given", "words"), [("", "chưa có gì"), ('{"access_token": "A"}', "unreadable")])
def test_what_is_no_grant_is_told(dondoc: Dondoc, given: str, words: str) -> None:
    """One sentence."""
    code, _, err = dondoc("zalo", "grant", given=given)
    assert code == 1
    assert words in err.lower()


def test_an_alarm_is_raised_and_taken_back(dondoc: Dondoc, world: World, open_at: Open, settings: Settings) -> None:
    """A refresh without an answer, then one with; seen by the doctor and in the state of channels."""

    def alarm() -> tuple[bool, str | None]:
        with reading(here.engine) as session:
            state = session.get(ChannelState, (here.committee, runs.GRANT_STATE))
            return (state.needs_operator, state.code) if state else (False, None)

    here = open_at("2026-09-18T08:00", **world.values())
    runs.keep_up(here)
    assert alarm() == (True, "no-grant")
    dondoc("zalo", "grant", given=pair(world))
    assert alarm() == (False, None)
    here = open_at("2026-09-18T20:30", **world.values())
    world.zalo.break_next(Place.TOKEN, Fault.BUSY)
    runs.keep_up(here)
    assert alarm() == (True, "unreadable")
    assert findings(world, settings) == [("C019", Level.WARNING)]
    here = open_at("2026-09-18T20:35", **world.values())
    assert runs.refresh(here).access_token == "AT-2"
    runs.keep_up(here)
    assert alarm() == (False, None)


def test_a_lost_grant_is_told_until_a_person_grants_again(dondoc: Dondoc, world: World, settings: Settings) -> None:
    """By the command, the doctor and the status."""
    dondoc("zalo", "grant", given=json.dumps({"access_token": "A", "refresh_token": "used", "expires_in": "60"}))
    code, _, err = dondoc("zalo", "refresh")
    assert (code, "-14020" in err) == (1, True)
    assert findings(world, settings) == [("C019", Level.FAILURE)]
    assert "quyền đã mất" in dondoc("zalo", "status")[1]


def test_zalo_is_asked_about_the_account_and_the_template(dondoc: Dondoc, world: World) -> None:
    """What does not fit is named before anybody waits for a message."""
    dondoc("zalo", "grant", given=pair(world))
    assert "OA và mẫu tin dùng được" in dondoc("zalo", "status", "--ask")[1]
    world.zalo.templates[TEMPLATE] = Template({"ten": 30, "noi": 20}, state="DISABLE")
    faults = json.loads(dondoc("zalo", "status", "--ask", "--json")[1])["faults"]
    assert [next(word for word in re.findall("“(.+?)”", fault)) for fault in faults] == [
        "DISABLE", "noi", "han", "so_viec", "viec_dau",
    ]  # fmt: skip


def test_a_person_is_linked_from_the_command_line(dondoc: Dondoc, world: World) -> None:
    """A code to type, a number to keep, a bot to poll."""
    code, out, _ = dondoc("zalo", "link", BANG, "--json")
    document = json.loads(out)
    assert (code, len(document["code"])) == (0, 6)
    assert re.search(r"Mã \d{6}, dùng một lần đến 08:15", dondoc("zalo", "link", BANG)[1])
    code, out, _ = dondoc("zalo", "phone", BANG, "0900 000 111")
    assert (code, "000 111" in out, PHONE in out) == (0, False, False)
    assert "Đã nhận 0 tin" in dondoc("zalo", "poll")[1]
    assert json.loads(dondoc("zalo", "status", "--json")[1])["contacts"] == {"zalo-phone": 1}


def test_the_log_of_the_installation_names_nobody_and_no_secret(
    dondoc: Dondoc, world: World, settings: Settings, open_at: Open
) -> None:
    """After a grant, a refresh, a code, a number, a webhook and a forged one."""
    dondoc("zalo", "grant", given=json.dumps({"access_token": "AT-1", "refresh_token": "RT-1", "expires_in": "60"}))
    dondoc("zalo", "refresh")
    code = json.loads(dondoc("zalo", "link", BANG, "--json")[1])["code"]
    dondoc("zalo", "phone", BANG, "0900000111")
    here = open_at("2026-09-18T08:00", **world.values())
    for sign_with in ("app_id", "wrong"):
        hook = hooks.wrote(world.zalo, USER, code, MORNING, sign_with=sign_with)
        runs.handle_oa_webhook(here, hook.raw, hook.headers)
    log = (settings.home / "logs" / "dondoc.log").read_text("utf-8")
    assert "zalo.granted" in log
    assert "zalo.refreshed" in log
    assert "zalo.webhook-forged" in log
    secret = ("AT-1", "RT-1", "AT-2", "RT-2", world.zalo.app_secret, world.zalo.oa_secret, world.zalo.bot_token, code)
    assert [word for word in (*secret, PHONE, USER) if word in log] == []


@pytest.mark.parametrize(
    ("missing", "words"),
    [("DONDOC_ZALO_APP_SECRET", "DONDOC_ZALO_APP_SECRET"), ("DONDOC_ZALO_BOT_TOKEN", "DONDOC_ZALO_BOT_TOKEN")],
)
def test_half_made_settings_are_told(dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch, missing: str, words: str) -> None:
    """And their values are not shown."""
    if "SECRET" in missing:
        monkeypatch.delenv(missing)
    else:
        monkeypatch.setenv(missing, "malformed-secret")
    code, _, err = dondoc("zalo", "status")
    assert code == 1
    assert words in err
    assert "malformed-secret" not in err


def test_the_stand_in_can_be_used_as_it_says(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Start it, put what it prints into the environment and office.yaml, grant: the account and template are ready."""
    command = [sys.executable, "-c", "from cli.main import run; run()", "zalo-standin", "--port", "0"]
    process = subprocess.Popen([*command, "--home", str(home)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        lines = list(takewhile(lambda line: "chỉ để thử" not in line, process.stdout))
        for name, value in re.findall(r"export (\w+)='(.*)'", "".join(lines)):
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("DONDOC_HOME", str(home))
        office = home / "config" / "office.yaml"
        indented = [line for line in lines if line.startswith("  ")]
        office.write_text(office.read_text("utf-8") + "\nzalo:\n" + "".join(indented), "utf-8")
        monkeypatch.setattr(
            sys, "stdin", StringIO(next(line for line in lines if line.startswith("echo")).split("'")[1])
        )
        assert [invoke(["init"]), invoke(["zalo", "grant"])] == [0, 0]
        capsys.readouterr()
        assert invoke(["zalo", "status", "--ask"]) == 0
        assert "OA và mẫu tin dùng được" in capsys.readouterr().out
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        process.stdout.close()
        assert process.wait(30) == 0
    assert "đã nhận 0 tin" in rest
