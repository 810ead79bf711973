"""The course's content as tables, for those who know a little pandas."""

from functools import cache
from typing import TypeAlias

import pandas as pd

from ..content import Course, Lang, course_in_use, local
from ..deciding import compare, criterion_value, suggest, types

Table: TypeAlias = pd.DataFrame


@cache
def material() -> Course:
    """Return the content that `open_course` opens, read only once."""
    return course_in_use()


def statements_table(course: Course, lang: Lang) -> Table:
    """Return what the article says, one row a statement.

    Returns:
        Columns id, type, kind (description, advantage, disadvantage), leaning
        (favourable, neutral, unfavourable), criterion and text.
    """
    rows = [
        (s.id, s.group, s.kind, s.leaning, s.criterion, s.text[lang])
        for s in course.statements.values()
    ]
    columns = ["id", "type", "kind", "leaning", "criterion", "text"]
    return pd.DataFrame(rows, columns=columns)


def ratings_table(course: Course) -> Table:
    """Return the ratings for a business anywhere, one row a type and criterion.

    Returns:
        Columns type, criterion, heading, rating, low, high (on the criterion's own
        scale), value (0..1, 1 = best) and basis (article, research, estimate).
    """
    rows = []
    for rating in course.ratings.values():
        criterion = course.criteria[rating.criterion]
        value = criterion_value(rating.value, criterion)
        shown = (rating.value, rating.low, rating.high, value, rating.basis)
        rows.append((rating.group, criterion.id, criterion.heading, *shown))
    columns = ["type", "criterion", "heading"]
    columns += ["rating", "low", "high", "value", "basis"]
    return pd.DataFrame(rows, columns=columns)


def values_table(course: Course) -> Table:
    """Return the values in 0..1, a row a type and a column a criterion."""
    wide = ratings_table(course).pivot(
        index="type", columns="criterion", values="value"
    )
    return wide.loc[list(course.groups), list(course.criteria)]


def margins_table(course: Course, lang: Lang) -> Table:
    """Return how far the first is ahead of the second for each of the cases.

    A case whose limits leave fewer than two is left out.

    Returns:
        Index case; columns first, second, margin in points out of 100, and ahead: the
        least share of plausible ratings with which it stays ahead of another.
    """
    rows = []
    for case in course.cases.values():
        start = suggest(case.profile, course)
        criteria = tuple(local(course, case.profile.country).criteria.values())
        result = compare(
            types(course, case.profile, lang), criteria, start.weights, start.knockouts
        )
        if len(result.standing) < 2:
            continue
        names = (result.alternatives[i].id for i in result.standing[:2])
        numbers = round(100 * result.margin, 1), round(result.least, 3)
        rows.append((case.id, *names, *numbers))
    columns = ["case", "first", "second", "margin", "ahead"]
    return pd.DataFrame(rows, columns=columns).set_index("case")
