"""Why the ranking is as it is, in words.

Every sentence is built from the numbers of a `Comparison`; points are scores
times 100, rounded so that the parts add up to the whole.
"""

import math
from collections.abc import Mapping, Sequence
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
from ..language import Edition, isolated, listing, money, number, signed

SHOWN = 4


def whole_points(parts: Sequence[float], unit: float = 1) -> list[int]:
    """Round parts of a score to whole points that add up to the rounded sum.

    Args:
        parts: Shares of 0..1, negative ones allowed.
        unit: How many points to round to, 0.1 for tenths.

    Returns:
        Points (parts times 100) in units, each less than one from its exact
        amount.
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


def _half_up(amount: float) -> int:
    """Round as people do, away from 0 at a half, rounding errors forgiven."""
    return int(math.copysign(math.floor(abs(amount) + 0.5 + 1e-9), amount))


def _unit(share: float) -> float:
    """Return what a difference is rounded to: tenths where a point is too coarse."""
    return 1 if 100 * abs(share) >= 0.95 - 1e-9 else 0.1


def headline(comparison: Comparison, edition: Edition) -> str:
    """Say who comes first, by how much, and whether that can be told at all."""
    names = [isolated(alternative.name) for alternative in comparison.alternatives]
    standing = comparison.standing
    verdict = comparison.verdict
    if verdict == "none":
        return edition.say("explain.none")
    if verdict == "single":
        return edition.say("explain.single", name=names[standing[0]])
    if verdict == "tie":
        tied = listing([names[i] for i in comparison.winners], edition.lang)
        return edition.say("explain.tie", names=tied)
    first, second = standing[:2]
    return edition.say(
        f"explain.{verdict}",
        first=names[first],
        second=names[second],
        points=gap_words(comparison, first, second, edition),
        noise=points_words(comparison.uncertainty, edition),
    )


def gap_words(comparison: Comparison, a: int, b: int, edition: Edition) -> str:
    """Write how far a is ahead of b: in tenths where whole points would not add up.

    Scores of 74.4 and 64.6 are shown as 74 and 65; “10 points” would look wrong.
    """
    scores = [comparison.rows[i].score for i in (a, b)]
    one, other = (_half_up(100 * score) for score in scores)
    gap = scores[0] - scores[1]
    adds_up = one - other == _half_up(100 * gap)
    return points_words(gap, edition, _unit(gap) if adds_up else 0.1)


def points_words(share: float, edition: Edition, unit: float | None = None) -> str:
    """Write a difference in points, with tenths where it is below one."""
    unit = unit or _unit(share)
    amount = _half_up(100 / unit * share) * unit
    if amount == 0 < share:
        return edition.say("explain.hardly", n=number(unit, edition.lang, 1))
    text = number(amount, edition.lang, 1)
    one = text == "1"
    return edition.say("explain.one_point" if one else "explain.points", n=text)


def breach_sentences(comparison: Comparison, i: int, edition: Edition) -> list[str]:
    """Say why an alternative is out, and how it would have ranked."""
    breaches = comparison.breaches[i]
    sentences = [breach_sentence(breach, edition) for breach in breaches]
    if sentences:
        rank = comparison.rows[i].rank
        sentences.append(edition.say("explain.would_rank", rank=rank))
    return sentences


def breach_sentence(breach: Breach, edition: Edition) -> str:
    """Say which limit is exceeded, and by how much."""
    # Rounded up: to raise a limit by what is shown has to be enough.
    kind, amount = str(breach.kind), ""
    if kind == "money":
        amount = money(math.ceil(breach.slack - 1e-9), edition.lang)
    elif kind == "hours":
        amount = number(math.ceil(10 * breach.slack - 1e-9) / 10, edition.lang, 1)
        kind = "hour" if amount == "1" else kind
    return edition.say(f"explain.out_{kind}", amount=amount)


@dataclass(frozen=True, slots=True)
class Noted:
    """A cell that the learner rated: their note is all that it rests on."""

    basis: Literal["own", "unknown"]
    reason: Text
    evidence: tuple[str, ...] = ()


Cell = Rating | Variant | Noted


@dataclass(frozen=True, slots=True)
class Part:
    """What one criterion adds to a lead, in points, and the two cells behind it."""

    criterion: Criterion
    points: float
    one: Cell
    other: Cell


def cell_of(
    alternative: Alternative, criterion: str, course: Course, profile: Profile
) -> Cell:
    """Return what a rating rests on: the type's evidence, or the learner's note."""
    if alternative.notes is None or alternative.from_type(criterion):
        rating = course.ratings[alternative.group, criterion]
        return rating.at(profile.country, profile.market)
    note = alternative.notes[criterion]
    unknown = criterion in alternative.unknown
    usual = course.strings[f"explain.no_note_{'unknown' if unknown else 'own'}"]
    return Noted(
        "unknown" if unknown else "own",
        Text.same(note) if note.strip() else usual,
    )


def lead_parts(
    comparison: Comparison, a: int, b: int, course: Course, profile: Profile
) -> list[Part]:
    """Split a's lead over b by criterion, the largest parts first.

    Returns:
        The parts in whole points, or in tenths when the lead is below one point;
        they add up to the rounded lead.
    """
    pair = [comparison.rows[i] for i in (a, b)]
    added = zip(*(row.contributions for row in pair), strict=True)
    gaps = [one - other for one, other in added]
    unit = _unit(math.fsum(gaps))
    points = [whole * unit for whole in whole_points(gaps, unit)]
    # What differs by rounding errors only keeps the order of the criteria.
    sizes = [(-abs(points[j]), -round(abs(gaps[j]), 9)) for j in range(len(gaps))]
    order = sorted(range(len(gaps)), key=sizes.__getitem__)
    return [
        Part(
            criterion,
            points[j],
            *(cell_of(r.alternative, criterion.id, course, profile) for r in pair),
        )
        for j in order
        for criterion in [comparison.criteria[j]]
    ]


def why(
    comparison: Comparison, a: int, b: int, edition: Edition, profile: Profile
) -> str:
    """Explain in HTML why a is ahead of b (or behind), with the evidence.

    Args:
        comparison: The scored alternatives.
        a: Index of the one that is explained.
        b: Index of the one that it is held against.
        edition: The course in the reader's language.
        profile: Chooses the variants of the ratings.
    """
    parts = lead_parts(comparison, a, b, edition.course, profile)
    lead = comparison.rows[a].score - comparison.rows[b].score
    sign = "ahead" if lead > 1e-9 else "behind" if lead < -1e-9 else "level"
    names = [isolated(comparison.alternatives[i].name) for i in (a, b)]
    telling = [part for part in parts if part.points]
    sentence = edition.say(
        f"explain.lead_{sign}",
        one=names[0],
        other=names[1],
        points=points_words(abs(lead), edition),
        parts=listing(
            [
                f"{signed(p.points, edition.lang, 1)} {p.criterion.name[edition.lang]}"
                for p in telling
            ],
            edition.lang,
        )
        or edition.say("explain.nothing"),
    )
    return edition.fill(
        "explaining/why",
        sentence=sentence,
        names=names,
        parts=telling[:SHOWN],
        evidence=lambda cell: evidence(cell, edition.course),
    )


def evidence(cell: Cell, course: Course) -> dict[str, list[Record]]:
    """Sort what a rating rests on: statements, findings, notes, sources."""
    kinds: dict[str, Mapping[str, Record]] = {
        "statements": course.statements,
        "findings": course.findings,
        "notes": course.notes,
        "sources": course.sources,
    }
    return {
        kind: [records[name] for name in cell.evidence if name in records]
        for kind, records in kinds.items()
    }
