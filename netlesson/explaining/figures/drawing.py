"""Draws the pictures, and nothing but them: the only matplotlib of the course.

Text is drawn as paths, so that it looks the same everywhere and stays sharp on a
projector. Drawn for 700 px, it is large enough for the 390 px of a phone.
"""

import base64
import io
import re
import textwrap
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.layout_engine import ConstrainedLayoutEngine

from ...content import HIGHEST, LOWEST, Criterion, GroupType, Heading, Lang
from ...deciding import criterion_value
from ...deciding.guards import Floats
from ...language import Edition, number, percent
from .words import Cell, Cells, bare, matrix_values, shorten, under_headings

WIDTH, PIXELS = 7.0, 700  # inches, and how wide they are shown
TEXT, SMALL = 13.0, 12.0  # points
WORD = 24  # characters of a single word
PANEL = 7  # columns of the matrix that leave room for their numbers
LABELLED = 0.125  # the least share whose bar has room for its percentage
INK, SOFT, LINE, PAPER = "#1f1f1f", "#565656", "#c9c6bf", "#fdfcf9"
SHADES = LinearSegmentedColormap.from_list("netlesson", ["#e9f0f4", "#0b4a6f"])
# Where the ratings 1 to 5 stand between worst, 0, and best, 1.
STEPS: list[float] = np.linspace(0, 1, HIGHEST - LOWEST + 1).tolist()
SIGNS = {"article": "o", "research": "s", "estimate": "D"}
# A learner's own matplotlib settings must not change the course's pictures.
LOOK = {
    name: value
    for name, value in mpl.rcParamsDefault.items()
    if not name.startswith("backend")
} | {"svg.fonttype": "path", "svg.hashsalt": "netlesson", "text.color": INK}
# What takes up a third of an SVG and does not show; the date and version among it.
EMPTY = {
    r"<!--.*?-->|<metadata>.*?</metadata>|<!DOCTYPE.*?>": "",
    r' id="(figure|axes|patch|line2d|text|PolyCollection)_\d+"': "",
    r"\s+": " ",
    r"DejaVuSans-": "",
    r"xlink:href": "href",
    r" ?([<>MLQCz;:]) ?": r"\1",
}

Colour = tuple[float, ...]
Look = dict[str, Any]
Block = tuple[float, float, float, float, Colour]  # left, right, top, bottom


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a data address, and its height in px at full width."""

    source: str
    height: int


def draw(make: Callable[[], Figure]) -> Picture:
    """Turn a figure into a picture; the same figure gives the same bytes."""
    page = io.BytesIO()
    with mpl.rc_context(LOOK):
        figure = make()
        figure.savefig(page, format="svg")
    code = base64.b64encode(_slim(page.getvalue().decode()).encode()).decode()
    height = round(PIXELS / WIDTH * figure.get_figheight())
    return Picture(f"data:image/svg+xml;base64,{code}", height)


def profile_figure(edition: Edition, group: GroupType, cells: Cells) -> Figure:
    """Draw the ratings of one type with their ranges, further right is better."""
    rows: list[tuple[Heading | Criterion, float]] = []
    y = 0.0
    for heading, members in under_headings(edition.course):
        y += 0.85
        rows.append((heading, y))
        for criterion in members:
            y += 1.0
            rows.append((criterion, y))
            y += 0.4 if criterion.unit else 0
    figure, axes = _canvas(0.4 * (y + 2), 1)
    axes.set_ylim(y + 0.9, -0.3)
    _write(axes, 0, 0, group.name[edition.lang], 40, size=15, weight="bold")
    for item, at in rows:
        if isinstance(item, Heading):
            look = {"weight": "bold", "color": item.colour}
            _label(axes, at, item.name[edition.lang], 18, **look)
            axes.plot([0, 1], [at, at], color=item.colour, linewidth=0.8)
        else:
            _draw_cell(axes, at, item, cells[item.id], group.colour, edition.lang)
            basis = edition.say(f"figures.mark_{cells[item.id].basis}")
            _write(axes, 1, at, basis, 12, dx=66, size=SMALL, color=SOFT)
    y += 0.6
    soft: Look = {"size": SMALL, "color": SOFT}
    for step, x in zip(range(LOWEST, HIGHEST + 1), STEPS, strict=True):
        _write(axes, x, y, number(step, edition.lang), 3, ha="center", **soft)
    _write(axes, 1, y, edition.say("figures.better"), 12, dx=22, **soft)
    return figure


def _draw_cell(
    axes: Axes, y: float, criterion: Criterion, cell: Cell, colour: str, lang: Lang
) -> None:
    """Draw one rating with its scale, its range and its number."""
    guess = cell.basis == "estimate"
    name, steps, middle = criterion.name[lang], STEPS, y
    if criterion.unit:
        name, steps, middle = f"{name}\n{criterion.unit[lang]}", [0.0, 1.0], y + 0.2
        for raw, end in (criterion.points[0], criterion.points[-1]):
            words, side = bare(raw, criterion, lang), "right" if end else "left"
            _write(axes, end, y + 0.55, words, 9, ha=side, size=SMALL, color=SOFT)
    _label(axes, middle, name, 18)
    axes.plot([0, 1], [y, y], color=LINE, linewidth=1, zorder=1)
    axes.plot(steps, [y] * len(steps), "|", color=LINE, markersize=9, zorder=1)
    low, x, high = (
        criterion_value(raw, criterion) for raw in (cell.low, cell.value, cell.high)
    )
    (bar,) = axes.plot([low, high], [y, y], color=_pale(colour), linewidth=8, zorder=2)
    bar.set_solid_capstyle("butt")
    (sign,) = axes.plot([x], [y], SIGNS[cell.basis], zorder=3, clip_on=False)
    sign.set(
        markersize=9 if guess else 11,
        markerfacecolor=PAPER if guess else colour,
        markeredgecolor=INK,
        markeredgewidth=1.5,
    )
    amount = bare(cell.value, criterion, lang)
    _write(axes, 1, y, amount, 9, dx=58, ha="right", weight="bold")


def matrix_figure(edition: Edition, cells: Mapping[str, Cells]) -> Figure:
    """Draw types (columns) on criteria (rows), the better the darker.

    More types than have room beside each other go into panels of equal width.
    """
    groups = list(edition.course.groups.values())
    values = matrix_values(edition.course, cells)
    panels = -(-len(groups) // PANEL)
    wide = -(-len(groups) // panels)
    rows = len(edition.course.criteria) + 0.85 * len(under_headings(edition.course))
    figure, _ = _canvas(panels * (0.38 * rows + 1.6), wide, panels)
    for panel, axes in enumerate(figure.axes):
        axes.set_ylim(rows + 0.1, -0.35)
        part = slice(panel * wide, (panel + 1) * wide)
        _draw_panel(axes, edition, groups[part], cells, values[:, part])
    return figure


def _draw_panel(
    axes: Axes,
    edition: Edition,
    groups: Sequence[GroupType],
    cells: Mapping[str, Cells],
    values: Floats,
) -> None:
    blocks: list[Block] = []
    centres = (np.arange(len(groups)) + 0.5) / axes.get_xlim()[1]
    for x, (group, centre) in enumerate(zip(groups, centres, strict=True)):
        blocks.append((x, x + 1, -0.25, -0.05, to_rgb(group.colour)))
        slant: Look = {"rotation": 40, "rotation_mode": "anchor"}
        _write(axes, centre, -0.4, group.short[edition.lang], 18, va="bottom", **slant)
    shades = dict(zip(edition.course.criteria, SHADES(values), strict=True))
    y = 0.0
    for heading, members in under_headings(edition.course):
        look = {"weight": "bold", "color": heading.colour}
        _label(axes, y + 0.45, heading.name[edition.lang], 30, **look)
        y += 0.85
        for criterion in members:
            _label(axes, y + 0.5, edition.with_unit(criterion), 20)
            for x, (group, shade) in enumerate(
                zip(groups, shades[criterion.id], strict=True)
            ):
                cell = cells[group.id][criterion.id]
                words = bare(cell.value, criterion, edition.lang)
                words = f"~{words}" if cell.basis == "estimate" else words
                _write(axes, centres[x], y + 0.5, words, 8, ha="center", on=shade)
                blocks.append((x, x + 1, y, y + 1, tuple(shade)))
            y += 1
    _draw_blocks(axes, blocks)


def acceptability_figure(
    edition: Edition, names: Sequence[str], shares: Floats
) -> Figure:
    """Draw a bar for each alternative, cut by rank, the first rank darkest."""
    m = len(names)
    figure, axes = _canvas(0.52 * m + 0.9, 1)
    axes.set_ylim(m + 0.05, -1.0)
    shades = [SHADES(1 - rank / max(m - 1, 1)) for rank in range(m)]
    key = min(1 / m, 0.09)
    blocks = [(r * key, (r + 1) * key, -0.9, -0.35, shades[r]) for r in range(m)]
    _label(axes, -0.62, edition.say("figures.rank"), 12, color=SOFT)
    middle: Look = {"ha": "center", "size": SMALL}
    for r, shade in enumerate(shades):
        words = number(r + 1, edition.lang)
        _write(axes, (r + 0.5) * key, -0.62, words, 3, on=shade, **middle)
    for y, (name, row) in enumerate(zip(names, shares, strict=True)):
        label = _drawable(name) or edition.say("figures.nameless", n=y + 1)
        _label(axes, y + 0.5, label, 19)
        for share, end, shade in zip(row, np.cumsum(row), shades, strict=True):
            if share > 0:
                blocks.append((end - share, end, y + 0.11, y + 0.89, shade))
            if share >= LABELLED:
                x, words = end - share / 2, percent(share, edition.lang)
                _write(axes, x, y + 0.5, words, 6, on=shade, **middle)
    _draw_blocks(axes, blocks)
    return figure


def _draw_blocks(axes: Axes, blocks: Sequence[Block]) -> None:
    axes.add_collection(
        PolyCollection(
            [[(a, c), (b, c), (b, d), (a, d)] for a, b, c, d, _ in blocks],
            facecolors=[colour for *_, colour in blocks],
            edgecolors=PAPER,
            linewidths=1.5,
        )
    )


def _canvas(height: float, wide: float, panels: int = 1) -> tuple[Figure, Axes]:
    """Return an empty figure with panels one below the other, and the first."""
    layout = ConstrainedLayoutEngine(w_pad=0.08, h_pad=0.08)
    figure = Figure((WIDTH, height), layout=layout, facecolor=PAPER)
    for axes in figure.subplots(panels, squeeze=False).flat:
        axes.set_axis_off()
        axes.set_xlim(0, wide)
    return figure, figure.axes[0]


def _label(axes: Axes, y: float, words: str, wrap: int, **look: Any) -> None:
    """Write to the left of the axes."""
    _write(axes, 0, y, words, wrap, dx=-11, ha="right", **look)


def _write(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    wrap: int,
    *,
    dx: float = 0,
    on: Colour | None = None,
    **look: Any,
) -> None:
    """Write at x, a share of the axes' width, and y, dx points to the right.

    On a colour the letters are black or white.
    """
    look.setdefault("size", TEXT)
    look.setdefault("va", "center")
    if on is not None:
        look["color"] = _letters(on)
    axes.annotate(
        _wrapped(words, wrap),
        (x, y),
        (dx, 0),
        xycoords=axes.get_yaxis_transform(),
        textcoords="offset points",
        parse_math=False,  # a name may have dollar signs
        annotation_clip=False,
        linespacing=1.1,
        **look,
    )


def _wrapped(words: str, width: int) -> str:
    """Break every line at spaces, into two at the most."""
    lines = []
    for line in words.split("\n"):
        parts = [shorten(part, WORD) for part in _drawable(line).split()]
        room = max([width, *map(len, parts)])
        lines += textwrap.wrap(
            " ".join(parts), room, max_lines=2, placeholder="…", break_on_hyphens=False
        )
    return "\n".join(lines)


def _drawable(words: str) -> str:
    """Leave out what the pictures' font cannot draw, such as emoji."""
    plain = unicodedata.normalize("NFC", " ".join(words.split()))
    return "".join(c for c in plain if ord(c) in _glyphs()).strip()


@cache
def _glyphs() -> frozenset[int]:
    path = findfont(FontProperties(family="DejaVu Sans"))
    known = get_font(path).get_charmap()
    return frozenset(c for c in known if unicodedata.category(chr(c))[0] != "C")


def _pale(colour: str) -> Colour:
    pairs = zip(to_rgb(colour), to_rgb(PAPER), strict=True)
    return tuple(0.55 * a + 0.45 * b for a, b in pairs)


def _letters(colour: Colour) -> str:
    """Return black or white, whichever is easier to read on a colour."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour[:3]
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#000000" if luminance > 0.179 else "#ffffff"


def _slim(svg: str) -> str:
    for pattern, filling in EMPTY.items():
        svg = re.sub(pattern, filling, svg, flags=re.DOTALL)
    # The scales of letters need all their digits; nothing else does.
    long = r"(?<!scale\()\b\d+\.\d{3,}"
    return re.sub(long, lambda found: f"{float(found[0]):.2f}", svg)
