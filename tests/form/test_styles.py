"""What the style sheets rely on is there."""

import re

from builders import ROOT

SHEETS = sorted((ROOT / "netlesson").rglob("*.css"))


def test_every_colour_that_is_used_has_a_value():
    css = "\n".join(sheet.read_text("utf-8") for sheet in SHEETS)
    used = set(re.findall(r"var\((--nl-[\w-]+)\)", css))
    assert used
    assert used <= set(re.findall(r"(--nl-[\w-]+):", css))
