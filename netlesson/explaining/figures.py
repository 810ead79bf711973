"""Ratings and shares that are looked at, as tables whose cells are the picture.

A cell has its number, a shade and a thin bar, so nothing is told by colour alone and
nothing is said twice: no alt text, no second table.
"""

from collections.abc import Sequence

from ..content import Course, Criterion, Heading, Lang, Profile, Rating, Variant, local
from ..deciding import Comparison, cells_of, criterion_value
from ..deciding.robustness import Robustness
from ..language import Edition, number, percent
from .reasons import evidence

__all__ = ["acceptability", "matrix", "type_profile"]

Shade = tuple[str, float, bool]
"""A cell: its words, how strongly it is shaded in percent, whether it is a guess."""


def type_profile(course: Course, group_id: str, profile: Profile, lang: Lang) -> str:
    """Return what one type gets on every criterion, with range and evidence, as HTML.

    What is answered about the business chooses the variants of the ratings.

    Raises:
        ValueError: If there is no such type.
    """
    if group_id not in course.groups:
        known = ", ".join(course.groups)
        raise ValueError(f"there is no type {group_id!r}; use one of {known}")
    edition = Edition(local(course, profile.country), lang)
    cells = cells_of(edition.course, group_id, profile)
    return edition.fill(
        "explaining/profile",
        group=course.groups[group_id],
        sections=[
            (heading, [_bar(edition, each, cells[each.id]) for each in members])
            for heading, members in _under_headings(edition.course)
        ],
        evidence=lambda cell: evidence(cell, edition.course),
    )


def _bar(
    edition: Edition, criterion: Criterion, cell: Rating | Variant
) -> dict[str, object]:
    """Return one rating, and where it lies on its scale in percent (100 = best)."""
    at, *ends = (
        100 * criterion_value(each, criterion)
        for each in (cell.value, cell.low, cell.high)
    )
    return {
        "criterion": criterion,
        "cell": cell,
        "words": _anchor_words(criterion, cell.value, edition),
        "at": round(at, 1),
        "start": round(min(ends), 1),
        "width": round(max(ends) - min(ends), 1),
    }


def _anchor_words(criterion: Criterion, value: float, edition: Edition) -> str:
    """Return what a rating means: an anchor's words, or the two it lies between."""
    words = {int(n): each[edition.lang] for n, each in criterion.anchors.items()}
    if not words or value in words:
        return words.get(int(value), "")
    low = words[max(n for n in words if n < value)]
    high = words[min(n for n in words if n > value)]
    return edition.say("lesson.between", low=low, high=high)


def matrix(course: Course, profile: Profile, lang: Lang) -> str:
    """Return all types on all criteria as rated for a profile, as HTML."""
    edition = Edition(local(course, profile.country), lang)
    groups = course.groups.values()
    cells = {each.id: cells_of(edition.course, each.id, profile) for each in groups}

    def shade(criterion: Criterion, group: str) -> Shade:
        cell = cells[group][criterion.id]
        words = number(cell.value, lang, 0 if criterion.id == "money" else 1)
        value = 100 * criterion_value(cell.value, criterion)
        return words, round(value, 1), cell.basis == "estimate"

    return edition.fill(
        "explaining/matrix",
        profile=profile,
        columns=[(each.short[lang], each.colour) for each in groups],
        sections=[
            (
                heading,
                [(edition.with_unit(c), [shade(c, g) for g in cells]) for c in members],
            )
            for heading, members in _under_headings(edition.course)
        ],
    )


def acceptability(
    comparison: Comparison, robustness: Robustness, course: Course, lang: Lang
) -> str:
    """Return how often each alternative takes each rank, as HTML, what is out left out.

    The analysis has to be of the others, in the order of `comparison.standing`.

    Raises:
        ValueError: If the analysis is not of as many alternatives.
    """
    edition, shares = Edition(course, lang), robustness.acceptability
    standing = [comparison.alternatives[i] for i in comparison.standing]
    if len(shares) != len(standing) or not standing:
        raise ValueError(
            f"robustness is of {len(shares)} alternatives, {len(standing)} are not "
            "knocked out; analyse exactly those, the best first"
        )
    ranks = [number(n, lang) for n in range(1, len(standing) + 1)]
    rows = [
        (each.name, [_share(float(share), lang) for share in row])
        for each, row in zip(standing, shares, strict=True)
    ]
    return edition.fill(
        "explaining/acceptability",
        robustness=robustness,
        # By how many in a hundred a share may be off: two standard errors.
        error=max(1, round(200 * max(map(max, robustness.standard_error)))),
        own=any(alternative.own for alternative in standing),
        columns=[(edition.say("figures.rank_n", n=n), "") for n in ranks],
        sections=[(None, rows)],
    )


def _share(share: float, lang: Lang) -> Shade:
    """Write a share in whole percent; what is rare is not nothing."""
    rare = 0 < share < 0.005
    words = f"<{percent(0.01, lang)}" if rare else percent(share, lang)
    return words, round(100 * share, 1), False


def _under_headings(course: Course) -> Sequence[tuple[Heading, list[Criterion]]]:
    """Sort the criteria under their headings; an empty one is left out."""
    found: dict[str, list[Criterion]] = {name: [] for name in course.headings}
    for criterion in course.criteria.values():
        found[criterion.heading].append(criterion)
    return [(course.headings[name], found[name]) for name in found if found[name]]
