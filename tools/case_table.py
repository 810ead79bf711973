"""Print the README's table of the twelve cases: `python tools/case_table.py`.

Nothing is tuned to a case: each goes through the same `suggest` and `compare` as
a learner's own business.
"""

from netlesson.content import Course, load_course, local
from netlesson.deciding import Comparison, compare, suggest, types

HEAD = (
    "| Case | Expected first | Its rank | First by points | Margin | Verdict |\n"
    "|---|---|---:|---|---:|---|"
)
VERDICTS = {
    "ahead": "ahead",
    "close": "too close to call",
    "tie": "tie",
    "single": "alone",
}


def comparison(course: Course, name: str) -> Comparison:
    """Compare the types for the business of one case."""
    profile = course.cases[name].profile
    course = local(course, profile.country)
    start = suggest(profile, course)
    return compare(
        types(course, profile, "en"),
        list(course.criteria.values()),
        start.weights,
        start.knockouts,
    )


def table(course: Course) -> str:
    """Return the table in Markdown, one row a case, in the order of the file."""
    rows = [HEAD]
    for case in course.cases.values():
        found = comparison(course, case.id)
        winner = found.alternatives[found.standing[0]].id
        place = found.index(case.first)
        rank = "out" if found.breaches[place] else str(found.ranks[place])
        cells = [
            case.name["en"],
            course.groups[case.first].short["en"],
            rank,
            course.groups[winner].short["en"],
            f"{100 * found.margin:.1f}",
            VERDICTS[found.verdict],
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    print(table(load_course()))
