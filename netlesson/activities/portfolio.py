"""Which combination of groups covers the most of what matters."""

from ..deciding import OwnFigures
from ..deciding.portfolio import Portfolio, portfolio
from ..explaining import (
    excluded_sentences,
    member_sentences,
    portfolio_sentences,
    tenths,
)
from ..form import Form
from ..language import listing, number
from ..learning import Answers
from .page import Section, output_page


def portfolio_form(answers: Answers) -> Form:
    """Show which combination of groups covers the most of what matters."""
    fields = [Section(answers, "portfolio.{}").output("portfolio", "title")]
    return output_page(
        answers, fields, "portfolio", lambda _form: combinations(answers), ranks=True
    )


def best_combinations(answers: Answers) -> Portfolio:
    """Combine what is compared, with the learner's own prices and hours."""
    own = {
        i: answers.costs.own.get(each.id, OwnFigures())
        for i, each in enumerate(answers.alternatives)
    }
    amounts = {
        "money": {i: x.money for i, x in own.items() if x.money is not None},
        "time": {i: x.hours for i, x in own.items() if x.hours is not None},
    }
    return portfolio(answers.comparison(), answers.knockouts, amounts)


def combinations(answers: Answers) -> str:
    """Return the best combinations as HTML: sentences, table, what is left out."""
    lang, costs = answers.lang, answers.costs
    found = best_combinations(answers)
    alternatives = found.comparison.alternatives
    owned = [
        each.name
        for each in alternatives
        if (own := costs.own.get(each.id))
        and (own.hours is not None or own.money is not None)
    ]
    rows = [
        {
            "members": [alternatives[i] for i in each.members],
            "adds": member_sentences(found, each, answers),
            "points": number(tenths(each.score), lang, 1),
            "spent": dict(zip(found.spent_on, each.spent, strict=True)),
        }
        for each in found.best
    ]
    return answers.fill(
        "activities/portfolio",
        sentences=portfolio_sentences(found, answers),
        rows=rows,
        excluded=excluded_sentences(found, answers),
        own=listing(owned, lang),
    )
