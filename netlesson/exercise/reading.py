"""Reads answers in every form that means the same: list, Series, array, table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

ROUNDED = 0.0051
"""Answers rounded to two decimals are right."""


def number(given: Any) -> float:
    """Read one number, also from a Series or array that holds nothing else.

    Raises:
        TypeError: If it is no number.
        ValueError: If there are several, or none.
    """
    if isinstance(given, pd.Series | pd.DataFrame | np.ndarray | list | tuple):
        (given,) = np.asarray(given, dtype=object).ravel().tolist()
    if isinstance(given, bool | np.bool_ | str | bytes):
        raise TypeError(f"{given!r} is no number")
    return float(given)


def numbers(given: Any) -> list[float]:
    """Read several numbers in their order; a mapping gives its values."""
    if isinstance(given, Mapping):
        given = given.values()
    if isinstance(given, pd.DataFrame):
        given = given.to_numpy().ravel()
    if isinstance(given, str | set | frozenset):
        raise TypeError("numbers in an order are needed")
    return [number(each) for each in given]


def words(given: Any) -> list[str]:
    """Read several words; a table gives its column `id`, or its only one."""
    if isinstance(given, str):
        given = [given]
    if isinstance(given, pd.DataFrame):
        given = given["id"] if "id" in given else given.iloc[:, 0]
    found = [each.item() if isinstance(each, np.str_) else each for each in given]
    if not all(isinstance(each, str) for each in found):
        raise TypeError("words are needed")
    return found


def by_name(given: Any) -> dict[str, float]:
    """Read numbers by name from a mapping, a Series or a table of two columns."""
    if isinstance(given, pd.DataFrame):
        given = _as_series(given)
    named = given if hasattr(given, "items") else dict(given)
    return {str(name): number(each) for name, each in named.items()}


def _as_series(table: pd.DataFrame) -> "pd.Series[Any]":
    if table.shape[1] == 2 and not pd.api.types.is_numeric_dtype(table.iloc[:, 0]):
        return pd.Series(table.iloc[:, 1].to_numpy(), index=table.iloc[:, 0])
    if table.shape[0] == 1:
        return table.iloc[0]
    if table.shape[1] != 1:
        raise ValueError("a table with one number for each name is needed")
    return table.iloc[:, 0]


def close(given: float, wanted: float, tolerance: float = ROUNDED) -> bool:
    """Tell whether two numbers are the same but for rounding."""
    return abs(given - wanted) <= tolerance


def all_close(
    given: Mapping[str, float], wanted: Mapping[str, float], tolerance: float = ROUNDED
) -> bool:
    """Tell whether two tables agree; a name that is missing counts as 0."""
    names = {*given, *wanted}
    return all(close(given.get(n, 0), wanted.get(n, 0), tolerance) for n in names)
