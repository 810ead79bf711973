"""Why the ranking is as it is, how sure, and what would change it, in words.

Every sentence is built from the numbers of a `Comparison`; points are scores
times 100, rounded so that the parts add up to the whole.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .guards import Floats
from .markup import render
from .model import (
    Alternative,
    Course,
    Criterion,
    Lang,
    Profile,
    Rating,
    Record,
    Text,
    Variant,
)
from .robustness import Robustness, analyse, nearest_weights, weight_flip
from .scoring import Breach, Comparison
from .wording import isolated, listing, money, number, percent, signed

SEED = 2016
SURE, LIKELY = 0.9, 0.6
SHOWN = 4


def whole_points(parts: Sequence[float] | Floats, unit: float = 1) -> list[int]:
    """Round parts of a score to whole points that add up to the rounded sum.

    Args:
        parts: Shares of 0..1, negative ones allowed.
        unit: How many points to round to, 0.1 for tenths.

    Returns:
        Points (parts times 100) in units, each less than one from its exact
        amount.
    """
    exact = 100 / unit * np.asarray(parts, dtype=np.float64)
    # Without this, 2.9999999999 would be floored to 2.
    floors = np.floor(exact + 1e-9)
    missing = _half_up(float(exact.sum())) - int(floors.sum())
    for i in np.argsort(floors - exact, kind="stable")[:missing]:
        floors[i] += 1
    return [int(x) for x in floors]


def _half_up(amount: float) -> int:
    """Round as people do, away from 0 at a half, rounding errors forgiven."""
    return int(math.copysign(math.floor(abs(amount) + 0.5 + 1e-9), amount))


def _unit(share: float) -> float:
    """Return what a difference is rounded to: tenths where a point is too coarse."""
    return 1 if 100 * abs(share) >= 0.95 - 1e-9 else 0.1


def headline(comparison: Comparison, course: Course, lang: Lang) -> str:
    """Say who comes first, by how much, and whether that can be told at all."""
    names = [isolated(alternative.name) for alternative in comparison.alternatives]
    standing = comparison.standing
    verdict = comparison.verdict
    if verdict == "none":
        return course.say("explain.none", lang)
    if verdict == "single":
        return course.say("explain.single", lang, name=names[standing[0]])
    if verdict == "tie":
        tied = listing([names[i] for i in comparison.winners], lang)
        return course.say("explain.tie", lang, names=tied)
    return course.say(
        f"explain.{verdict}",
        lang,
        first=names[standing[0]],
        second=names[standing[1]],
        points=points_words(comparison.margin, course, lang),
        noise=points_words(comparison.uncertainty, course, lang),
    )


def points_words(share: float, course: Course, lang: Lang) -> str:
    """Write a difference in points, with tenths where it is below one."""
    unit = _unit(share)
    amount = _half_up(100 / unit * share) * unit
    if amount == 0 < share:
        return course.say("explain.hardly", lang, n=number(unit, lang, 1))
    text = number(amount, lang, 1)
    one = text == "1"
    return course.say("explain.one_point" if one else "explain.points", lang, n=text)


def breach_sentences(
    comparison: Comparison, i: int, course: Course, lang: Lang
) -> list[str]:
    """Say why an alternative is out, and how it would have ranked."""
    breaches = comparison.breaches[i]
    sentences = [breach_sentence(breach, course, lang) for breach in breaches]
    if sentences:
        rank = int(comparison.ranks[i])
        sentences.append(course.say("explain.would_rank", lang, rank=rank))
    return sentences


def breach_sentence(breach: Breach, course: Course, lang: Lang) -> str:
    """Say which limit is exceeded, and by how much."""
    # Rounded up: to raise a limit by what is shown has to be enough.
    kind, amount = str(breach.kind), ""
    if kind == "money":
        amount = money(math.ceil(breach.slack - 1e-9), lang)
    elif kind == "hours":
        amount = number(math.ceil(10 * breach.slack - 1e-9) / 10, lang, 1)
        kind = "hour" if amount == "1" else kind
    return course.say(f"explain.out_{kind}", lang, amount=amount)


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
        Text(en=note, de=note) if note.strip() else usual,
    )


def lead_parts(
    comparison: Comparison, a: int, b: int, course: Course, profile: Profile
) -> list[Part]:
    """Split a's lead over b by criterion, the largest parts first.

    Returns:
        The parts in whole points, or in tenths when the lead is below one point;
        they add up to the rounded lead.
    """
    gaps = comparison.contributions[a] - comparison.contributions[b]
    unit = _unit(float(gaps.sum()))
    points = [whole * unit for whole in whole_points(gaps, unit)]
    order = sorted(
        range(len(gaps)), key=lambda j: (abs(points[j]), abs(gaps[j])), reverse=True
    )
    pair = [comparison.alternatives[i] for i in (a, b)]
    return [
        Part(
            criterion,
            points[j],
            *(cell_of(each, criterion.id, course, profile) for each in pair),
        )
        for j in order
        for criterion in [comparison.criteria[j]]
    ]


def why(
    comparison: Comparison, a: int, b: int, course: Course, profile: Profile, lang: Lang
) -> str:
    """Explain in HTML why a is ahead of b (or behind), with the evidence.

    Args:
        comparison: The scored alternatives.
        a: Index of the one that is explained.
        b: Index of the one that it is held against.
        course: Statements, sources and phrases.
        profile: Chooses the variants of the ratings.
        lang: The reader's language.
    """
    parts = lead_parts(comparison, a, b, course, profile)
    lead = float(comparison.scores[a] - comparison.scores[b])
    sign = "ahead" if lead > 1e-9 else "behind" if lead < -1e-9 else "level"
    names = [isolated(comparison.alternatives[i].name) for i in (a, b)]
    telling = [part for part in parts if part.points]
    sentence = course.say(
        f"explain.lead_{sign}",
        lang,
        one=names[0],
        other=names[1],
        points=points_words(abs(lead), course, lang),
        parts=listing(
            [f"{signed(p.points, lang, 1)} {p.criterion.name[lang]}" for p in telling],
            lang,
        )
        or course.say("explain.nothing", lang),
    )
    return render(
        "why",
        course,
        lang,
        sentence=sentence,
        names=names,
        parts=telling[:SHOWN],
        evidence=lambda cell: evidence(cell, course),
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


def changes(comparison: Comparison, x: int, course: Course, lang: Lang) -> list[str]:
    """Say what would have to change for one alternative to come first.

    Args:
        comparison: The scored alternatives.
        x: Index of the alternative.
        course: Phrases.
        lang: The reader's language.

    Returns:
        Sentences: knock-outs to lift, weights, ratings, or why never.
    """
    name = isolated(comparison.alternatives[x].name)
    sentences = breach_sentences(comparison, x, course, lang)[:-1]
    rivals = [i for i in comparison.standing if i != x]
    if not rivals or comparison.ranks[x] == 1:
        key = "explain.would_win" if sentences else "explain.wins"
        return [*sentences, course.say(key, lang, name=name)]
    first = rivals[0]
    return [
        *sentences,
        *_weight_changes(comparison, x, first, course, lang),
        *_rating_changes(comparison, x, first, course, lang),
        *_nearest(comparison, x, rivals, course, lang),
    ]


def _weight_changes(
    comparison: Comparison, x: int, first: int, course: Course, lang: Lang
) -> Iterator[str]:
    """Name the weights at which x draws level with the first, nearest first."""
    pair = comparison.values[[first, x]]
    now = comparison.weights
    found = []
    for j in np.flatnonzero(now):
        share = weight_flip(pair, now, int(j))
        if share is not None:
            found.append((abs(share - now[j]), j, share))
    for _, j, share in sorted(found)[:3]:
        yield course.say(
            "explain.weight_more" if share > now[j] else "explain.weight_less",
            lang,
            criterion=comparison.criteria[j].name[lang],
            **_from_to(now[j], share, lang, "now", "share"),
            rival=isolated(comparison.alternatives[first].name),
        )


def _from_to(now: float, goal: float, lang: Lang, *names: str) -> dict[str, str]:
    """Write two shares of the weights, precise enough to tell them apart."""
    for decimals in (0, 1, 2):
        texts = [
            number(100 * share, lang, max(decimals, int(share < 0.095)))
            for share in (now, goal)
        ]
        if texts[0] != texts[1]:
            break
    sign = "\u00a0%" if lang == "de" else "%"
    return dict(zip(names, [text + sign for text in texts], strict=True))


def _rating_changes(
    comparison: Comparison, x: int, first: int, course: Course, lang: Lang
) -> Iterator[str]:
    """Name the ratings that would lift x to the first, one at a time."""
    gap = float(comparison.scores[first] - comparison.scores[x])
    found = []
    for j, criterion in enumerate(comparison.criteria):
        room = 1 - comparison.values[x, j]
        needed = gap / comparison.weights[j] if comparison.weights[j] else math.inf
        if criterion.scale == "rated" and needed <= room + 1e-9:
            now = comparison.raw[x, j]
            steps = math.ceil(needed * 4 - 1e-9)
            found.append((steps, j, now, min(now + steps, 5)))
    for _, j, now, goal in sorted(found)[:2]:
        yield course.say(
            "explain.rating",
            lang,
            criterion=comparison.criteria[j].name[lang],
            goal=number(goal, lang, 1),
            now=number(now, lang, 1),
            words=comparison.criteria[j].anchors["5"][lang],
        )


def _nearest(
    comparison: Comparison, x: int, rivals: Sequence[int], course: Course, lang: Lang
) -> Iterator[str]:
    """Name the smallest change of all weights together, or say never and why.

    What counts nothing stays at nothing: the market, not taste, put it there.
    """
    counts = np.flatnonzero(comparison.weights)
    values = comparison.values[[x, *rivals]]
    inside = nearest_weights(values[:, counts], comparison.weights[counts], 0)
    name = isolated(comparison.alternatives[x].name)
    if inside is not None:
        best = np.zeros(len(comparison.weights))
        best[counts] = inside
        moves = best - comparison.weights
        order = np.argsort(-np.abs(moves), kind="stable")[:3]
        shown = [
            course.say(
                "explain.from_to",
                lang,
                criterion=comparison.criteria[j].name[lang],
                **_from_to(comparison.weights[j], best[j], lang, "now", "goal"),
            )
            for j in order
            if abs(moves[j]) >= 0.0001
        ]
        more = np.abs(moves).sum() > np.abs(moves[order]).sum() + 0.0005
        if shown:
            key = "explain.nearest_more" if more else "explain.nearest"
            yield course.say(key, lang, moves=listing(shown, lang))
        return
    mine = comparison.values[x, counts]
    better = [i for i in rivals if (comparison.values[i, counts] >= mine).all()]
    if better:
        rival = isolated(comparison.alternatives[better[0]].name)
        yield course.say("explain.never", lang, name=name, rival=rival)
    else:
        yield course.say("explain.no_weights", lang, name=name)


def robustness_of(comparison: Comparison) -> Robustness:
    """Analyse what is not knocked out, the best first, the same way everywhere."""
    inside = list(comparison.standing)
    return analyse(
        comparison.values[inside],
        comparison.weights,
        low=comparison.low[inside],
        high=comparison.high[inside],
        seed=SEED,
    )


def how_sure(
    comparison: Comparison, sure: Robustness, course: Course, lang: Lang
) -> list[str]:
    """Put rank acceptability into words.

    Args:
        comparison: The scored alternatives.
        sure: The analysis of those that are not knocked out, best first.
        course: Phrases.
        lang: The reader's language.
    """
    names = [isolated(comparison.alternatives[i].name) for i in comparison.standing]
    firsts = sure.acceptability[:, 0]
    top = int(np.argmax(firsts))
    share = float(firsts[top])
    level = "sure" if share >= SURE else "likely" if share >= LIKELY else "open"
    rest = [
        f"{names[i]} {percent(firsts[i], lang)}"
        for i in np.argsort(-firsts, kind="stable")
        if i != top and firsts[i] >= 0.005
    ]
    sentences = [
        course.say(
            f"explain.robust_{level}",
            lang,
            name=names[top],
            share=percent(share, lang),
            error=number(100 * float(sure.standard_error[top, 0]), lang, 1),
        )
    ]
    if rest:
        sentences.append(course.say("explain.robust_rest", lang, rest="; ".join(rest)))
    if top != 0:
        sentences.append(course.say("explain.robust_other", lang, first=names[0]))
    return sentences
