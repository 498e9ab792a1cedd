"""The machine's own Chromium, offline, and the pages of an installation on a port of their own."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tasks_registry.installation import Installation
from tests.support.links import Clock
from tests.support.mail import free_port
from web.app import create_app

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_PATIENCE_SECONDS = 30


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that asks nobody but the pages."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path is not None, "install the package chromium (.ci/run does)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def served(here: Installation, clock: Clock) -> Iterator[str]:
    """The pages on this machine; yields their address."""
    port = free_port()
    app = create_app(here.settings, clock=clock)
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        for _ in range(_PATIENCE_SECONDS * 20):
            if server.started:
                break
            thread.join(0.05)
        assert server.started
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE_SECONDS)


def faults_of(page: Page) -> list[str]:
    """Return what a visitor on this screen would stumble over: sideways scrolling, small targets, unnamed fields."""
    found: list[str] = page.evaluate(
        """() => {
            const faults = [];
            const root = document.documentElement;
            if (root.scrollWidth > root.clientWidth) faults.push(`${root.scrollWidth} px wide`);
            const targets = 'main button, main a, summary, label.choice, .field input, textarea';
            for (const target of document.querySelectorAll(targets)) {
                const box = target.getBoundingClientRect();
                if (box.height < 44) faults.push(`${target.outerHTML.slice(0, 60)} is ${box.height} px high`);
            }
            for (const field of document.querySelectorAll('input, textarea'))
                if (!field.labels.length) faults.push(`${field.name} has no label`);
            if (document.querySelectorAll('h1, h2').length === 0) faults.push('no heading');
            return faults;
        }"""
    )
    return found
