"""The comparison: order, weights and limits, and what follows from them, live."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..explaining import headline, overview_sentences, ranking, says_not, why
from ..form import (
    Button,
    Field,
    Form,
    Heading,
    Option,
    Order,
    Output,
    Prose,
    Range,
    Select,
)
from ..learning import TOP, Answers, profile_entries
from .page import note, output_page, page, phrases, show_kept, when_quiet
from .profile import question_field, take_profile

if TYPE_CHECKING:
    from ..deciding import Comparison

LIMITS = ("money", "hours", "fixed_slot", "seat_taken")


def order_form(answers: Answers) -> Form:
    """Let the learner rank the criteria by the jump they would buy first."""
    say, lang = phrases(answers, "compare.{}"), answers.lang

    def field() -> Order:
        # What cannot count in this market is left out, not ranked last.
        options = tuple(
            Option(name, f"{criterion.name[lang]}: {criterion.jump[lang]}")
            for name, criterion in answers.course.criteria.items()
            if name in answers.order
        )
        return Order("order", say("order"), say("order_help"), options=options)

    form = page(answers, [field()], "order", value={"order": list(answers.order)})

    def entered(value: Mapping[str, Any]) -> None:
        answers.set_order(tuple(value["order"]))

    def follow() -> None:
        if set(form.value.get("order", ())) != set(answers.order):
            form.show([field()], {"order": list(answers.order)})
        elif form.value["order"] != list(answers.order):
            form.value = {"order": list(answers.order)}

    form.on_change(entered)
    answers.watch(follow)
    return form


def weights_form(answers: Answers) -> Form:
    """Sliders for the weights, limits, and the ranking that answers them."""
    course, lang = answers.course, answers.lang
    say = phrases(answers, "compare.{}")
    sliders = [
        Range(
            f"weight_{name}",
            course.criteria[name].name[lang],
            course.criteria[name].jump[lang],
            min=0,
            max=TOP,
            low=say("counts_nothing"),
            high=say("counts_most"),
        )
        for name in _by_importance(answers)
    ]
    fields: list[Field] = [
        Heading("weights_heading", say("weights")),
        Prose("weights_help", f"<p>{say('weights_help')}</p>"),
        *sliders,
        Button("again", say("again")),
        Heading("limits_heading", say("limits")),
        *(question_field(answers, name, helped=False) for name in LIMITS),
        Output("ranking", say("ranking")),
    ]
    form = page(answers, fields, "weights", arrange="side")

    def entered(value: Mapping[str, Any]) -> None:
        answers.set_points(
            {
                name: float(value.get(f"weight_{name}", answers.points[name]))
                for name in course.criteria
            }
        )
        limits = {name: value[name] for name in LIMITS if name in value}
        form.errors = take_profile(answers, limits)

    def follow() -> None:
        points = {f"weight_{name}": each for name, each in answers.points.items()}
        show_kept(form, {**answers.typed, **points}, profile_entries(), answers)
        form.outputs = {"ranking": live_ranking(answers)}

    form.on_change(entered)
    form.on_click("again", lambda _value: answers.start_again())
    answers.watch(follow, now=True)
    return form


def _by_importance(answers: Answers) -> list[str]:
    """The most important first; what does not count at the end."""
    rest = [name for name in answers.course.criteria if name not in answers.order]
    return [*answers.order, *rest]


def live_ranking(answers: Answers) -> str:
    """Return headline and ranking as HTML, with the ranks for equal weights."""
    comparison = answers.comparison()
    return answers.fill(
        "activities/live_ranking",
        no_profile=answers.profile is None,
        all_zero=not any(answers.points.values()),
        local=answers.business.market == "local" and not answers.points.get("reach"),
        headline=headline(comparison, answers),
        ranking=ranking(comparison, answers, answers.equal()),
    )


def ranking_form(answers: Answers) -> Form:
    """Show the ranking as it stands, without the controls."""
    output = Output("ranking", answers.say("compare.ranking"))
    return output_page(answers, output, "ranking", lambda: live_ranking(answers))


def why_form(answers: Answers) -> Form:
    """Explain the lead of one alternative over another, evidence included."""
    say = phrases(answers, "compare.{}")

    def fields() -> list[Field]:
        options = _options(answers)
        return [
            Select("one", say("why_one"), options=options),
            Select("other", say("why_other"), options=options),
            Output("why", say("why")),
            Output("overview", answers.say("overview.title")),
        ]

    one, other = _first_two(answers.comparison())
    form = page(answers, fields(), "why", value={"one": one, "other": other})

    def paint(_value: object = None) -> None:
        _keep_options(form, answers, fields())
        comparison = answers.comparison()
        a, b = form.value.get("one"), form.value.get("other")
        if not a or not b or a == b:
            text = note(answers, say("pick_two"))
        else:
            i, j = comparison.index(a), comparison.index(b)
            text = why(comparison, i, j, answers, answers.business)
        whole = answers.fill(
            "activities/overview",
            sentences=overview_sentences(comparison, answers),
            says_not=says_not(comparison, answers),
        )
        form.outputs = {"why": text, "overview": whole}

    form.on_change(paint)
    when_quiet(answers, paint)
    return form


def sure_form(answers: Answers) -> Form:
    """Show how often each alternative comes first over many weightings."""
    course, lang = answers.course, answers.lang

    def sureness() -> str:
        from ..explaining.changes import how_sure, robustness_of
        from ..explaining.figures import acceptability

        comparison = answers.comparison()
        if len(comparison.standing) < 2:
            return note(answers, headline(comparison, answers))
        sure = robustness_of(comparison)
        return answers.fill(
            "activities/sure",
            sentences=how_sure(comparison, sure, answers),
            figure=acceptability(comparison, sure, course, lang),
        )

    output = Output("sure", answers.say("compare.how_sure"))
    return output_page(answers, output, "sure", sureness, quiet=True)


def change_form(answers: Answers) -> Form:
    """Say what would have to change for an alternative to come first."""
    say = phrases(answers, "compare.{}")

    def fields() -> list[Field]:
        return [
            Select("wanted", say("wanted"), options=_options(answers)),
            Output("changes", say("changes")),
        ]

    value = {"wanted": _first_two(answers.comparison())[1]}
    form = page(answers, fields(), "changes", value=value)

    def paint(_value: object = None) -> None:
        from ..explaining.changes import changes

        _keep_options(form, answers, fields())
        comparison, sentences = answers.comparison(), []
        if wanted := form.value.get("wanted"):
            i = comparison.index(wanted)
            sentences = changes(comparison, i, answers)
        html = answers.fill("activities/sentences", sentences=sentences)
        form.outputs = {"changes": html}

    form.on_change(paint)
    when_quiet(answers, paint)
    return form


def _options(answers: Answers) -> tuple[Option, ...]:
    return tuple(Option(each.id, each.name) for each in answers.alternatives)


def _keep_options(form: Form, answers: Answers, fields: list[Field]) -> None:
    """Offer what is compared now; what is gone gives way to the first two."""
    known = {each.id for each in answers.alternatives}
    if [field.state() for field in fields] == form.fields and not (
        set(filter(None, form.value.values())) - known
    ):
        return
    spare = list(_first_two(answers.comparison()))
    spare = [name for name in spare if name not in form.value.values()] or spare
    value = {
        name: each if each in known or not each else spare.pop(0)
        for name, each in form.value.items()
    }
    form.show(fields, value)


def _first_two(comparison: "Comparison") -> tuple[str, str]:
    """Return the ids of the two to look at first, whatever is knocked out."""
    first, second = (*comparison.standing, *comparison.out)[:2]
    return comparison.alternatives[first].id, comparison.alternatives[second].id
