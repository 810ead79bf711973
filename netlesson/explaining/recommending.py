"""What to try, in words: with who says so, what speaks against it, what to ask."""

from typing import Any

from ..content import Profile, Step
from ..deciding import Comparison
from ..deciding.recommendation import Pick, recommend
from ..language import Edition, isolated, quoted_listing
from .bars import ranking
from .reasons import cell_of, headline


def answer(
    comparison: Comparison,
    edition: Edition,
    business: Profile,
    equal: Comparison | None = None,
) -> str:
    """Say as HTML what to try, then the ranking, then how sure that is.

    With the ranks that `equal` weights give.
    """
    picks = recommend(comparison)
    return edition.fill(
        "explaining/answer",
        sentence=recommended(comparison, picks, edition),
        picks=[told(comparison, pick, edition, business) for pick in picks],
        verdict=comparison.verdict,
        headline=headline(comparison, edition),
        ranking=ranking(comparison, edition, equal),
    )


def told(
    comparison: Comparison, pick: Pick, edition: Edition, business: Profile
) -> dict[str, Any]:
    """Return what speaks for a pick and what against it, and what to ask first."""
    row = comparison.rows[pick.index]

    def reason(column: int) -> dict[str, object]:
        criterion, course = comparison.criteria[column], edition.course
        cell = cell_of(row.alternative, criterion.id, course, business, few=row.few)
        return {"criterion": criterion, "cell": cell}

    return {
        "pick": pick,
        "alternative": row.alternative,
        "few": row.few,
        "reasons": [reason(column) for column in pick.reasons],
        "against": [reason(pick.against)] if pick.against is not None else [],
        "asks": _questions(comparison, pick, edition),
    }


def next_steps(comparison: Comparison, edition: Edition, business: Profile) -> str:
    """Say as HTML how to go about what is recommended, in the business's country.

    What holds for every type stands once, below what is about each.
    """
    picks, shared = [], dict[str, Step]()
    for each in (comparison.alternatives[p.index] for p in recommend(comparison)):
        steps = edition.course.steps_for(each.group, business.country).values()
        picks.append((each, [step for step in steps if step.group]))
        shared |= {step.id: step for step in steps if not step.group}
    return edition.fill(
        "explaining/next_steps", picks=picks, shared=list(shared.values())
    )


def recommended(
    comparison: Comparison, picks: tuple[Pick, ...], edition: Edition
) -> str:
    """Say in one sentence what to try, and in which order."""

    def names(place: str) -> str:
        found = [comparison.alternatives[p.index] for p in picks if p.place == place]
        return quoted_listing([isolated(each.name) for each in found], edition.lang)

    if not picks:
        return edition.say("explain.is_none")
    then = names("then")
    key = "recommend.first_then" if then else "recommend.first"
    parts = [edition.say(key, name=names("first"), then=then)]
    parts += [
        edition.say(
            "recommend.perhaps",
            name=names("perhaps"),
            criterion=comparison.criteria[pick.if_more].name[edition.lang],
        )
        for pick in picks
        if pick.if_more is not None
    ]
    return " ".join(parts)


def _questions(comparison: Comparison, pick: Pick, edition: Edition) -> list[str]:
    """Return what to find out: of what one can ask, what moves the score most first."""
    kind = edition.course.groups[comparison.alternatives[pick.index].group]
    asked = {each.criterion: each.text for each in kind.visit}
    open_still = [comparison.criteria[j] for j in pick.asks]
    open_still.sort(key=lambda c: c.id not in asked)  # within both, the widest first
    return [asked.get(c.id, c.question)[edition.lang] for c in open_still]
