"""The comparison: order, weights and limits, and what follows from them, live."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..explaining import headline, overview_sentences, ranking, says_not, why
from ..form import (
    Button,
    Choice,
    Field,
    Form,
    Heading,
    Number,
    Option,
    Order,
    Output,
    Prose,
    Range,
    Select,
    form_labels,
)
from ..language import NumberError, render
from ..learning import PAUSE, TOP, Answers
from .profile import MOST, read_amount, shown, take_numbers

if TYPE_CHECKING:
    from ..deciding import Comparison

LIMITS = ("money", "hours", "fixed_slot", "seat_taken")


def order_form(answers: Answers) -> Form:
    """Let the learner rank the criteria by the jump they would buy first."""
    course, lang = answers.course, answers.lang

    def field() -> Order:
        # What cannot count in this market is left out, not ranked last.
        options = tuple(
            Option(name, f"{criterion.name[lang]}: {criterion.jump[lang]}")
            for name, criterion in course.criteria.items()
            if name in answers.order
        )
        return Order(
            "order",
            course.say("compare.order", lang),
            course.say("compare.order_help", lang),
            options=options,
        )

    form = _form(answers, [field()], "order", value={"order": list(answers.order)})

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

    def say(key: str) -> str:
        return course.say(f"compare.{key}", lang)

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
    yes_no = (Option("yes", say("yes")), Option("no", say("no")))
    profile = "profile.{}".format
    fields: list[Field] = [
        Heading("weights_heading", say("weights")),
        Prose("weights_help", f"<p>{say('weights_help')}</p>"),
        *sliders,
        Button("again", say("again")),
        Heading("limits_heading", say("limits")),
        Number(
            "money",
            course.say(profile("money"), lang),
            unit=course.say(profile("money_unit"), lang),
        ),
        Number(
            "hours",
            course.say(profile("hours"), lang),
            unit=course.say(profile("hours_unit"), lang),
        ),
        Choice("fixed_slot", course.say(profile("fixed_slot"), lang), options=yes_no),
        Choice("seat_taken", course.say(profile("seat_taken"), lang), options=yes_no),
        Output("ranking", say("ranking")),
    ]
    form = _form(answers, fields, "weights", arrange="side")

    def entered(value: Mapping[str, Any]) -> None:
        answers.set_points(
            {
                name: float(value.get(f"weight_{name}", answers.points[name]))
                for name in course.criteria
            }
        )
        limits = {name: value[name] for name in LIMITS if name in value}
        form.errors = take_numbers(answers, limits)

    def follow() -> None:
        current = shown(answers)
        value = {f"weight_{name}": points for name, points in answers.points.items()}
        for name in LIMITS:
            if name in current and not _means(form.value.get(name), name, answers):
                value[name] = current[name]
        form.value = {**form.value, **value}

    def paint() -> None:
        form.outputs = {"ranking": live_ranking(answers)}

    form.on_change(entered)
    form.on_click("again", lambda _value: answers.start_again())
    answers.watch(follow)
    answers.watch(paint)
    follow()
    paint()
    return form


def _means(text: Any, name: str, answers: Answers) -> bool:
    """Tell whether a typed limit is the one in force: 1200 need not become 1,200."""
    if name not in MOST or not isinstance(text, str):
        return bool(text == answers.typed.get(name))
    try:
        return read_amount(text, answers.lang, MOST[name]) == answers.typed.get(name)
    except NumberError:
        return True


def _by_importance(answers: Answers) -> list[str]:
    """The most important first; what does not count at the end."""
    rest = [name for name in answers.course.criteria if name not in answers.order]
    return [*answers.order, *rest]


def live_ranking(answers: Answers) -> str:
    """Return headline and ranking as HTML, with the ranks for equal weights."""
    course, lang = answers.course, answers.lang
    comparison = answers.comparison()
    return render(
        "activities/live_ranking",
        course,
        lang,
        no_profile=answers.profile is None,
        all_zero=not any(answers.points.values()),
        local=answers.business.market == "local" and not answers.points.get("reach"),
        headline=headline(comparison, course, lang),
        ranking=ranking(comparison, course, lang, answers.equal()),
    )


def ranking_form(answers: Answers) -> Form:
    """Show the ranking as it stands, without the controls."""
    title = answers.course.say("compare.ranking", answers.lang)
    form = _form(answers, [Output("ranking", title)], "ranking")

    def paint() -> None:
        form.outputs = {"ranking": live_ranking(answers)}

    answers.watch(paint)
    paint()
    return form


def why_form(answers: Answers) -> Form:
    """Explain the lead of one alternative over another, evidence included."""
    course, lang = answers.course, answers.lang

    def fields() -> list[Field]:
        options = _options(answers)
        return [
            Select("one", course.say("compare.why_one", lang), options=options),
            Select("other", course.say("compare.why_other", lang), options=options),
            Output("why", course.say("compare.why", lang)),
            Output("overview", course.say("overview.title", lang)),
        ]

    one, other = _first_two(answers.comparison())
    form = _form(answers, fields(), "why", value={"one": one, "other": other})

    def paint(_value: object = None) -> None:
        _keep_options(form, answers, fields())
        comparison = answers.comparison()
        a, b = form.value.get("one"), form.value.get("other")
        if not a or not b or a == b:
            text = render(
                "language/note", course, lang, text=course.say("compare.pick_two", lang)
            )
        else:
            text = why(
                comparison,
                comparison.index(a),
                comparison.index(b),
                course,
                answers.business,
                lang,
            )
        whole = render(
            "activities/overview",
            course,
            lang,
            sentences=overview_sentences(comparison, course, lang),
            says_not=says_not(comparison, course, lang),
        )
        form.outputs = {"why": text, "overview": whole}

    form.on_change(paint)
    _when_quiet(answers, paint)
    paint()
    return form


def sure_form(answers: Answers) -> Form:
    """Show how often each alternative comes first over many weightings."""
    course, lang = answers.course, answers.lang
    form = _form(
        answers, [Output("sure", course.say("compare.how_sure", lang))], "sure"
    )

    def paint() -> None:
        from ..explaining.changes import how_sure, robustness_of
        from ..explaining.figures import acceptability

        comparison = answers.comparison()
        if len(comparison.standing) < 2:
            text = render(
                "language/note", course, lang, text=headline(comparison, course, lang)
            )
        else:
            sure = robustness_of(comparison)
            text = render(
                "activities/sure",
                course,
                lang,
                sentences=how_sure(comparison, sure, course, lang),
                figure=acceptability(comparison, sure, course, lang),
            )
        form.outputs = {"sure": text}

    _when_quiet(answers, paint)
    paint()
    return form


def change_form(answers: Answers) -> Form:
    """Say what would have to change for an alternative to come first."""
    course, lang = answers.course, answers.lang

    def fields() -> list[Field]:
        wanted = course.say("compare.wanted", lang)
        return [
            Select("wanted", wanted, options=_options(answers)),
            Output("changes", course.say("compare.changes", lang)),
        ]

    value = {"wanted": _first_two(answers.comparison())[1]}
    form = _form(answers, fields(), "changes", value=value)

    def paint(_value: object = None) -> None:
        from ..explaining.changes import changes

        _keep_options(form, answers, fields())
        comparison = answers.comparison()
        wanted = form.value.get("wanted")
        sentences = (
            changes(comparison, comparison.index(wanted), course, lang)
            if wanted
            else []
        )
        form.outputs = {
            "changes": render("activities/sentences", course, lang, sentences=sentences)
        }

    form.on_change(paint)
    _when_quiet(answers, paint)
    paint()
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


def _when_quiet(answers: Answers, paint: Callable[[], object]) -> None:
    """Paint once the answers have not changed for a moment.

    What takes longer than a bar must not stand between a slider and its ranking.
    """
    waiting: list[asyncio.TimerHandle] = []

    def changed() -> None:
        for timer in waiting:
            timer.cancel()
        waiting.clear()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            paint()
        else:
            waiting.append(loop.call_later(PAUSE, paint))

    answers.watch(changed)


def _form(answers: Answers, fields: list[Field], name: str, **options: Any) -> Form:
    labels = form_labels(answers.course.strings, answers.lang)
    return Form(fields, labels=labels, lang=answers.lang, name=name, **options)
