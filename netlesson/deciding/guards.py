"""Refuses numbers that make no sense, in a sentence that names them.

Takes what NumPy calls array-like and returns lists; needs no NumPy for that.
"""

import math
from collections.abc import Sequence
from numbers import Real
from typing import TYPE_CHECKING, Any

from .arithmetic import normalised

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def check_values(values: "ArrayLike", name: str = "values") -> list[list[float]]:
    """Return values as a table, or refuse them.

    Raises:
        ValueError: If they are not a table of finite numbers in 0..1.
    """
    numbers, shape = _numbers(values, name, 2)
    for k, number in enumerate(numbers):
        if not 0 <= number <= 1:
            where = _place(k, shape)
            raise ValueError(f"{name}: {where} is {number:g}; it must be in 0..1")
    m, n = shape
    return [numbers[i * n : (i + 1) * n] for i in range(m)]


def check_weights(weights: "ArrayLike", n: int) -> list[float]:
    """Return weights that add up to 1, or refuse them.

    Raises:
        ValueError: If there are not n, one is negative or not finite, or all
            are zero.
    """
    found = as_numbers(weights, "weights")
    if len(found) != n:
        raise ValueError(f"{len(found)} weights for {n} criteria; give one for each")
    for j, weight in enumerate(found):
        if weight < 0:
            raise ValueError(f"weights: weight {j} is {weight:g}; it must be 0 or more")
    return normalised(found)


def as_numbers(data: "ArrayLike", name: str) -> list[float]:
    """Return data as finite numbers, or refuse it.

    Raises:
        ValueError: If it is no list of finite numbers.
    """
    return _numbers(data, name, 1)[0]


def _numbers(
    data: object, name: str, dimensions: int
) -> tuple[list[float], tuple[int, ...]]:
    """Return all entries, row after row, and the shape of data."""
    level = [_plain(data)]
    shape: tuple[int, ...] = ()
    while rows := [each for each in level if isinstance(each, list)]:
        if len(rows) < len(level) or len({len(row) for row in rows}) > 1:
            raise ValueError(f"{name}: the rows have different lengths")
        shape += (len(rows[0]),)
        level = [_plain(entry) for row in rows for entry in row]
    numbers = []
    for entry in level:
        if isinstance(entry, bool) or not isinstance(entry, Real):
            raise ValueError(f"{name}: {entry!r} is not a number")
        try:
            numbers.append(float(entry))
        except OverflowError:
            raise ValueError(f"{name}: an entry is too large for a number") from None
    if len(shape) != dimensions or not numbers:
        wanted = "a table" if dimensions == 2 else "a list"
        raise ValueError(f"{name}: shape is {shape}; give {wanted} with entries")
    for k, number in enumerate(numbers):
        if not math.isfinite(number):
            where = _place(k, shape)
            raise ValueError(f"{name}: {where} is {number}; give a finite number")
    return numbers, shape


def _plain(data: Any) -> Any:
    """Return rows as a list, whatever kind of array or sequence they are."""
    if hasattr(data, "__array__") and not isinstance(data, Real):
        data = data.__array__().tolist()
    rows = isinstance(data, Sequence) and not isinstance(data, str | bytes)
    return list(data) if rows else data


def _place(k: int, shape: tuple[int, ...]) -> str:
    if len(shape) == 1:
        return f"entry {k}"
    return "alternative {}, criterion {}".format(*divmod(k, shape[1]))
