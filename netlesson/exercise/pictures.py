"""A histogram as HTML: bars with an alt text, and the numbers behind them."""

import math
from collections.abc import Iterable

import numpy as np

from ..language import Edition, number, percent

BINS = 10


def histogram(edition: Edition, values: Iterable[float]) -> str:
    """Draw how numbers are spread, in about ten classes of round width.

    Returns:
        HTML: a `figure` with alt text, caption and data table.

    Raises:
        ValueError: If there is no number, or one is not finite.
    """
    lang, data = edition.lang, np.asarray(list(values), dtype=float)
    if not data.size or not np.isfinite(data).all():
        raise ValueError("a histogram needs numbers, at least one, and all finite")
    edges = _edges(float(data.min()), float(data.max()))
    counts, _ = np.histogram(data, edges)
    shares = counts / data.size
    rows = [
        {
            "range": f"{number(low, lang, 2)} – {number(high, lang, 2)}",
            "share": percent(share, lang),
            "width": round(100 * share / shares.max(), 1),
        }
        for low, high, share in zip(edges, edges[1:], shares, strict=False)
    ]
    return edition.fill(
        "exercise/histogram",
        rows=rows,
        top=rows[int(shares.argmax())],
        n=data.size,
        quantiles=np.quantile(data, [0.05, 0.5, 0.95]),
    )


def _edges(low: float, high: float) -> list[float]:
    """Return the edges of classes whose width is 1, 2 or 5 times a power of 10."""
    rough = (high - low) / BINS or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    width = next(f * power for f in (1, 2, 5, 10) if f * power >= rough * 0.999)
    first = math.floor(low / width)
    last = max(math.ceil(high / width), first + 1)
    return [i * width for i in range(first, last + 1)]
