"""Fixtures of the tests against the stand-in of Zalo."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings, load_settings
from tests.support.zalo import World, running_zalo


@pytest.fixture
def world(home: Path) -> Iterator[World]:
    """A stand-in that the installation of ``home`` is pointed at; nothing is granted yet."""
    with running_zalo(home) as world:
        yield world


@pytest.fixture
def alone(home: Path, tmp_path: Path) -> Settings:
    """Settings of an installation whose registry is not needed: only the grant is stored."""
    return load_settings({"DONDOC_DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite'}"}, home=home)
