"""The key of an installation's links."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config.errors import SettingError
from config.settings import load_settings
from notifications.link_making import key_file, link_key, link_maker
from tests.conftest import Open


def test_the_first_use_makes_a_key_that_only_the_owner_reads(tmp_path: Path) -> None:
    """It is kept: the next use finds the same."""
    settings = load_settings({}, home=tmp_path)
    key = link_key(settings)
    assert len(key) >= 32
    assert link_key(settings) == key
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file(tmp_path).parent.stat().st_mode) == 0o700
    assert key.decode() not in repr(settings)


def test_who_comes_at_the_same_time_gets_the_same_key(tmp_path: Path) -> None:
    """Two keys would make half of the links that are out worthless."""
    settings = load_settings({}, home=tmp_path)
    with ThreadPoolExecutor(16) as pool:
        keys = {future.result() for future in [pool.submit(link_key, settings) for _ in range(64)]}
    assert len(keys) == 1


def test_a_run_that_was_killed_while_making_a_key_leaves_no_half_key(tmp_path: Path) -> None:
    """What it left is not the key, and is in nobody's way."""
    folder = key_file(tmp_path).parent
    folder.mkdir()
    (folder / ".link-key.new").write_text("nửa", "utf-8")
    assert len(link_key(load_settings({}, home=tmp_path))) >= 32


def test_the_settings_own_key_wins_and_leaves_no_file(tmp_path: Path) -> None:
    """Machines that share a database share the key."""
    settings = load_settings({"DONDOC_LINK_KEY": "k" * 32}, home=tmp_path)
    assert link_key(settings) == b"k" * 32
    assert not key_file(tmp_path).exists()


@pytest.mark.parametrize("key", ["ngắn", ""])
def test_a_key_that_anybody_could_guess_is_refused(tmp_path: Path, key: str) -> None:
    """In the settings and in the file."""
    with pytest.raises(SettingError, match="DONDOC_LINK_KEY"):
        link_key(load_settings({"DONDOC_LINK_KEY": key}, home=tmp_path))
    key_file(tmp_path).parent.mkdir()
    key_file(tmp_path).write_text(key, "utf-8")
    with pytest.raises(SettingError, match="ít nhất 32"):
        link_key(load_settings({}, home=tmp_path))


def test_a_place_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A folder stands where the key should be."""
    key_file(tmp_path).mkdir(parents=True)
    with pytest.raises(SettingError, match="link-key"):
        link_key(load_settings({}, home=tmp_path))


def test_without_a_public_address_letters_have_no_links(open_at: Open) -> None:
    """With one, links are good for as long as the policy says."""
    assert link_maker(open_at()) is None
    links = link_maker(open_at("2026-09-09T08:00", web_url="https://dondoc.hoamai.example"))
    assert links is not None
    assert links.last_day.isoformat() == "2026-10-09"
