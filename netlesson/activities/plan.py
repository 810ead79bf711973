"""The trial: choose, plan, make the rule; later count, look back, decide again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from ..deciding import CURRENCIES
from ..deciding.plan import (
    COUNTS,
    PLAN_ENTRIES,
    Trial,
    follow_up_rules,
    missing,
    no_country,
    read_trial,
    rule_sentence,
    take_plan,
)
from ..deciding.review import DECISIONS, RESULT_ENTRIES, advice_sentence, review
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
)
from ..language import Entry, date_short, money, number, take_entries
from ..learning import Answers
from .page import note, page, phrases, show_kept

EXAMPLE = date(2027, 1, 31)
DOWNLOADS = ("html", "csv", "xlsx", "ics")


def plan_form(answers: Answers, today: Callable[[], date] = date.today) -> Form:
    """Plan a trial of one to three groups, and take everything along.

    Args:
        answers: Where the plan is kept.
        today: What day it is.
    """

    def paint(form: Form) -> None:
        form.outputs = {"summary": plan_page(answers)}
        form.disabled = [] if _trial(answers) else ["ics"]

    form = _following(
        answers,
        "plan",
        lambda: [*_asked(answers), *_given(answers)],
        _unranked(answers),
        lambda: answers.plan,
        PLAN_ENTRIES,
        paint,
    )

    def entered(value: Mapping[str, Any]) -> None:
        typed, form.errors = take_plan(answers.plan, value, answers, today())
        names = _names(answers)
        kept = typed.get("names") or {}
        chosen = typed.get("chosen") or []
        typed["names"] = {n: names.get(n, kept.get(n, n)) for n in chosen}
        typed.setdefault("id", uuid4().hex)
        answers.set_plan(typed)

    form.on_change(entered)
    for ending in DOWNLOADS:
        form.on_download(ending, partial(_download, answers, today, ending))
    return form


def _following(
    answers: Answers,
    name: str,
    fields: Callable[[], list[Field]],
    printed: list[Field],
    kept: Callable[[], Mapping[str, Any]],
    entries: Mapping[str, Entry],
    paint: Callable[[Form], None],
) -> Form:
    """Return a form whose fields, entries and outputs follow what is kept."""
    form = page(answers, fields(), name, printed=printed)

    def follow() -> None:
        form.renew(fields())
        if not kept():
            form.errors = {}
        show_kept(form, {"currency": "EUR", **kept()}, entries, answers)
        paint(form)

    answers.watch(follow, now=True)
    return form


def _download(answers: Answers, today: Callable[[], date], ending: str) -> File:
    # Spreadsheets and figures only when asked for.
    from ..report import KINDS, make

    name, data = make(ending, answers, today())
    return File(name, data, KINDS[ending])


def _asked(answers: Answers) -> list[Field]:
    """Return the questions of the plan."""
    say = phrases(answers, "plan.{}")
    counts = tuple(Option(count, say(f"count_{count}")) for count in COUNTS)
    currencies = tuple(Option(each, say(f"currency_{each}")) for each in CURRENCIES)
    example = date_short(EXAMPLE, answers.lang)
    budget, hours = _cap_help(answers)
    return [
        Prose("intro", note(answers, say("intro"))),
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
        Prose("targets_help", note(answers, say("targets_help"))),
        *(Number(f"target_{count}", say(f"count_{count}")) for count in COUNTS),
        Heading("rule_title", say("rule_title")),
        Prose("rule_help", note(answers, say("rule_help"))),
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
    say = phrases(answers, "plan.{}")
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
    say, comparison = phrases(answers, "plan.{}"), answers.comparison()
    options = []
    for i in (*comparison.standing, *comparison.out):
        row = comparison.rows[i]
        each, points = row.alternative, whole_points([row.score])[0]
        place = (
            say("ranked_out")
            if row.breaches
            else say("ranked_at", rank=row.rank, points=points)
        )
        options.append(Option(each.id, each.name, place))
    there = {option.id for option in options}
    kept = answers.plan.get("names")
    gone = kept.items() if isinstance(kept, dict) else ()
    options += [Option(name, str(words)) for name, words in gone if name not in there]
    return tuple(options)


def _cap_help(answers: Answers) -> tuple[str, str]:
    say, lang, profile = phrases(answers, "plan.{}"), answers.lang, answers.profile
    if profile is None:
        return say("budget_help_plain"), say("hours_help_plain")
    return (
        say("budget_help", share=money(profile.money / 4, lang)),
        say("hours_help", share=number(profile.hours * 3, lang, 1)),
    )


def plan_page(answers: Answers) -> str:
    """Return the plan as HTML, or what it still lacks; then the follow-up rules."""
    course, trial, profile = answers.course, _trial(answers), answers.profile
    if trial is None:
        open_ones = missing(answers.plan)
        plan = answers.fill("activities/plan_missing", open_ones=open_ones)
    else:
        rule = rule_sentence(trial, answers)
        plan = answers.fill("activities/plan", trial=trial, rule=rule)
    return plan + answers.fill(
        "language/follow_up",
        rules=follow_up_rules(course, profile),
        everywhere=no_country(profile),
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

    def paint(form: Form) -> None:
        trial = _trial(answers)
        form.outputs = {"result": review_page(answers, trial, today())} if trial else {}

    form = _following(
        answers,
        "review",
        lambda: _reviewed(answers, _trial(answers)),
        _printed(answers),
        lambda: answers.result,
        RESULT_ENTRIES,
        paint,
    )

    def entered(value: Mapping[str, Any]) -> None:
        result, form.errors = take_entries(
            answers.result, value, RESULT_ENTRIES, course, lang
        )
        answers.set_result(result)

    def anew(_value: object) -> None:
        form.errors = {}
        answers.set_result({})
        answers.set_plan({})
        form.status = answers.say("plan.new_trial_ready")

    form.on_change(entered)
    form.on_click("new_trial", anew)
    return form


def _reviewed(answers: Answers, trial: Trial | None) -> list[Field]:
    say = phrases(answers, "plan.{}")
    if trial is None:
        return [Prose("no_plan", note(answers, say("no_plan")))]
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
    say = phrases(answers, "plan.{}")
    return [
        Heading("counted", say("review_intro")),
        *(Number(f"counted_{count}", say(f"count_{count}")) for count in COUNTS),
        Area("learned", say("learned")),
    ]


def review_page(answers: Answers, trial: Trial, today: date) -> str:
    """Return plan against result as HTML."""
    checked = review(trial, answers.result, today)
    advice = advice_sentence(trial, checked, answers)
    return answers.fill("language/review", trial=trial, review=checked, advice=advice)
