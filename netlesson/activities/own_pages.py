"""What the form for own groups shows: the list, one group's ratings, the checklist."""

from ..content import Alternative, Criterion
from ..deciding import FACTS, OwnGroup, OwnGroups, compared
from ..explaining import cell_of
from ..learning import Answers
from .page import Section


def own_alternatives(answers: Answers) -> tuple[Alternative, ...]:
    """Return the learner's own groups as they are compared."""
    return tuple(each for each in answers.alternatives if each.own)


def own_list(answers: Answers) -> str:
    """Return all own groups, with what is still to find out, as HTML."""
    course, lang = answers.course, answers.lang
    facts = {each.id: _open(each) for each in answers.own.groups}

    def still_open(each: Alternative) -> list[str]:
        found = [course.criteria[name].name[lang] for name in each.unknown]
        return found + [answers.say(f"own.open_{fact}") for fact in facts[each.id]]

    groups = own_alternatives(answers)
    return answers.fill("activities/own_list", groups=groups, still_open=still_open)


def own_sheet(answers: Answers, group: OwnGroup) -> str:
    """Return all ratings of one group, with who says so, as HTML."""
    course = answers.course
    alternative = next(a for a in own_alternatives(answers) if a.id == group.id)
    rows = [
        (
            answers.with_unit(criterion),
            _rating(answers, alternative, criterion),
            cell_of(alternative, name, course, answers.business),
        )
        for name, criterion in course.criteria.items()
    ]
    return answers.fill("activities/own_sheet", rows=rows, name=alternative.name)


def checklist(answers: Answers, group: OwnGroup) -> str:
    """Return what to find out at a guest visit as HTML, with what is still open."""
    kind = answers.course.groups[group.type]
    return answers.fill(
        "activities/own_visit", kind=kind, group=group, facts=_open(group)
    )


def of_type(answers: Answers, group: OwnGroup, criterion: Criterion) -> str:
    """Say what a group's type gets on a criterion, with its range."""
    plain = OwnGroups(groups=(OwnGroup(id="own-1", type=group.type, name=""),))
    kind = compared(plain, answers.course, answers.business, answers.lang)[-1]
    return _rating(answers, kind, criterion)


def _rating(answers: Answers, alternative: Alternative, criterion: Criterion) -> str:
    say = Section(answers, "own.{}")

    low, middle, high = (
        answers.amount(part[criterion.id], criterion)
        for part in (alternative.low, alternative.ratings, alternative.high)
    )
    if criterion.id in alternative.unknown:
        return say("rating_unknown", low=low, high=high)
    if low == high:
        return middle
    return say("rating_range", rating=middle, low=low, high=high)


def _open(group: OwnGroup) -> list[str]:
    return [fact for fact in FACTS if getattr(group, fact) == "unknown"]
