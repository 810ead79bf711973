"""Tasks of exercise 02: from ratings to a score, by hand."""

from collections.abc import Callable

from ..deciding import criterion_value
from .engine import Rules, function, task
from .reading import all_close, by_name, close, number
from .tables import material, values_table

POINTS = {"referrals": 5, "time": 3, "trust": 2}


def _parts(name: str) -> dict[str, float]:
    row = by_name(values_table(material()).loc[name])
    total = sum(POINTS.values())
    return {each: row[each] * p / total for each, p in POINTS.items()}


def _through(f: Callable[[float], float], points: dict[float, float]) -> bool:
    """Tell whether a function gives each input its value."""
    return all(map(close, [f(x) for x in points], points.values()))


@task(function(number))
def value_of() -> Rules:
    """A rating of 1 to 5 as a value in 0..1."""
    return {
        "keep_def": callable,
        "returns_number": lambda f: f(2) is not None,
        "best": lambda f: close(f(5), 1),
        "worst": lambda f: close(f(1), 0),
        "steps": lambda f: _through(
            f, {x: criterion_value(x, material().criteria["trust"]) for x in (2, 3.5)}
        ),
    }


@task(function(number))
def money_value() -> Rules:
    """Euros a year as a value in 0..1."""
    return {
        "keep_def": callable,
        "returns_number": lambda f: f(100) is not None,
        "falls": lambda f: f(100) > f(1900),
        "straight": lambda f: _through(f, {0: 1, 500: 0.75, 2000: 0}),
        "beyond": lambda f: close(f(3000), 0),
    }


@task(number)
def by_hand() -> Rules:
    """The score of the leads groups on three criteria."""
    wanted, total = sum(_parts("leads").values()), sum(POINTS.values())
    return {
        "one_number": bool,
        "divided": lambda a: not close(a, wanted * total, 0.06),
        "scale": lambda a: 0 <= a <= 1,
        "score": lambda a: close(a, wanted),
    }


@task(by_name)
def scores() -> Rules:
    """The scores of all six types on three criteria."""
    values = values_table(material())
    wanted = {name: sum(_parts(name).values()) for name in values.index}
    equal = by_name(values[list(POINTS)].mean(axis=1))
    return {
        "series": bool,
        "index": lambda a: set(a) == set(wanted),
        "scale": lambda a: max(a.values()) <= 1,
        "weighted": lambda a: not all_close(a, equal),
        "scores": lambda a: all_close(a, wanted),
    }


@task(by_name)
def parts() -> Rules:
    """What each criterion adds to the score of the leads groups."""
    wanted = _parts("leads")
    shares = {name: each / sum(POINTS.values()) for name, each in POINTS.items()}
    return {
        "number_for_each": bool,
        "names": lambda a: set(a) == set(wanted),
        "times_values": lambda a: not all_close(a, shares),
        "sum": lambda a: close(sum(a.values()), sum(wanted.values())),
        "split": lambda a: all_close(a, wanted),
    }
