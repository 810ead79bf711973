"""The ranking at a glance, in sight of what moves it; and in a sentence what moved."""

from ..deciding import Comparison
from ..language import Edition, isolated, listing, quoted, quoted_listing
from .reasons import gain_words, whole_points

MOST_NAMED = 3


def glance(comparison: Comparison, edition: Edition, *, alike: bool = False) -> str:
    """Return order, points and verdict as HTML, small enough to stay in sight.

    With `alike` it says that everything counts the same.
    """
    rows = [comparison.rows[i] for i in (*comparison.standing, *comparison.out)]
    return edition.fill(
        "explaining/glance",
        verdict=comparison.verdict,
        alike=alike,
        rows=[(row, whole_points([row.score])[0]) for row in rows],
    )


def moved(before: Comparison, now: Comparison, edition: Edition) -> str:
    """Say who is first now, with its points, and what has moved since `before`.

    Returns:
        Sentences: the first, what has moved up, what is out or back in, the verdict.
    """
    verdict = edition.say(f"recommend.verdict_{now.verdict}")
    if not now.standing:
        return verdict
    was, places, lang = _places(before), _places(now), edition.lang
    names = {each.id: isolated(each.name) for each in now.alternatives}
    first, *others = places
    points = whole_points([now.rows[now.standing[0]].score])[0]
    gain = gain_words(points, edition, 0)
    risen = [
        edition.say("glance.place", name=quoted(names[each], lang), rank=places[each])
        for each in others
        if places[each] < was.get(each, 0)
    ]
    out = [names[each] for each in was if each in names and each not in places]
    back = [names[each] for each in places if each not in was]
    told = {
        "stays" if was.get(first) == 1 else "first": quoted(names[first], lang),
        "up": listing(risen[:MOST_NAMED], lang),
        "out": quoted_listing(out, lang),
        "back": quoted_listing(back, lang),
    }
    parts = [
        edition.say(f"glance.{key}", name=said, names=said, points=gain)
        for key, said in told.items()
        if said
    ]
    return " ".join([*parts, verdict])


def _places(comparison: Comparison) -> dict[str, int]:
    """Return the ranks of what is not knocked out by id, the best first."""
    rows = [comparison.rows[i] for i in comparison.standing]
    return {row.alternative.id: row.rank for row in rows}
