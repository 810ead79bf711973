"""Print the README's table of the twelve cases: `python tools/case_table.py`.

Nothing is tuned to a case: each goes through the same `suggest` and `compare` as
a learner's own business. Beside the model stand two ways to do without it: equal
weights, and a rule of thumb that asks for the market and whether a leads group is
possible at all.
"""

from netlesson.content import Case, Course, load_course, local
from netlesson.deciding import Comparison, compare, suggest, types

HEAD = """\
| Case | Expected | Ranks | Verdict | Model | Equal weights | Rule of thumb |
|---|---|---|---|---|---|---|"""
VERDICTS = {
    "ahead": "ahead",
    "narrow": "narrowly ahead",
    "close": "too close to call",
    "tie": "tie",
    "single": "alone",
}
BY_MARKET = {
    "local": ("informal", "chambers"),
    "regional": ("informal", "associations"),
    "national": ("associations", "events"),
    "international": ("social", "events"),
}


def comparison(course: Course, case: Case, *, equal: bool = False) -> Comparison:
    """Compare the types for the business of one case."""
    profile = case.profile
    course = local(course, profile.country)
    start = suggest(profile, course)
    weights = {name: float(bool(share)) for name, share in start.weights.items()}
    return compare(
        types(course, profile, "en"),
        list(course.criteria.values()),
        weights if equal else start.weights,
        start.knockouts,
    )


def rule_of_thumb(course: Course, case: Case) -> tuple[str, ...]:
    """Return two types by market, a leads group before them where it is possible."""
    profile, leads = case.profile, []
    if profile.market in ("local", "regional"):
        kind = next(each for each in types(course, profile, "en") if each.id == "leads")
        affordable = kind.low["money"] <= profile.money
        in_time = kind.low["time"] <= profile.hours
        free = profile.fixed_slot and not profile.seat_taken
        leads = ["leads"] if affordable and in_time and free else []
    return (*leads, *BY_MARKET[profile.market])[:2]


def first_two(found: Comparison) -> tuple[str, ...]:
    """Return the two that rank best."""
    return tuple(found.alternatives[i].id for i in found.standing[:2])


def place(found: Comparison, group: str) -> str:
    """Return the rank of a type, or "out"."""
    row = found.rows[found.index(group)]
    return "out" if row.breaches else str(row.rank)


def table(course: Course) -> str:
    """Return the table in Markdown, one row a case, in the order of the file."""

    def short(*groups: str) -> str:
        return ", ".join(course.groups[group].short["en"] for group in groups)

    rows = [HEAD]
    for case in course.cases.values():
        found = comparison(course, case)
        cells = [
            case.name["en"],
            short(case.first, case.second),
            f"{place(found, case.first)}, {place(found, case.second)}",
            VERDICTS[found.verdict],
            short(*first_two(found)),
            short(*first_two(comparison(course, case, equal=True))),
            short(*rule_of_thumb(course, case)),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def hits(course: Course) -> str:
    """Count how often the expected first is first, and among the first two."""
    ways = {
        "model": lambda case: first_two(comparison(course, case)),
        "equal weights": lambda case: first_two(comparison(course, case, equal=True)),
        "rule of thumb": lambda case: rule_of_thumb(course, case),
    }
    cases = course.cases.values()
    return "\n".join(
        f"{name}: first {sum(way(c)[:1] == (c.first,) for c in cases)}, "
        f"first two {sum(c.first in way(c) for c in cases)}, "
        f"both expected in the first two "
        f"{sum({c.first, c.second} == {*way(c)} for c in cases)} of {len(cases)}"
        for name, way in ways.items()
    )


if __name__ == "__main__":
    content = load_course()
    print(table(content))
    print()
    print(hits(content))
