"""Letters as a browser shows them: on a phone nothing runs over the edge, buttons are for thumbs."""

import pytest
from playwright.sync_api import Browser, Page

from notifications.letters.sample import sample_facts
from notifications.letters.templates import KINDS, Templates

pytestmark = pytest.mark.xdist_group("browser")
PHONE, DESK = 390, 1366


def shown(browser: Browser, kind: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(Templates().fill(f"{kind}.html", sample_facts(kind)))
    return page


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_runs_over_the_edge(browser: Browser, kind: str, width: int) -> None:
    """No scrolling sideways, on a phone as on a desk; the sheet is 640 px wide at most."""
    page = shown(browser, kind, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".sheet").bounding_box()["width"] == min(width - 16, 640)  # type: ignore[index]
    page.close()


@pytest.mark.parametrize("kind", KINDS)
def test_buttons_are_high_enough_for_thumbs_and_words_large_enough_to_read(browser: Browser, kind: str) -> None:
    """44 px and 14 px; text that nobody sees (the preview of the inbox) does not count."""
    page = shown(browser, kind, PHONE)
    buttons = page.locator("a.button-link")
    heights = [buttons.nth(place).bounding_box()["height"] for place in range(buttons.count())]  # type: ignore[index]
    assert heights
    assert min(heights) >= 44
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()))
            .map(e => parseFloat(getComputedStyle(e).fontSize))"""
    )
    assert min(sizes) >= 14
    page.close()


def test_words_are_dark_on_white(browser: Browser) -> None:
    """Contrast of the text on its sheet, by the formula of WCAG: at least 7 to 1."""
    page = shown(browser, "digest", PHONE)
    colours = page.evaluate(
        "() => ['.text', '.item-text', '.facts', '.foot'].map(s => getComputedStyle(document.querySelector(s)).color)"
    )
    for colour in colours:
        assert contrast_with_white(colour) >= 7, colour
    page.close()


def contrast_with_white(colour: str) -> float:
    channels = [int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
