"""The report as a page: one HTML file that prints to A4 and loads nothing."""

from datetime import date
from functools import partial

from ..content import Alternative, Lang, Source
from ..deciding import Comparison
from ..deciding.plan import follow_up_rules, no_country, rule_sentence
from ..deciding.review import advice_sentence, review
from ..explaining import answer, figure, next_steps, whole_points, why
from ..explaining.changes import changes, how_sure, sureness_of
from ..explaining.figures import acceptability, matrix
from ..language import Edition, as_percent, printable
from ..learning import Answers
from .texts import shorten, trial_of

SIDE_BY_SIDE = 6


def page(answers: Answers, today: date) -> str:
    """Write the report as one HTML page that prints to A4 and loads nothing."""
    course, lang = answers.course, answers.lang
    comparison = answers.comparison()
    order = (*comparison.standing, *comparison.out)
    enough = len(comparison.standing) > 1
    sure = sureness_of(comparison) if enough else None
    first, second = order[:2] if len(order) > 1 else (order[0], order[0])
    trial = trial_of(answers)
    checked = review(trial, answers.result, today) if trial else None
    filled = answers.fill(
        "report/page",
        today=today,
        profile=answers.profile,
        answer=answer(
            comparison, answers, answers.business, answers.equal(), full=True
        ),
        steps=next_steps(comparison, answers, answers.business),
        weights=_weights(comparison, lang),
        rows=[comparison.rows[i] for i in order],
        criteria=comparison.criteria,
        head=partial(_head, edition=answers),
        figure=figure,
        with_unit=answers.with_unit,
        side_by_side=SIDE_BY_SIDE,
        matrix=matrix(course, answers.business, lang),
        why=why(comparison, first, second, answers, answers.business)
        if first != second
        else "",
        changes_for=comparison.alternatives[second].name,
        changes=changes(comparison, second, answers) if enough else [],
        sure=how_sure(comparison, sure, answers) if sure else [],
        acceptability=acceptability(comparison, sure.order, course, lang)
        if sure
        else "",
        trial=trial,
        rule=rule_sentence(trial, answers) if trial else "",
        review=checked if answers.result else None,
        advice=advice_sentence(trial, checked, answers) if trial and checked else "",
        everywhere=no_country(answers.profile),
        rules=follow_up_rules(course, answers.profile),
        sources=_sources(answers, comparison),
    )
    # What is folded away on the screen would be missing on paper.
    return printable(str(filled).replace("<details", "<details open"))


def _weights(comparison: Comparison, lang: Lang) -> list[tuple[str, str]]:
    shares = comparison.shares
    percents = [as_percent(f"{whole}", lang) for whole in whole_points(shares)]
    order = sorted(range(len(shares)), key=lambda j: -shares[j])
    return [(comparison.criteria[j].name[lang], percents[j]) for j in order]


def _head(alternative: Alternative, edition: Edition) -> str:
    """Return a name for a narrow column: a type's short one, or the first letters."""
    group = edition.course.groups[alternative.group]
    of_course = alternative.name == group.name[edition.lang]
    return group.short[edition.lang] if of_course else shorten(alternative.name)


def _sources(answers: Answers, comparison: Comparison) -> list[Source]:
    """Collect what the ratings, findings and notes of the report rest on."""
    course, business = answers.course, answers.business
    used = {note.id for note in follow_up_rules(course, answers.profile)}
    for row in comparison.rows:
        for name in course.criteria:
            rating = course.ratings[row.alternative.group, name]
            used.update(rating.at(business, row.few).evidence)
    for name in tuple(used):
        record = course.findings.get(name) or course.notes.get(name)
        used.update(record.sources if record else ())
    return [source for name, source in course.sources.items() if name in used]
