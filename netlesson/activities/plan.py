"""The trial: choose, plan, make the rule; later count, look back, decide again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from ..content import is_amount
from ..deciding.plan import (
    COUNTS,
    PLAN_ENTRIES,
    Trial,
    follow_up_rules,
    missing,
    no_country,
    rule_sentence,
    take_plan,
)
from ..deciding.review import DECISIONS, RESULT_ENTRIES, advice_sentence, review
from ..explaining import beyond_limits, reckon_all, whole_points
from ..form import Choice, Field, File, Form, Option
from ..language import Entry, date_short, day_of, number, take_entries
from ..learning import Answers
from ..report.texts import trial_of
from .page import Section, offered, page, show_kept

EXAMPLE = date(2027, 1, 31)
DATE = 12
"""How many characters a box for a date has room for."""
DOWNLOADS = ("html", "full", "csv", "xlsx", "ics")
PHRASES = "plan.{}"


def plan_form(answers: Answers, today: Callable[[], date] = date.today) -> Form:
    """Plan a trial of one to three groups, and take everything along."""

    def paint(form: Form) -> None:
        form.outputs = {"summary": plan_page(answers)}
        form.disabled = [] if trial_of(answers) else ["ics"]

    form = _following(
        answers,
        "plan",
        lambda: [*_asked(answers, _ranked(answers), today()), *_given(answers)],
        # A page without a kernel knows no ranking.
        _asked(answers, offered(answers.alternatives, answers.lang), date.min),
        lambda: answers.plan,
        PLAN_ENTRIES,
        paint,
    )

    def entered(value: Mapping[str, Any]) -> None:
        typed, form.errors = take_plan(answers.plan, value, answers, today())
        names = {each.id: each.name for each in answers.alternatives}
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
    form = page(answers, fields(), name, printed=printed, keeps=True)

    def follow() -> None:
        form.renew(fields())
        if not kept():
            form.errors = {}
        show_kept(form, kept(), entries, answers)
        paint(form)

    answers.watch(follow, now=True)
    return form


def _download(answers: Answers, today: Callable[[], date], ending: str) -> File:
    # Spreadsheets and figures only when asked for.
    from ..report import KINDS, make

    name, data = make(ending, answers, today())
    return File(name, data, KINDS[ending])


def _asked(answers: Answers, groups: Sequence[Option], today: date) -> list[Field]:
    """Return the questions of the plan, about groups of which some are chosen."""
    first = day_of(answers.plan.get("start"))
    say, lang, profile = Section(answers, PHRASES), answers.lang, answers.profile
    counts = say.options(COUNTS, "count_{}")
    example = say("start_help", example=date_short(EXAMPLE, lang))
    if profile is None:
        budget, hours = say("budget_help_plain"), say("hours_help_plain")
    else:
        budget = say("budget_help", share=answers.money(profile.money / 4))
        hours = say("hours_help", share=number(profile.hours * 3, lang, 1))
    budget = answers.as_given(budget, "plan", "budget")
    return [
        say.prose("intro"),
        say.choices("chosen", options=groups),
        say.heading("when"),
        say.line("start", help=example, chars=DATE),
        *([say.prose("start_past")] if first and first < today else []),
        *(say.line(name, chars=DATE) for name in ("review_1", "review_2", "end")),
        say.heading("caps"),
        say.number("budget", help=budget, unit=answers.sign),
        say.number("hours", help=hours, unit=say("hours_unit")),
        say.heading("targets"),
        say.prose("targets_help"),
        *(say.number(f"target_{count}", f"count_{count}") for count in COUNTS),
        say.heading("rule_title"),
        say.prose("rule_help"),
        say.select("decides", options=counts),
        say.number("least"),
        *([say.prose("least_over")] if _above_goal(answers.plan) else []),
        say.area("rule", help="", rows=3),
    ]


def _above_goal(typed: Mapping[str, Any]) -> bool:
    """Tell whether the rule stops a trial that has reached its goal."""
    parts: list[Any] = [typed.get("least"), typed.get(f"target_{typed.get('decides')}")]
    return all(map(is_amount, parts)) and float(parts[0]) > float(parts[1])


def _given(answers: Answers) -> list[Field]:
    """Return what the plan gives back."""
    say = Section(answers, PHRASES)
    return [
        say.output("summary"),
        say.heading("take_along"),
        say.download("html", "get_report"),
        *(say.download(ending, f"get_{ending}") for ending in DOWNLOADS[1:]),
    ]


def _ranked(answers: Answers) -> tuple[Option, ...]:
    """Offer the alternatives as ranked, and what was chosen and is gone since."""
    say, comparison = Section(answers, PHRASES), answers.comparison()
    options = []
    unknown = answers.profile is None
    ranked = (*comparison.standing, *comparison.out)
    for i in sorted(ranked) if unknown else ranked:
        row = comparison.rows[i]
        points = whole_points([row.score])[0]
        key = "ranked_out" if row.breaches else "ranked_at"
        place = "" if unknown else say(key, rank=row.rank, points=points)
        options.append(Option(row.alternative.id, row.alternative.name, place))
    there = {option.id for option in options}
    kept = answers.plan.get("names")
    gone = kept.items() if isinstance(kept, dict) else ()
    options += [Option(name, str(words)) for name, words in gone if name not in there]
    return tuple(options)


def plan_page(answers: Answers) -> str:
    """Return the plan as HTML, or what it still lacks; then the follow-up rules."""
    course, trial, profile = answers.course, trial_of(answers), answers.profile
    if trial is None:
        open_ones = missing(answers.plan)
        plan = answers.fill("activities/plan_missing", open_ones=open_ones)
    else:
        rule = rule_sentence(trial, answers)
        ids = [name for name, _ in trial.chosen]
        rows = [row for row in answers.comparison().rows if row.alternative.id in ids]
        over = beyond_limits(reckon_all(rows, answers.costs), profile, answers)
        plan = answers.fill("activities/plan", trial=trial, rule=rule, over=over)
    return plan + answers.fill(
        "language/follow_up",
        rules=follow_up_rules(course, profile),
        everywhere=no_country(profile),
    )


def review_form(answers: Answers, today: Callable[[], date] = date.today) -> Form:
    """Enter what was counted, see plan against result, decide again."""
    say = Section(answers, PHRASES)

    def paint(form: Form) -> None:
        trial = trial_of(answers)
        form.outputs = {"result": review_page(answers, trial, today())} if trial else {}

    form = _following(
        answers,
        "review",
        lambda: _reviewed(answers, trial_of(answers)),
        # A page without a kernel asks what anyone is asked.
        [*_counted(say, COUNTS), say.area("learned")],
        lambda: answers.result,
        RESULT_ENTRIES,
        paint,
    )

    def entered(value: Mapping[str, Any]) -> None:
        result, form.errors = take_entries(
            answers.result, value, RESULT_ENTRIES, answers.course, answers.lang
        )
        answers.set_result(result)

    def anew(_value: object) -> None:
        form.errors = {}
        answers.set_result({})
        answers.set_plan({})
        form.status = say("new_trial_ready")

    form.on_change(entered)
    form.on_click("new_trial", anew)
    return form


def _reviewed(answers: Answers, trial: Trial | None) -> list[Field]:
    say = Section(answers, PHRASES)
    if trial is None:
        return [say.prose("no_plan")]
    decisions = say.options(DECISIONS, "decision_{}")
    given = answers.as_given("", "result", "spent")
    return [
        *_counted(say, [c for c in COUNTS if c in trial.targets or c == trial.decides]),
        say.number("spent", help=given, unit=answers.sign),
        say.number("used", unit=say("hours_unit")),
        say.output("result"),
        say.heading("decide"),
        *(
            Choice(
                f"decision_{name}", say("decision_for", name=group), options=decisions
            )
            for name, group in trial.chosen
        ),
        say.area("learned"),
        say.button("new_trial"),
    ]


def _counted(say: Section, counts: Iterable[str]) -> list[Field]:
    return [
        say.heading("counted", "review_intro"),
        *(say.number(f"counted_{count}", f"count_{count}") for count in counts),
    ]


def review_page(answers: Answers, trial: Trial, today: date) -> str:
    """Return plan against result as HTML."""
    checked = review(trial, answers.result, today)
    advice = advice_sentence(trial, checked, answers)
    return answers.fill("language/review", trial=trial, review=checked, advice=advice)
