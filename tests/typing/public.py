"""What a type checker says about the public names; read by mypy, never run.

A line with `type: ignore` has to be a mistake: where it is none, mypy complains.
"""

from pathlib import Path
from typing import assert_type

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import netlesson
from netlesson import (
    Comparison,
    ContentError,
    Robustness,
    Suggestion,
    Workbook,
    analyse,
    compare,
    contributions,
    load_course,
    nearest_weights,
    open_course,
    piecewise_value,
    ranks,
    roc_weights,
    score,
    suggest,
    weight_flip,
)
from netlesson.content import Alternative, Course, Profile
from netlesson.form import Form

Floats = NDArray[np.float64]
VALUES = [[1, 0.5], [0.25, 1]]
WEIGHTS = (2, 1)


def arithmetic() -> None:
    assert_type(score(VALUES, WEIGHTS), Floats)
    assert_type(score(np.array(VALUES), roc_weights(2)), Floats)
    assert_type(contributions(VALUES, WEIGHTS), Floats)
    assert_type(ranks([0.5, 0.5], tolerance=1e-6), NDArray[np.int64])
    assert_type(roc_weights(3), Floats)
    assert_type(piecewise_value(300, [(0, 1), (600, 0)]), float)
    score({"reach": 1}, WEIGHTS)  # type: ignore[arg-type]
    roc_weights("3")  # type: ignore[arg-type]
    piecewise_value(300, [(0, 1, 2)])  # type: ignore[list-item]


def deciding(course: Course, business: Profile, groups: list[Alternative]) -> None:
    start = suggest(business, course)
    assert_type(start, Suggestion)
    assert_type(start.weights, dict[str, float])
    criteria = tuple(course.criteria.values())
    found = compare(groups, criteria, start.weights, start.knockouts)
    assert_type(found, Comparison)
    assert_type(found.alternatives, tuple[Alternative, ...])
    assert_type(found.scores, Floats)
    compare(groups, criteria, {"reach": "much"})  # type: ignore[dict-item]
    compare(groups, criteria)  # type: ignore[call-arg]
    suggest("a café", course)  # type: ignore[arg-type]
    found.rows = ()  # type: ignore[misc]
    start.order.append("reach")  # type: ignore[attr-defined]


def robustness() -> None:
    sure = analyse(VALUES, WEIGHTS, low=VALUES, mode="near", draws=100, seed=7)
    assert_type(sure, Robustness)
    assert_type(sure.acceptability, Floats)
    assert_type(sure.draws, int)
    assert_type(weight_flip(VALUES, WEIGHTS, 0), float | None)
    assert_type(nearest_weights(VALUES, WEIGHTS, winner=1), Floats | None)
    analyse(VALUES, WEIGHTS, mode="always")  # type: ignore[arg-type]
    analyse(VALUES)  # type: ignore[call-arg]
    weight_flip(VALUES, WEIGHTS, "reach")  # type: ignore[arg-type]
    # There may be none.
    weight_flip(VALUES, WEIGHTS, 0) + 1  # type: ignore[operator]
    nearest_weights(VALUES, WEIGHTS, 1).sum()  # type: ignore[union-attr]


def content() -> None:
    assert_type(load_course(), Course)
    assert_type(load_course("own"), Course)
    assert_type(load_course(Path("own")), Course)
    assert_type(load_course().say("keeping.ready", "de"), str)
    try:
        load_course(["own"])  # type: ignore[arg-type]
    except ContentError as error:
        assert_type(error.faults, tuple[str, ...])


def notebook() -> None:
    workbook = open_course("de", content=Path("own"))
    assert_type(workbook, Workbook)
    assert_type(workbook.content, Course)
    assert_type(workbook.quiz("chambers", n=3), Form)
    assert_type(workbook.ratings_table(), pd.DataFrame)
    open_course("fr")  # type: ignore[arg-type]
    workbook.quiz()  # type: ignore[call-arg]
    workbook.quizz("chambers")  # type: ignore[attr-defined]
    netlesson.scroe(VALUES, WEIGHTS)  # type: ignore[attr-defined]
