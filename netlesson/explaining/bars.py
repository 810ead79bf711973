"""The live ranking: an HTML table with its bars drawn by CSS inside the cells.

Real text, so it follows theme, width, zoom and print and needs no alt text.
"""

import math
from collections.abc import Sequence

from ..content import Course
from ..deciding import Comparison
from ..language import Edition, number
from .reasons import breach_sentences, whole_points


def ranking(
    comparison: Comparison, edition: Edition, equal: Comparison | None = None
) -> str:
    """Draw a comparison as a table, the best first, what is out at the end.

    Returns:
        HTML: a `table` with a bar per row, stacked by the headings, and the ranks that
        `equal`, the same comparison with equal weights, gives.
    """
    sums = heading_sums(comparison, edition.course)
    rows = [
        _row(comparison, i, sums[i], edition, equal)
        for i in (*comparison.standing, *comparison.out)
    ]
    return edition.fill("explaining/ranking", rows=rows, equal=equal is not None)


def _row(
    comparison: Comparison,
    i: int,
    sums: Sequence[float],
    edition: Edition,
    equal: Comparison | None,
) -> dict[str, object]:
    row = comparison.rows[i]
    alternative = row.alternative
    points = whole_points(sums)
    headings = edition.course.headings.values()
    return {
        "alternative": alternative,
        "rank": row.rank,
        "points": sum(points),
        "parts": [
            (heading, round(100 * part, 2), whole)
            for heading, part, whole in zip(headings, sums, points, strict=True)
        ],
        "few": row.few and number(row.level.ratings.get("time", 0), edition.lang, 1),
        "kind": edition.course.groups.get(alternative.group),
        "breaches": breach_sentences(comparison, i, edition),
        "unknown": [
            each.name[edition.lang]
            for each in comparison.criteria
            if each.id in alternative.unknown
        ],
        "equal": "" if equal is None or row.breaches else f"{equal.rows[i].rank}.",
    }


def heading_sums(comparison: Comparison, course: Course) -> Sequence[Sequence[float]]:
    """Add up contributions under each heading: one row an alternative."""
    columns = [
        [j for j, each in enumerate(comparison.criteria) if each.heading == heading]
        for heading in course.headings
    ]
    return [
        [math.fsum(row.contributions[j] for j in column) for column in columns]
        for row in comparison.rows
    ]
