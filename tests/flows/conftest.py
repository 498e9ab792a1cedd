"""Flows run against a Prefect server of the test session's own, with a database of its own."""

from collections.abc import Iterator

import pytest

import flows  # noqa: F401  keeps Prefect quiet; must come before any import of Prefect


@pytest.fixture(scope="session")
def prefect_harness() -> Iterator[None]:
    """A throw-away Prefect server and database."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
