"""A card is no wider than its place, whatever width a window or a sidebar leaves it."""

import pytest
from builders import course, profile

from netlesson.activities.lesson import card
from netlesson.activities.page import Page
from netlesson.language import Edition

WIDTHS = range(340, 1000, 4)
TOO_WIDE = """widths => {
    const place = document.querySelector("#place"), found = [];
    for (const width of widths) {
        place.style.width = `${width}px`;
        for (const node of place.querySelectorAll(".netlesson, .nl-card, table"))
            if (node.scrollWidth > node.clientWidth + 1)
                found.push([width, node.className]);
    }
    return found;
}"""


@pytest.mark.parametrize("group", course().groups)
@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_card_fits_every_width(chromium, lang, group):
    html = card(Edition(course(), lang), group, profile())
    page = chromium.new_page()
    html = html.replace("<details", "<details open")
    page.set_content(
        f"<style>body {{ font: 14px sans-serif }} {Page._css}</style>"
        f"<div id='place' lang='{lang}'>{html}</div>"
    )
    assert page.evaluate(TOO_WIDE, list(WIDTHS)) == []
    page.close()
