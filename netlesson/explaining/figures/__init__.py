"""The figures, as HTML: each a picture with its alt text, caption and data table.

They load matplotlib, which is heavy: import this where a figure is shown.
"""

from collections.abc import Callable, Sequence

from ...content import Course, Criterion, Lang, Profile, local
from ...deciding import Comparison, cells_of
from ...deciding.robustness import Robustness
from ...language import Edition, number
from .drawing import acceptability_figure, draw, matrix_figure, profile_figure
from .words import (
    acceptability_alt,
    matrix_alt,
    profile_alt,
    share_words,
    under_headings,
)

__all__ = ["acceptability", "matrix", "type_profile"]

Row = tuple[str, Sequence[str]]


def type_profile(course: Course, group_id: str, profile: Profile, lang: Lang) -> str:
    """Draw what one type gets on every criterion, with its plausible range.

    What is answered about the business chooses the variants of the ratings.

    Raises:
        ValueError: If there is no such type.
    """
    if group_id not in course.groups:
        known = ", ".join(course.groups)
        raise ValueError(f"no type {group_id!r}; there are {known}")
    edition = Edition(local(course, profile.country), lang)
    group = course.groups[group_id]
    cells = cells_of(edition.course, group.id, profile)

    def row(criterion: Criterion) -> list[str]:
        cell = cells[criterion.id]
        low, value, high = (
            edition.amount(amount, criterion)
            for amount in (cell.low, cell.value, cell.high)
        )
        span = edition.say("figures.low_to_high", low=low, high=high)
        return [value, span, edition.say(f"figures.{cell.basis}")]

    columns = ("criterion", "rating", "range", "basis")
    name = edition.say("figures.profile_caption", name=group.name[lang])
    return edition.fill(
        "explaining/figure",
        picture=draw(lambda: profile_figure(edition, group, cells)),
        alt=profile_alt(edition, group, cells),
        caption=[name, *_about(edition, profile)],
        columns=[edition.say(f"figures.{each}") for each in columns],
        sections=_sections(edition, row),
    )


def matrix(course: Course, profile: Profile, lang: Lang) -> str:
    """Draw all types on all criteria as rated for a profile, the better the darker."""
    edition = Edition(local(course, profile.country), lang)
    groups = course.groups.values()
    cells = {each.id: cells_of(edition.course, each.id, profile) for each in groups}

    def row(criterion: Criterion) -> list[str]:
        words = []
        for cell in (each[criterion.id] for each in cells.values()):
            amount = edition.amount(cell.value, criterion)
            guess = edition.say("figures.cell_estimate", amount=amount)
            words.append(guess if cell.basis == "estimate" else amount)
        return words

    return edition.fill(
        "explaining/figure",
        picture=draw(lambda: matrix_figure(edition, cells)),
        alt=matrix_alt(edition, cells),
        caption=[edition.say("figures.matrix_caption"), *_about(edition, profile)],
        columns=[edition.say("figures.criterion"), *(g.name[lang] for g in groups)],
        sections=_sections(edition, row),
    )


def acceptability(
    comparison: Comparison, robustness: Robustness, course: Course, lang: Lang
) -> str:
    """Draw how often each alternative takes each rank; what is knocked out is left out.

    The analysis has to be of the others, in the order of `comparison.standing`.

    Raises:
        ValueError: If the analysis is not of as many alternatives.
    """
    edition = Edition(course, lang)
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
    numbers = range(1, len(names) + 1)
    ranks = [edition.say("figures.rank_n", n=number(n, lang)) for n in numbers]
    own = any(alternative.own for alternative in standing)
    about = edition.say(
        "figures.acceptability_caption",
        weightings=edition.say(f"figures.weightings_{robustness.mode}"),
        draws=number(robustness.draws, lang),
        error=number(100 * float(robustness.standard_error.max()), lang, 1),
    )
    sources = edition.say("figures.sources_own" if own else "figures.sources")
    return edition.fill(
        "explaining/figure",
        picture=draw(lambda: acceptability_figure(edition, names, shares)),
        alt=acceptability_alt(edition, names, shares),
        caption=[about, sources],
        columns=[edition.say("figures.group"), *ranks],
        sections=[("", rows)],
    )


def _sections(
    edition: Edition, row: Callable[[Criterion], Sequence[str]]
) -> list[tuple[str, list[Row]]]:
    """Write a row for every criterion, by heading."""
    return [
        (
            heading.name[edition.lang],
            [(edition.with_unit(each), row(each)) for each in members],
        )
        for heading, members in under_headings(edition.course)
    ]


def _about(edition: Edition, profile: Profile) -> list[str]:
    """Say for whom the ratings hold, and where they come from."""
    known = profile.country != "other"
    rated_for = edition.say(
        "figures.rated_for" if known else "figures.rated_for_other",
        market=edition.say(f"figures.market_{profile.market}"),
        country=edition.say(f"profile.country_{profile.country}"),
    )
    return [rated_for, edition.say("figures.sources")]
