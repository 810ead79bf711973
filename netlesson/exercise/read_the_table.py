"""Tasks of exercise 01: what the article says, counted."""

from functools import cache
from typing import Any

import pandas as pd

from .engine import Rules, task
from .reading import all_close, by_name, close, words
from .tables import material, ratings_table, statements_table


@cache
def _statements() -> pd.DataFrame:
    return statements_table(material(), "en")


def _counts(series: "pd.Series[Any]") -> dict[str, float]:
    return by_name(series.value_counts())


@task(words)
def drawbacks() -> Rules:
    """The rows that are disadvantages of leads groups."""
    table = _statements().set_index("id")
    chosen = (table["type"] == "leads") & (table["kind"] == "disadvantage")
    wanted = set(table.index[chosen])
    return {
        "rows": lambda a: set(a) <= set(table.index) and len(a),
        "one_type": lambda a: set(table.loc[a, "type"]) == {"leads"},
        "only_drawbacks": lambda a: set(table.loc[a, "kind"]) == {"disadvantage"},
        "each_once": lambda a: sorted(a) == sorted(wanted),
    }


@task(by_name)
def per_type() -> Rules:
    """How many statements each type has."""
    wanted = _counts(_statements()["type"])
    return {
        "number_for_each_type": bool,
        "names_of_types": lambda a: set(a) <= set(wanted),
        "all_types": lambda a: set(a) == set(wanted),
        "every_row": lambda a: all_close(a, wanted),
    }


@task(words)
def top_criterion() -> Rules:
    """The criterion with the most statements."""
    counts = _counts(_statements()["criterion"])
    most = max(counts, key=lambda name: counts[name])
    return {
        "one_name": lambda a: len(a) == 1,
        "known": lambda a: a[0] in counts,
        "most_rows": lambda a: a[0] == most,
    }


@task(by_name)
def pro_share() -> Rules:
    """The share of favourable statements of each type."""
    table = _statements()
    favourable = table["leaning"] == "favourable"
    wanted = by_name(favourable.groupby(table["type"]).mean())
    return {
        "number_for_each_type": bool,
        "names_of_types": lambda a: set(a) <= set(wanted),
        "shares": lambda a: max(a.values()) <= 1,
        "of_the_type": lambda a: all_close(a, wanted),
    }


@task(by_name)
def silent() -> Rules:
    """How many ratings of each type are estimates."""
    ratings = ratings_table(material())
    wanted = _counts(ratings.loc[ratings["basis"] == "estimate", "type"])
    known = set(ratings["type"])
    return {
        "number_for_each_type": bool,
        "names_of_types": lambda a: set(a) <= known,
        "total": lambda a: close(sum(a.values()), sum(wanted.values())),
        "by_type": lambda a: all_close(a, wanted),
    }
