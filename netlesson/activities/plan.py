"""The trial: choose, plan, make the rule; later count, look back, decide again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from ..content import Lang
from ..deciding.plan import (
    COUNTS,
    CURRENCIES,
    Trial,
    advice_sentence,
    follow_up_rules,
    missing,
    no_country,
    read_trial,
    review,
    rule_sentence,
)
from ..deciding.planning import means, shown, take_plan, take_result
from ..explaining import whole_points
from ..form import (
    Area,
    Button,
    Choice,
    Choices,
    Download,
    Field,
    File,
    Form,
    Heading,
    Line,
    Number,
    Option,
    Output,
    Prose,
    Select,
    form_labels,
)
from ..language import date_short, money, number, render
from ..learning import Answers

EXAMPLE = date(2027, 1, 31)
DOWNLOADS = ("html", "csv", "xlsx", "ics")
DECISIONS = ("go_on", "change", "stop")


def plan_form(answers: Answers, today: Callable[[], date] = date.today) -> Form:
    """Plan a trial of one to three groups, and take everything along.

    Args:
        answers: Where the plan is kept.
        today: What day it is.
    """
    course, lang = answers.course, answers.lang
    labels = form_labels(course.strings, lang)

    def fields() -> list[Field]:
        return [*_asked(answers), *_given(answers)]

    form = Form(
        fields(), labels=labels, lang=lang, name="plan", printed=_unranked(answers)
    )

    def entered(value: Mapping[str, Any]) -> None:
        typed, errors = take_plan(answers.plan, value, course, lang, today())
        form.errors = errors
        names = _names(answers)
        kept = typed.get("names") or {}
        chosen = typed.get("chosen") or []
        typed["names"] = {n: names.get(n, kept.get(n, n)) for n in chosen}
        typed.setdefault("id", uuid4().hex)
        answers.set_plan(typed)

    def follow() -> None:
        current = fields()
        if [each.state() for each in current] != form.fields:
            errors = form.errors
            form.show(current, form.value)
            form.errors = errors
        plan = {"currency": "EUR", **answers.plan}
        if not answers.plan:
            form.errors = {}
        form.value = _follow(form, plan, lang)

    def paint() -> None:
        form.outputs = {"summary": plan_page(answers)}
        form.disabled = [] if _trial(answers) else ["ics"]

    def download(ending: str) -> Callable[[], File]:
        def give() -> File:
            # Spreadsheets and figures only when asked for.
            from ..report import KINDS, make

            name, data = make(ending, answers, today())
            return File(name, data, KINDS[ending])

        return give

    form.on_change(entered)
    for ending in DOWNLOADS:
        form.on_download(ending, download(ending))
    answers.watch(follow)
    answers.watch(paint)
    follow()
    paint()
    return form


def _asked(answers: Answers) -> list[Field]:
    """Return the questions of the plan."""
    course, lang = answers.course, answers.lang

    def say(key: str, **values: object) -> str:
        return course.say(f"plan.{key}", lang, **values)

    counts = tuple(Option(count, say(f"count_{count}")) for count in COUNTS)
    currencies = tuple(Option(each, say(f"currency_{each}")) for each in CURRENCIES)
    example = date_short(EXAMPLE, lang)
    budget, hours = _cap_help(answers)
    return [
        Prose("intro", render("language/note", course, lang, text=say("intro"))),
        Choices("chosen", say("chosen"), say("chosen_help"), options=_options(answers)),
        Heading("when", say("when")),
        Line("start", say("start"), say("start_help", example=example)),
        Line("review_1", say("review_1"), say("review_1_help")),
        Line("review_2", say("review_2"), say("review_2_help")),
        Line("end", say("end"), say("end_help")),
        Heading("caps", say("caps")),
        Select("currency", say("currency"), options=currencies),
        Number("budget", say("budget"), budget),
        Number("hours", say("hours"), hours, unit=say("hours_unit")),
        Heading("targets", say("targets")),
        Prose(
            "targets_help",
            render("language/note", course, lang, text=say("targets_help")),
        ),
        *(Number(f"target_{count}", say(f"count_{count}")) for count in COUNTS),
        Heading("rule_title", say("rule_title")),
        Prose(
            "rule_help", render("language/note", course, lang, text=say("rule_help"))
        ),
        Select("decides", say("decides"), options=counts),
        Number("least", say("least")),
        Area("rule", say("rule"), rows=3),
    ]


def _unranked(answers: Answers) -> list[Field]:
    """Return the questions for a page without a kernel, which knows no ranking."""
    groups = tuple(Option(each.id, each.name) for each in answers.alternatives)
    return [
        replace(field, options=groups) if isinstance(field, Choices) else field
        for field in _asked(answers)
    ]


def _given(answers: Answers) -> list[Field]:
    """Return what the plan gives back."""
    course, lang = answers.course, answers.lang

    def say(key: str) -> str:
        return course.say(f"plan.{key}", lang)

    return [
        Output("summary", say("summary")),
        Heading("take_along", say("take_along")),
        Download("html", say("get_report"), say("get_report_help")),
        Download("csv", say("get_csv"), say("get_csv_help")),
        Download("xlsx", say("get_xlsx")),
        Download("ics", say("get_ics"), say("get_ics_help")),
    ]


def _options(answers: Answers) -> tuple[Option, ...]:
    """Offer the alternatives as ranked, and what was chosen and is gone since."""
    course, lang = answers.course, answers.lang
    comparison = answers.comparison()
    options = []
    for i in (*comparison.standing, *comparison.out):
        row = comparison.rows[i]
        each = row.alternative
        points = whole_points([row.score])[0]
        place = (
            course.say("plan.ranked_out", lang)
            if row.breaches
            else course.say("plan.ranked_at", lang, rank=row.rank, points=points)
        )
        options.append(Option(each.id, each.name, place))
    there = {option.id for option in options}
    kept = answers.plan.get("names")
    for name, words in (kept if isinstance(kept, dict) else {}).items():
        if name not in there:
            options.append(Option(name, str(words)))
    return tuple(options)


def _cap_help(answers: Answers) -> tuple[str, str]:
    course, lang, profile = answers.course, answers.lang, answers.profile
    if profile is None:
        plain = ("plan.budget_help_plain", "plan.hours_help_plain")
        return course.say(plain[0], lang), course.say(plain[1], lang)
    return (
        course.say("plan.budget_help", lang, share=money(profile.money / 4, lang)),
        course.say("plan.hours_help", lang, share=number(profile.hours * 3, lang, 1)),
    )


def _follow(form: Form, kept: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return the form's value with what changed elsewhere; typed text stays."""
    known, current = {field["id"] for field in form.fields}, shown(kept, lang)
    value = {name: each for name, each in form.value.items() if name in known}
    for name in known - form.errors.keys():
        if name in current and not means(name, value.get(name), kept[name], lang):
            value[name] = current[name]
        elif name not in current:
            value.pop(name, None)
    return value


def plan_page(answers: Answers) -> str:
    """Return the plan as HTML, or what it still lacks; then the follow-up rules."""
    course, lang = answers.course, answers.lang
    trial = _trial(answers)
    if trial is None:
        open_ones = missing(answers.plan)
        plan = render("activities/plan_missing", course, lang, open_ones=open_ones)
    else:
        rule = rule_sentence(trial, course, lang)
        plan = render("activities/plan", course, lang, trial=trial, rule=rule)
    return plan + render(
        "language/follow_up",
        course,
        lang,
        rules=follow_up_rules(course, answers.profile),
        everywhere=no_country(answers.profile),
    )


def _names(answers: Answers) -> dict[str, str]:
    return {each.id: each.name for each in answers.alternatives}


def _trial(answers: Answers) -> Trial | None:
    return read_trial(answers.plan, _names(answers))


def review_form(answers: Answers, today: Callable[[], date] = date.today) -> Form:
    """Enter what was counted, see plan against result, decide again.

    Args:
        answers: Where plan and result are kept.
        today: What day it is.
    """
    course, lang = answers.course, answers.lang
    labels = form_labels(course.strings, lang)

    def fields() -> list[Field]:
        return _reviewed(answers, _trial(answers))

    form = Form(
        fields(), labels=labels, lang=lang, name="review", printed=_printed(answers)
    )

    def entered(value: Mapping[str, Any]) -> None:
        typed, errors = take_result(answers.result, value, course, lang)
        form.errors = errors
        answers.set_result(typed)

    def follow() -> None:
        current = fields()
        if [each.state() for each in current] != form.fields:
            errors = form.errors
            form.show(current, form.value)
            form.errors = errors
        form.value = _follow(form, answers.result, lang)

    def paint() -> None:
        trial = _trial(answers)
        form.outputs = {"result": review_page(answers, trial, today())} if trial else {}

    def anew(_value: object) -> None:
        form.errors = {}
        answers.set_result({})
        answers.set_plan({})
        form.status = course.say("plan.new_trial_ready", lang)

    form.on_change(entered)
    form.on_click("new_trial", anew)
    answers.watch(follow)
    answers.watch(paint)
    follow()
    paint()
    return form


def _reviewed(answers: Answers, trial: Trial | None) -> list[Field]:
    course, lang = answers.course, answers.lang

    def say(key: str, **values: object) -> str:
        return course.say(f"plan.{key}", lang, **values)

    if trial is None:
        return [
            Prose("no_plan", render("language/note", course, lang, text=say("no_plan")))
        ]
    decisions = tuple(Option(each, say(f"decision_{each}")) for each in DECISIONS)
    counts = [c for c in COUNTS if c in trial.targets or c == trial.decides]
    return [
        Heading("counted", say("review_intro")),
        *(Number(f"counted_{count}", say(f"count_{count}")) for count in counts),
        Number("spent", say("spent"), unit=trial.currency),
        Number("used", say("used"), unit=say("hours_unit")),
        Output("result", say("result")),
        Heading("decide", say("decide")),
        *(
            Choice(
                f"decision_{name}", say("decision_for", name=group), options=decisions
            )
            for name, group in trial.chosen
        ),
        Area("learned", say("learned")),
        Button("new_trial", say("new_trial"), say("new_trial_help")),
    ]


def _printed(answers: Answers) -> list[Field]:
    """Return what the review asks of anyone, for a page without a kernel."""
    course, lang = answers.course, answers.lang
    return [
        Heading("counted", course.say("plan.review_intro", lang)),
        *(
            Number(f"counted_{count}", course.say(f"plan.count_{count}", lang))
            for count in COUNTS
        ),
        Area("learned", course.say("plan.learned", lang)),
    ]


def review_page(answers: Answers, trial: Trial, today: date) -> str:
    """Return plan against result as HTML."""
    course, lang = answers.course, answers.lang
    checked = review(trial, answers.result, today)
    advice = advice_sentence(trial, checked, course, lang)
    return render(
        "language/review", course, lang, trial=trial, review=checked, advice=advice
    )
