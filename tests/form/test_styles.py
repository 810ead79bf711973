"""What the style sheets rely on is there."""

import re

from builders import ROOT

SHEETS = sorted((ROOT / "netlesson").rglob("*.css"))
PAGES = sorted((ROOT / "netlesson").rglob("*.html"))


def test_every_colour_that_is_used_has_a_value():
    css = "\n".join(sheet.read_text("utf-8") for sheet in SHEETS)
    used = set(re.findall(r"var\((--nl-[\w-]+)\)", css))
    assert used
    set_in_pages = "".join(p.read_text("utf-8") for p in PAGES)
    assert used <= set(re.findall(r"(--nl-[\w-]+):", css + set_in_pages))
