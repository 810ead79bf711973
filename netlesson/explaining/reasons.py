"""Why the ranking is as it is, in words.

Every sentence is built from the numbers of a `Comparison`; points are scores
times 100, rounded so that the parts add up to the whole.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..content import (
    Alternative,
    Course,
    Criterion,
    Profile,
    Rating,
    Record,
    Text,
    Variant,
)
from ..deciding import Breach, Comparison
from ..language import (
    Edition,
    as_percent,
    isolated,
    listing,
    number,
    quoted_listing,
    signed,
)

SHOWN = 4


def whole_points(parts: Sequence[float], unit: float = 1) -> list[int]:
    """Round parts of a score to whole points that add up to the rounded sum.

    Args:
        parts: Shares of 0..1, negative ones allowed.
        unit: How many points to round to, 0.1 for tenths.

    Returns:
        Points (parts times 100) in units, each off by less than one.
    """
    exact = [100 / unit * part for part in parts]
    # Without this, 2.9999999999 would be floored to 2.
    whole = [math.floor(amount + 1e-9) for amount in exact]
    missing = _half_up(math.fsum(exact)) - sum(whole)
    # Rounding errors do not decide who gets the odd point.
    rests = [round(whole[i] - exact[i], 9) for i in range(len(exact))]
    for i in sorted(range(len(exact)), key=rests.__getitem__)[:missing]:
        whole[i] += 1
    return whole


def tenths(share: float) -> float:
    """Return a score in points, in tenths."""
    return whole_points([share], 0.1)[0] / 10


def _half_up(amount: float) -> int:
    """Round as people do, away from 0 at a half, rounding errors forgiven."""
    return int(math.copysign(math.floor(abs(amount) + 0.5 + 1e-9), amount))


def _unit(share: float) -> float:
    """Return what a difference is rounded to: tenths where a point is too coarse."""
    return 1 if 100 * abs(share) >= 0.95 - 1e-9 else 0.1


def headline(comparison: Comparison, edition: Edition) -> str:
    """Say who comes first, by how much, and whether that can be told at all."""
    names = [isolated(comparison.alternatives[i].name) for i in comparison.standing]
    verdict = comparison.verdict
    if verdict == "none":
        return edition.say("explain.is_none")
    if verdict == "single":
        return edition.say("explain.is_single", name=names[0])
    if verdict == "tie":
        tied = listing(names[: len(comparison.winners)], edition.lang)
        return edition.say("explain.is_tie", names=tied)
    first, second, *_ = comparison.standing
    near = [isolated(comparison.alternatives[i].name) for i in comparison.rivals()]
    whole = math.floor(100 * comparison.least + 1e-9)  # 79.6 % is not 80 %
    return edition.say(
        f"explain.is_{verdict}",
        **gap_in_words(comparison, first, second, edition),
        share=as_percent(number(whole, edition.lang), edition.lang),
        names=quoted_listing(near, edition.lang),
    )


def gap_in_words(
    comparison: Comparison, a: int, b: int, edition: Edition
) -> dict[str, str]:
    """Return what a sentence says of a gap: two names, and its size.

    The size is in tenths where whole points would not add up: scores of 74.4 and 64.6
    are shown as 74 and 65; “10 points” would look wrong.
    """
    first, second = comparison.rows[a], comparison.rows[b]
    gap = first.score - second.score
    shown = _half_up(100 * first.score) - _half_up(100 * second.score)
    unit = _unit(gap) if shown == _half_up(100 * gap) else 0.1
    return {
        "first": isolated(first.alternative.name),
        "second": isolated(second.alternative.name),
        "points": points_words(gap, edition, unit),
    }


def points_words(share: float, edition: Edition, unit: float | None = None) -> str:
    """Write a difference in points, with tenths where it is below one."""
    unit = unit or _unit(share)
    amount = _half_up(100 / unit * share) * unit
    return gain_words(amount, edition, unit if share > 0 else 0)


def gain_words(points: float, edition: Edition, least: float = 0.1) -> str:
    """Write points that are not 0, though they may be less than `least`."""
    text = number(points, edition.lang, 1)
    if text == "0" and least:
        return edition.say("explain.hardly", n=number(least, edition.lang, 1))
    return edition.say("explain.points", n=text)


def signed_parts(parts: Iterable[tuple[float, str]], edition: Edition) -> str:
    """List parts of a lead, each with its points."""
    lang = edition.lang
    return listing(
        [f"{signed(points, lang, 1)} {name}" for points, name in parts], lang
    )


def breach_sentences(comparison: Comparison, i: int, edition: Edition) -> list[str]:
    """Say why an alternative is out, and how it would have ranked."""
    row = comparison.rows[i]
    sentences = [breach_sentence(breach, edition) for breach in row.breaches]
    if sentences and not row.idle:
        sentences.append(edition.say("explain.would_rank", rank=row.rank))
    return sentences


def breach_sentence(breach: Breach, edition: Edition) -> str:
    """Say which limit is exceeded, and by how much."""
    kind, amount = str(breach.kind), ""
    if kind == "money":
        # Rounded up as well: to raise a limit by what is shown has to be enough.
        amount = edition.money(math.ceil(breach.slack - 1e-9))
    elif kind == "hours":
        amount = enough(breach.slack, edition)
    return edition.say(f"explain.out_{kind}", amount=amount)


def enough(amount: float, edition: Edition) -> str:
    """Write an amount in tenths, rounded up: what is shown has to be enough."""
    return number(math.ceil(10 * amount - 1e-9) / 10, edition.lang, 1)


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell that the learner rated: their note is all that it rests on."""

    basis: Literal["own", "unknown"]
    reason: Text
    evidence: tuple[str, ...] = ()


Cell = Rating | Variant | Noted


def cell_of(
    alternative: Alternative,
    criterion: str,
    course: Course,
    profile: Profile,
    *,
    few: bool = False,
) -> Cell:
    """Return what a rating rests on: the type's evidence, or the learner's note.

    With `few`, of a few hours a month.
    """
    if alternative.notes is None or alternative.from_type(criterion):
        return course.ratings[alternative.group, criterion].at(profile, few)
    note = alternative.notes[criterion]
    basis: Literal["own", "unknown"] = (
        "unknown" if criterion in alternative.unknown else "own"
    )
    usual = course.strings[f"explain.no_note_{basis}"]
    return Noted(basis, Text.same(note) if note.strip() else usual)


def lead_parts(comparison: Comparison, a: int, b: int) -> list[tuple[float, Criterion]]:
    """Split a's lead over b by criterion, the largest parts first.

    Returns:
        The parts in whole points, or in tenths when the lead is below one point;
        they add up to the rounded lead.
    """
    one, other = comparison.rows[a], comparison.rows[b]
    added = zip(one.contributions, other.contributions, strict=True)
    gaps = [mine - theirs for mine, theirs in added]
    unit = _unit(math.fsum(gaps))
    points = [whole * unit for whole in whole_points(gaps, unit)]
    # What differs by rounding errors only keeps the order of the criteria.
    sizes = [(-abs(points[j]), -round(abs(gaps[j]), 9)) for j in range(len(gaps))]
    order = sorted(range(len(gaps)), key=sizes.__getitem__)
    return [(points[j], comparison.criteria[j]) for j in order]


def why(
    comparison: Comparison, a: int, b: int, edition: Edition, profile: Profile
) -> str:
    """Explain in HTML why a is ahead of b (or behind), by index, with the evidence."""
    lead = comparison.rows[a].score - comparison.rows[b].score
    sign = "ahead" if lead > 1e-9 else "behind" if lead < -1e-9 else "level"
    pair = [comparison.rows[i] for i in (a, b)]
    one, other = (isolated(row.alternative.name) for row in pair)
    telling = [part for part in lead_parts(comparison, a, b) if part[0]]
    named = [(points, criterion.name[edition.lang]) for points, criterion in telling]
    sentence = edition.say(
        f"explain.lead_{sign}",
        one=one,
        other=other,
        points=points_words(abs(lead), edition),
        parts=signed_parts(named, edition) or edition.say("explain.nothing"),
    )

    def cells(criterion: Criterion) -> list[tuple[str, Cell]]:
        found = [
            cell_of(row.alternative, criterion.id, edition.course, profile, few=row.few)
            for row in pair
        ]
        return list(zip((one, other), found, strict=True))

    return edition.fill(
        "explaining/why",
        sentence=sentence,
        parts=telling[:SHOWN],
        cells=cells,
        evidence=lambda cell: evidence(cell, edition.course),
    )


def evidence(cell: Cell, course: Course) -> dict[str, list[Record]]:
    """Sort what a rating rests on: statements, findings, notes, sources."""
    kinds: dict[str, Mapping[str, Record]] = {
        kind: getattr(course, kind)
        for kind in ("statements", "findings", "notes", "sources")
    }
    return {
        kind: [records[name] for name in cell.evidence if name in records]
        for kind, records in kinds.items()
    }
