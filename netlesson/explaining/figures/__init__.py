"""The figures: each a picture with its alt text, caption and data table.

They load matplotlib, which is heavy: import this where a figure is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...content import Course, Criterion, Lang, Profile
from ...deciding import Comparison
from ...deciding.robustness import Robustness
from ...language import number, render
from ..figures.drawing import (
    Picture,
    acceptability_figure,
    draw,
    matrix_figure,
    profile_figure,
)
from ..figures.words import (
    Cell,
    Cells,
    acceptability_alt,
    cells_of,
    full,
    matrix_alt,
    profile_alt,
    share_words,
    under_headings,
    with_unit,
)

__all__ = ["acceptability", "matrix", "type_profile"]

Row = tuple[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The data behind a figure: column heads and, by heading, named rows."""

    columns: Sequence[str]
    sections: Sequence[tuple[str, Sequence[Row]]]


def type_profile(course: Course, group_id: str, profile: Profile, lang: Lang) -> str:
    """Draw what one type gets on every criterion, with its plausible range.

    Args:
        course: Ratings, names and phrases.
        group_id: The type.
        profile: Its country and market choose the variants of the ratings.
        lang: The reader's language.

    Returns:
        HTML: a `figure` with picture, caption and data table.

    Raises:
        ValueError: If there is no such type.
    """
    if group_id not in course.groups:
        known = ", ".join(course.groups)
        raise ValueError(f"no type {group_id!r}; there are {known}")
    group = course.groups[group_id]
    cells = cells_of(course, group, profile)
    sections = [
        (
            heading.name[lang],
            [_profile_row(course, each, cells[each.id], lang) for each in members],
        )
        for heading, members in under_headings(course)
    ]
    columns = ("criterion", "rating", "range", "basis")
    return _figure(
        course,
        lang,
        draw(lambda: profile_figure(course, group, cells, lang)),
        profile_alt(course, group, cells, lang),
        [
            course.say("figures.profile_caption", lang, name=group.name[lang]),
            *_about(course, profile, lang),
        ],
        Table([course.say(f"figures.{each}", lang) for each in columns], sections),
    )


def matrix(course: Course, profile: Profile, lang: Lang) -> str:
    """Draw all types on all criteria, the better the darker.

    Args:
        course: Types, ratings, names and phrases.
        profile: Its country and market choose the variants of the ratings.
        lang: The reader's language.

    Returns:
        HTML: a `figure` with picture, caption and data table.
    """
    groups = course.groups.values()
    cells = {group.id: cells_of(course, group, profile) for group in groups}
    sections = [
        (heading.name[lang], [_matrix_row(course, each, cells, lang) for each in found])
        for heading, found in under_headings(course)
    ]
    columns = [course.say("figures.criterion", lang), *(g.name[lang] for g in groups)]
    return _figure(
        course,
        lang,
        draw(lambda: matrix_figure(course, cells, lang)),
        matrix_alt(course, cells, lang),
        [course.say("figures.matrix_caption", lang), *_about(course, profile, lang)],
        Table(columns, sections),
    )


def acceptability(
    comparison: Comparison, robustness: Robustness, course: Course, lang: Lang
) -> str:
    """Draw how often each alternative takes each rank.

    Args:
        comparison: What was compared; what is knocked out is left out.
        robustness: The analysis of those that are not, in the order of
            `comparison.standing`.
        course: Phrases.
        lang: The reader's language.

    Returns:
        HTML: a `figure` with picture, caption and data table.

    Raises:
        ValueError: If the analysis is not of as many alternatives.
    """
    shares = robustness.acceptability
    standing = [comparison.alternatives[i] for i in comparison.standing]
    if len(shares) != len(standing) or not standing:
        raise ValueError(
            f"robustness is of {len(shares)} alternatives, {len(standing)} are not "
            "knocked out; analyse exactly those, the best first"
        )
    names = [alternative.name for alternative in standing]
    rows = [
        (name, [share_words(float(share), lang) for share in row])
        for name, row in zip(names, shares, strict=True)
    ]
    ranks = [
        course.say("figures.rank_n", lang, n=number(n, lang))
        for n in range(1, len(names) + 1)
    ]
    own = any(alternative.own for alternative in standing)
    about = course.say(
        "figures.acceptability_caption",
        lang,
        weightings=course.say(f"figures.weightings_{robustness.mode}", lang),
        draws=number(robustness.draws, lang),
        error=number(100 * float(robustness.standard_error.max()), lang, 1),
    )
    return _figure(
        course,
        lang,
        draw(lambda: acceptability_figure(course, names, shares, lang)),
        acceptability_alt(course, names, shares, lang),
        [about, course.say("figures.sources_own" if own else "figures.sources", lang)],
        Table([course.say("figures.group", lang), *ranks], [("", rows)]),
    )


def _figure(
    course: Course,
    lang: Lang,
    picture: Picture,
    alt: str,
    caption: Sequence[str],
    table: Table,
) -> str:
    return render(
        "explaining/figure",
        course,
        lang,
        picture=picture,
        alt=alt,
        caption=" ".join(caption),
        table=table,
    )


def _about(course: Course, profile: Profile, lang: Lang) -> list[str]:
    """Say for whom the ratings hold, and where they come from."""
    known = profile.country != "other"
    rated_for = course.say(
        "figures.rated_for" if known else "figures.rated_for_other",
        lang,
        market=course.say(f"figures.market_{profile.market}", lang),
        country=course.say(f"profile.country_{profile.country}", lang),
    )
    return [rated_for, course.say("figures.sources", lang)]


def _profile_row(course: Course, criterion: Criterion, cell: Cell, lang: Lang) -> Row:
    low, value, high = (
        full(x, criterion, lang) for x in (cell.low, cell.value, cell.high)
    )
    span = course.say("figures.low_to_high", lang, low=low, high=high)
    basis = course.say(f"figures.{cell.basis}", lang)
    return with_unit(criterion, lang), [value, span, basis]


def _matrix_row(
    course: Course, criterion: Criterion, cells: Mapping[str, Cells], lang: Lang
) -> Row:
    words = []
    for row in cells.values():
        cell = row[criterion.id]
        amount = full(cell.value, criterion, lang)
        guess = course.say("figures.cell_estimate", lang, amount=amount)
        words.append(guess if cell.basis == "estimate" else amount)
    return with_unit(criterion, lang), words
