"""The comparison: order, weights and limits, and what follows from them, live."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ..explaining import (
    answer,
    glance,
    headline,
    moved,
    next_steps,
    overview_sentences,
    says_not,
    why,
)
from ..explaining.changes import changes, how_sure, sureness_of
from ..explaining.figures import acceptability
from ..form import Field, Form, Option, Output, Range
from ..learning import TOP, Answers, profile_entries
from .page import Section, offered, output_page, page, show_kept, unranked, when_quiet
from .profile import idle_note, question_field, take_profile

if TYPE_CHECKING:
    from ..deciding import Comparison

LIMITS = ("money", "hours", "fixed_slot", "seat_taken")
REST = 1.0
"""Seconds without a change after which a learner is told what has moved."""


def order_form(answers: Answers) -> Form:
    """Let the learner rank the criteria by the jump they would buy first."""
    say, lang = Section(answers, "compare.{}"), answers.lang

    def field() -> Field:
        # What cannot count in this market is left out, not ranked last.
        options = tuple(
            Option(name, f"{criterion.name[lang]}: {criterion.jump[lang]}")
            for name, criterion in answers.course.criteria.items()
            if name in answers.order
        )
        return say.order("order", options=options)

    form = page(
        answers, [field()], "order", value={"order": list(answers.order)}, keeps=True
    )

    def follow() -> None:
        form.renew([field()])
        order, shown = list(answers.order), form.value.get("order", ())
        if set(shown) != set(order):
            form.show([field()], {"order": order})
        elif shown != order:
            form.value = {"order": order}

    form.on_change(lambda value: answers.set_order(tuple(value["order"])))
    answers.watch(follow)
    return form


def weights_form(answers: Answers) -> Form:
    """Sliders for the weights, limits, and the ranking that answers them.

    In sight of every slider stands the ranking at a glance. Once a learner pauses, it
    follows in full below, and what has moved is said, and read out, in a sentence.
    """
    lang, say = answers.lang, Section(answers, "compare.{}")
    low, high = say("counts_nothing"), say("counts_most")
    slider = partial(Range, min=0, max=TOP, low=low, high=high)
    # The most important first; what does not count at the end.
    by_importance = dict.fromkeys((*answers.order, *answers.course.criteria))

    def fields() -> list[Field]:
        known = [answers.course.criteria[name] for name in by_importance]
        return [
            Output("glance", answers.say("glance.title"), place="beside"),
            say.heading("weights_heading", "weights"),
            say.paragraph("weights_help"),
            *(slider(f"weight_{c.id}", c.name[lang], c.jump[lang]) for c in known),
            say.button("again"),
            say.heading("limits_heading", "limits"),
            *(question_field(answers, name, helped=False) for name in LIMITS),
            Output("ranking", say("ranking"), place="below"),
        ]

    form = page(answers, fields(), "weights", keeps=True)
    told = answers.comparison()

    def entered(value: Mapping[str, Any]) -> None:
        answers.set_points(
            {n: float(value.get(f"weight_{n}", p)) for n, p in answers.points.items()}
        )
        form.errors = take_profile(answers, {n: value[n] for n in LIMITS if n in value})

    def follow() -> None:
        shown = form.outputs
        form.renew(fields())
        points = {f"weight_{name}": each for name, each in answers.points.items()}
        show_kept(form, {**answers.typed, **points}, profile_entries(), answers)
        alike = not any(answers.points.values())
        seen = answers.profile and glance(answers.comparison(), answers, alike=alike)
        form.outputs = {**shown, "glance": seen or ""}

    def paint() -> None:
        html = unranked(answers) or live_ranking(answers)
        form.outputs = {**form.outputs, "ranking": html}

    def tell() -> None:
        nonlocal told
        now = answers.comparison()
        if now != told and answers.profile:
            form.status = moved(told, now, answers)
        told = now

    form.on_change(entered)
    form.on_click("again", lambda _value: answers.start_again())
    answers.watch(follow, now=True)
    when_quiet(answers, paint)
    when_quiet(answers, tell, REST)
    return form


def live_ranking(answers: Answers) -> str:
    """Return headline and ranking as HTML, with the ranks for equal weights."""
    comparison = answers.comparison()
    return answers.fill(
        "activities/live_ranking",
        borrowed=answers.can_go_back,
        all_zero=not any(answers.points.values()),
        local=answers.business.market == "local" and not answers.points.get("reach"),
        idle=idle_note(answers, comparison),
        answer=answer(comparison, answers, answers.business, answers.equal()),
    )


def ranking_form(answers: Answers) -> Form:
    """Show the ranking as it stands, without the controls."""
    fields = [Section(answers, "compare.{}").output("ranking")]
    return output_page(
        answers, fields, "ranking", lambda _form: live_ranking(answers), ranks=True
    )


def next_steps_form(answers: Answers) -> Form:
    """Say how to go about what is recommended."""
    fields = [Section(answers, "recommend.{}").output("next_steps")]

    def make(_form: Form) -> str:
        return next_steps(answers.comparison(), answers, answers.business)

    return output_page(answers, fields, "next-steps", make, ranks=True)


def why_form(answers: Answers) -> Form:
    """Explain the lead of one alternative over another, evidence included."""
    say = Section(answers, "compare.{}")

    def fields() -> list[Field]:
        options = offered(answers.alternatives, answers.lang)
        return [
            say.select("one", "why_one", options=options),
            say.select("other", "why_other", options=options),
            say.output("why"),
            Section(answers, "overview.{}").output("overview", "title"),
        ]

    def make(a: str, b: str) -> dict[str, str]:
        comparison = answers.comparison()
        if not a or not b or a == b:
            text = say.note("pick_two")
        else:
            i, j = comparison.index(a), comparison.index(b)
            text = why(comparison, i, j, answers, answers.business)
        whole = answers.fill(
            "activities/overview",
            sentences=overview_sentences(comparison, answers),
            says_not=says_not(comparison, answers),
        )
        return {"why": text, "overview": whole}

    return _picking(answers, fields, "why", {"one": 0, "other": 1}, make)


def sure_form(answers: Answers) -> Form:
    """Show how often each alternative comes first over many weightings."""

    def sureness(_form: Form) -> str:
        comparison = answers.comparison()
        if len(comparison.standing) < 2:
            return answers.fill("language/note", text=headline(comparison, answers))
        sure = sureness_of(comparison)
        return answers.fill(
            "activities/sure",
            sentences=how_sure(comparison, sure, answers),
            figure=acceptability(comparison, sure.order, answers.course, answers.lang),
        )

    fields = [Section(answers, "compare.{}").output("sure", "how_sure")]
    return output_page(answers, fields, "sure", sureness, quiet=True, ranks=True)


def change_form(answers: Answers) -> Form:
    """Say what would have to change for an alternative to come first."""
    say = Section(answers, "compare.{}")

    def fields() -> list[Field]:
        options = offered(answers.alternatives, answers.lang)
        return [say.select("wanted", options=options), say.output("changes")]

    def make(wanted: str) -> dict[str, str]:
        comparison = answers.comparison()
        sentences: Iterable[str] = ()
        if wanted:
            sentences = changes(comparison, comparison.index(wanted), answers)
        return {"changes": answers.fill("activities/sentences", sentences=sentences)}

    return _picking(answers, fields, "changes", {"wanted": 1}, make)


def _picking(
    answers: Answers,
    fields: Callable[[], list[Field]],
    name: str,
    places: dict[str, int],
    make: Callable[..., dict[str, str]],
) -> Form:
    """Return a form that explains what is picked, of what is compared now.

    Before anybody picks, each field has what stands in its place of the ranking.
    """

    def explained(form: Form) -> dict[str, str]:
        if not any(map(form.value.get, places)):
            ranked = _first_two(answers.comparison())
            form.value = {picked: ranked[place] for picked, place in places.items()}
        _keep_options(form, answers, fields())
        return make(*map(form.value.get, places))

    return output_page(answers, fields(), name, explained, quiet=True, ranks=True)


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
