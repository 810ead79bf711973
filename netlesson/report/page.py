"""The report as a page: one HTML file that prints to A4 and loads nothing.

It begins with what is decided; four pages hold it unless somebody wrote at length. On
request the rest follows: every rating, what to do next, every note, every source.
"""

from datetime import date
from functools import partial
from typing import Any

from ..deciding.plan import follow_up_rules, no_country, rule_sentence
from ..deciding.recommendation import pick_of, recommend
from ..deciding.review import advice_sentence, review
from ..explaining import (
    beyond_limits,
    figure,
    hours_range,
    money_range,
    next_steps,
    pays,
    ranking,
    reckon_all,
    recommended,
    told,
    whole_points,
    why,
)
from ..explaining.changes import changes, how_sure, sureness_of
from ..explaining.figures import matrix
from ..language import printable
from ..learning import Answers, note_name, reflections
from .texts import trial_of


def page(answers: Answers, today: date, *, full: bool = False) -> str:
    """Write the report as one HTML page; `full` with all that one may look up."""
    course, lang, business = answers.course, answers.lang, answers.business
    comparison, trial = answers.comparison(), trial_of(answers)
    picks = recommend(comparison)
    there = {each.id: i for i, each in enumerate(comparison.alternatives)}
    chosen = [there[name] for name, _ in trial.chosen if name in there] if trial else []
    tried = [pick_of(comparison, i) for i in chosen] if trial else picks
    reasons = [told(comparison, pick, answers, business) for pick in tried]
    costs = reckon_all([comparison.rows[p.index] for p in tried], answers.costs)
    rules = [] if no_country(answers.profile) else follow_up_rules(course, business)
    filled = answers.fill(
        "report/page",
        edition=answers,
        today=today,
        full=full,
        picked=recommended(comparison, picks, answers),
        tried=reasons,
        costs=costs,
        over=beyond_limits(costs, answers.profile, answers),
        money_range=money_range,
        hours_range=hours_range,
        pays=pays,
        written=reflections(answers),
        note_name=note_name,
        comparison=comparison,
        ranking=ranking(comparison, answers, answers.equal()),
        weights=zip(whole_points(comparison.shares), comparison.criteria, strict=True),
        how_sure=how_sure,
        sureness_of=sureness_of,
        changes=changes,
        trial=trial,
        rule_sentence=rule_sentence,
        review_of=review,
        advice_sentence=advice_sentence,
        rules=rules,
        refs=_cited(answers, reasons, [note.id for note in rules]),
        figure=figure,
        matrix=partial(matrix, course, business, lang),
        steps=partial(next_steps, comparison, answers, business),
        why=partial(why, comparison, edition=answers, profile=business),
    )
    # What is folded away on the screen would be missing on paper.
    return printable(str(filled).replace("<details", "<details open"))


def _cited(
    answers: Answers, reasons: list[dict[str, Any]], rules: list[str]
) -> dict[str, int]:
    """Number the research behind reasons and rules, in the order in which it comes.

    What the article says is in the reasons themselves, and rules stand in words.
    Notes are those of the learner's own country.
    """
    course, here = answers.course, answers.course.country
    notes = course.notes.values()
    abroad = {n.id for n in notes if n.countries and here not in n.countries}
    apart = {*course.statements, *abroad, *rules}
    told_of = [one for each in reasons for one in each["reasons"] + each["against"]]
    found = [name for one in told_of for name in one["cell"].evidence]
    found = [name for name in found if name not in apart]
    for name in (*found, *rules):
        found += course.notes[name].sources if name in course.notes else ()
    return {name: n for n, name in enumerate(dict.fromkeys(found), start=1)}
