"""What a notebook talks to: one line opens the course, one line an activity.

What only the last notebooks use is loaded there: a learner has a kernel for each
notebook that is open.
"""

import inspect
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, get_args

from IPython.display import display

from .activities import comparison, lesson, side_by_side
from .activities.costs import costs_form
from .activities.keeping import keeping_form, opened_form
from .activities.portfolio import portfolio_form
from .activities.practice import practice_form
from .activities.profile import profile_form
from .activities.quiz import kind_form, quiz_form
from .activities.self_check import self_check_form
from .activities.start import start_form
from .content import Basis, Course, Lang, course_in_use
from .explaining import EVIDENCE
from .explaining.shown import Shown
from .form import Form
from .learning import Answers, journal_or_memory

if TYPE_CHECKING:
    from .exercise import Table

P = ParamSpec("P")
_log = logging.getLogger(__name__)


def _activity(
    make: Callable[Concatenate[Answers, P], Form],
) -> Callable[Concatenate["Workbook", P], Form]:
    """Return the method of a workbook that makes a form of its learner's answers."""

    @wraps(make)
    def activity(book: "Workbook", /, *args: P.args, **options: P.kwargs) -> Form:
        return make(book.answers, *args, **options)

    return activity


class Workbook:
    """The open course in one notebook; each method is one activity.

    Attributes:
        content: Everything the course says.
        answers: What this learner has answered.
        lang: The language of the notebook.
        notebook: Which notebook it is; "" if it did not say.
    """

    def __init__(self, content: Course, answers: Answers, notebook: str = "") -> None:
        self.content = content
        self.answers = answers
        self.notebook = notebook
        self.lang = answers.lang

    profile = _activity(profile_form)
    my_work = _activity(keeping_form)
    start = _activity(start_form)
    # What the lessons show and ask.
    chart = _activity(lesson.chart_form)
    quiz = _activity(quiz_form)
    practice = _activity(practice_form)
    self_check = _activity(self_check_form)
    reflection = _activity(lesson.reflection_form)
    suits = _activity(lesson.suits_form)
    # Side by side.
    matrix = _activity(side_by_side.matrix_form)
    evidence = _activity(side_by_side.evidence_form)
    one_type = _activity(side_by_side.type_form)
    cases = _activity(side_by_side.cases_form)
    # The comparison, and what follows from it.
    order = _activity(comparison.order_form)
    weights = _activity(comparison.weights_form)
    ranking = _activity(comparison.ranking_form)
    next_steps = _activity(comparison.next_steps_form)
    why = _activity(comparison.why_form)
    how_sure = _activity(comparison.sure_form)
    what_would_change = _activity(comparison.change_form)
    costs = _activity(costs_form)
    portfolio = _activity(portfolio_form)

    def own(self) -> Form:
        """Add groups of the learner's own and change what is different."""
        from .activities.own import own_form

        return own_form(self.answers)

    def card(self, group: str) -> Shown:
        """Show what a type is, costs and asks, and what is said about it."""
        return self._shown(lesson.card(self.answers, group, self.answers.business))

    def sort(self, group: str) -> Form:
        """Let the learner sort what is said about a type."""
        return kind_form(self.answers, group, "sort")

    def match(self, group: str) -> Form:
        """Let the learner match what is said about a type."""
        return kind_form(self.answers, group, "match")

    def progress(self) -> Form:
        """Show where the learner stands and what comes next."""
        return lesson.progress_form(self.answers, self.notebook)

    def plan(self) -> Form:
        """Plan a trial of one to three groups, and take everything along."""
        from .activities.plan import plan_form

        return plan_form(self.answers)

    def review(self) -> Form:
        """Enter what was counted, see plan against result, decide again."""
        from .activities.plan import review_form

        return review_form(self.answers)

    def hand_in(self) -> Form:
        """Show what a result file would hold, save it or hand it in."""
        from .activities.handin import handin_form

        return handin_form(self.answers)

    def class_results(self, folder: str = "") -> Form:
        """Show how a class did, from a folder of result files."""
        from .activities.classroom import ClassResults

        return ClassResults(self.answers, folder).form

    def types_table(self) -> Shown:
        """Show the types with what they are and what they ask."""
        return self._table("activities/types_table")

    def scales_table(self) -> Shown:
        """Show the criteria with the words behind their scales."""
        return self._table("activities/scales_table")

    def bases_table(self) -> Shown:
        """Count by type how many ratings rest on what."""
        ratings = self.content.ratings.values()
        counts = Counter((rating.group, rating.basis) for rating in ratings)
        counts.update(("", rating.basis) for rating in ratings)  # of all types
        return self._table(
            "activities/bases_table", counts=counts, bases=get_args(Basis)
        )

    def why_combine(self) -> Shown:
        """Show the findings on combining groups, each with its limits."""
        known = self.content.findings
        findings = [known[name] for name in EVIDENCE if name in known]
        return self._table("activities/why_combine", findings=findings)

    def statements_table(self) -> "Table":
        """Return what the article says as a table, one row a statement."""
        from .exercise import statements_table

        return statements_table(self.content, self.lang)

    def ratings_table(self) -> "Table":
        """Return the ratings as a table, one row a type and criterion."""
        from .exercise import ratings_table

        return ratings_table(self.content)

    def values_table(self) -> "Table":
        """Return the values in 0..1, a row a type and a column a criterion."""
        from .exercise import values_table

        return values_table(self.content)

    def margins_table(self) -> "Table":
        """Return the lead of the first for each of the twelve cases."""
        from .exercise import margins_table

        return margins_table(self.content, self.lang)

    def histogram(self, values: Iterable[float]) -> Shown:
        """Show how numbers are spread."""
        from .exercise import histogram

        return self._shown(histogram(self.answers, values))

    def _table(self, template: str, **values: object) -> Shown:
        """Show a table that needs no kernel to be read."""
        return self._shown(self.answers.fill(template, **values))

    def _shown(self, html: str) -> Shown:
        return Shown(html, self.content, self.lang)


class OpenWorkbook(Workbook):
    """The workbook of a learner: an activity that fails says so, and stops nothing."""

    def __getattribute__(self, name: str) -> Any:
        found = super().__getattribute__(name)
        if name.startswith("_") or not inspect.ismethod(found):
            return found

        @wraps(found)
        def guarded(*args: Any, **options: Any) -> Any:
            try:
                return found(*args, **options)
            except Exception as error:  # noqa: BLE001 (learners see no traceback)
                _log.exception("activity %r failed", name)
                said = self.answers.say("keeping.not_shown_plain")
                if isinstance(error, ValueError):  # ours are sentences for the author
                    why = str(error).rstrip(".")
                    said = self.answers.say("keeping.not_shown", why=why)
                return self._table("activities/failed", said=said)

        return guarded


def open_course(
    lang: Lang = "en", content: str | Path | None = None, notebook: str = ""
) -> Workbook:
    """Open the course in a notebook and say where answers are kept.

    Args:
        lang: The language, one of `LANGS`.
        content: A folder with content of one's own; by default the one that the
            environment variable NETLESSON_CONTENT names, if any.
        notebook: The name of the notebook, without `.ipynb`; with it the learner sees
            where in the course that is, and comes back to it the next day.

    Returns:
        The workbook, whose methods are the activities.

    Raises:
        ValueError: If there is no such language.
        ContentError: If the content is wrong; the message says where.
    """
    course = course_in_use(content)
    answers = Answers(course, journal_or_memory(), lang)
    workbook = OpenWorkbook(course, answers, notebook)
    if notebook:
        answers.stay_at(notebook)
    display(opened_form(answers, notebook))
    answers.keep_looking()
    return workbook
