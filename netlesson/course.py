"""What a notebook talks to: one line opens the course, one line an activity.

What only the last notebooks use is loaded there: a learner has a kernel for each
notebook that is open.
"""

import inspect
import logging
from collections import Counter
from collections.abc import Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from IPython.display import display

from .activities import (
    comparison,
    costs,
    keeping,
    lesson,
    portfolio,
    practice,
    profile,
    quiz,
    self_check,
    side_by_side,
    start,
)
from .content import Basis, Course, Lang, course_in_use
from .explaining import EVIDENCE
from .explaining.shown import Shown
from .form import Form
from .learning import Answers, journal_or_memory

if TYPE_CHECKING:
    from .exercise import Table


_log = logging.getLogger(__name__)


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

    def profile(self) -> Form:
        """Ask about the learner's business."""
        return profile.profile_form(self.answers)

    def my_work(self) -> Form:
        """Show where answers are kept; download and upload them."""
        return keeping.keeping_form(self.answers)

    def matrix(self) -> Form:
        """Show all types on all criteria."""
        return side_by_side.matrix_form(self.answers)

    def evidence(self) -> Form:
        """Show what any rating rests on."""
        return side_by_side.evidence_form(self.answers)

    def one_type(self) -> Form:
        """Show one type across all criteria."""
        return side_by_side.type_form(self.answers)

    def cases(self) -> Form:
        """Try the twelve cases."""
        return side_by_side.cases_form(self.answers)

    def start(self) -> Form:
        """Start from the business of one of the cases."""
        return start.start_form(self.answers)

    def own(self) -> Form:
        """Add groups of the learner's own and change what is different."""
        from .activities.own import own_form

        return own_form(self.answers)

    def order(self) -> Form:
        """Rank the criteria."""
        return comparison.order_form(self.answers)

    def weights(self) -> Form:
        """Set weights and limits, and watch the ranking."""
        return comparison.weights_form(self.answers)

    def ranking(self) -> Form:
        """Show the ranking that follows from the learner's weights and limits."""
        return comparison.ranking_form(self.answers)

    def next_steps(self) -> Form:
        """Say how to go about what is recommended."""
        return comparison.next_steps_form(self.answers)

    def why(self) -> Form:
        """Explain one alternative's lead over another."""
        return comparison.why_form(self.answers)

    def how_sure(self) -> Form:
        """Show how far the ranking can be trusted."""
        return comparison.sure_form(self.answers)

    def what_would_change(self) -> Form:
        """Say what would have to change for an alternative to win."""
        return comparison.change_form(self.answers)

    def costs(self) -> Form:
        """Ask for prices, hours and expectations; show what each group costs."""
        return costs.costs_form(self.answers)

    def portfolio(self) -> Form:
        """Show which combination of groups covers the most of what matters."""
        return portfolio.portfolio_form(self.answers)

    def card(self, group: str) -> Shown:
        """Show what a type is, costs and asks, and what is said about it."""
        return self._shown(lesson.card(self.answers, group, self.answers.business))

    def chart(self, group: str) -> Form:
        """Show how a type is rated for the learner's business, and why."""
        return lesson.chart_form(self.answers, group)

    def quiz(self, topic: str, n: int = 5) -> Form:
        """Ask n questions about a type, "mixed" or "deciding"."""
        return quiz.quiz_form(self.answers, topic, n)

    def practice(self, n: int = 8) -> Form:
        """Ask n questions about what was begun, what was missed first."""
        return practice.practice_form(self.answers, n)

    def self_check(self, pool: str) -> Form:
        """Ask the "opening" or the "closing" questions."""
        return self_check.self_check_form(self.answers, pool)

    def sort(self, group: str) -> Form:
        """Let the learner sort what is said about a type."""
        return quiz.kind_form(self.answers, group, "sort")

    def match(self, group: str) -> Form:
        """Let the learner match what is said about a type."""
        return quiz.kind_form(self.answers, group, "match")

    def reflection(self, name: str, prompt: str = "") -> Form:
        """Let the learner write something down and keep it."""
        return lesson.reflection_form(self.answers, name, prompt)

    def suits(self, case: str) -> Form:
        """Ask which type suits one of the cases."""
        return lesson.suits_form(self.answers, case)

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
    display(keeping.opened_form(answers, notebook))
    answers.keep_looking()
    return workbook
