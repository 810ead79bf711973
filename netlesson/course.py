"""What a notebook talks to: one line opens the course, one line an activity."""

import os
from collections import Counter
from pathlib import Path
from typing import get_args

from IPython.display import HTML, display

from . import journal
from .answers import Answers
from .content import load_course
from .markup import render
from .model import LANGS, Basis, Course, Lang
from .widgets.comparison import (
    change_form,
    order_form,
    sure_form,
    weights_form,
    why_form,
)
from .widgets.form import Form, Prose, form_labels
from .widgets.keeping import keeping_form, where_kept
from .widgets.profile import profile_form
from .widgets.side_by_side import cases_form, evidence_form, type_form


class Workbook:
    """The open course in one notebook; each method is one activity.

    Attributes:
        content: Everything the course says.
        answers: What this learner has answered.
        lang: The language of the notebook.
    """

    def __init__(self, content: Course, answers: Answers) -> None:
        self.content = content
        self.answers = answers
        self.lang = answers.lang

    def profile(self) -> Form:
        """Ask about the learner's business."""
        return profile_form(self.answers)

    def my_work(self) -> Form:
        """Show where answers are kept; download and upload them."""
        return keeping_form(self.answers)

    def matrix(self) -> Form:
        """Show all types on all criteria."""
        from .figures import matrix

        return self._page(
            "matrix", matrix(self.content, self.answers.business, self.lang)
        )

    def evidence(self) -> Form:
        """Show what any rating rests on."""
        return evidence_form(self.answers)

    def one_type(self) -> Form:
        """Show one type across all criteria."""
        return type_form(self.answers)

    def cases(self) -> Form:
        """Try the twelve cases."""
        return cases_form(self.answers)

    def order(self) -> Form:
        """Rank the criteria."""
        return order_form(self.answers)

    def weights(self) -> Form:
        """Set weights and limits, and watch the ranking."""
        return weights_form(self.answers)

    def why(self) -> Form:
        """Explain one alternative's lead over another."""
        return why_form(self.answers)

    def how_sure(self) -> Form:
        """Show how far the ranking can be trusted."""
        return sure_form(self.answers)

    def what_would_change(self) -> Form:
        """Say what would have to change for an alternative to win."""
        return change_form(self.answers)

    def types_table(self) -> HTML:
        """Show the types with what they are and what they ask."""
        return self._table("types_table")

    def scales_table(self) -> HTML:
        """Show the criteria with the words behind their scales."""
        return self._table("scales_table")

    def bases_table(self) -> HTML:
        """Count by type how many ratings rest on what."""
        ratings = self.content.ratings.values()
        counts = Counter((rating.group, rating.basis) for rating in ratings)
        return self._table("bases_table", counts=counts, bases=get_args(Basis))

    def _table(self, template: str, **values: object) -> HTML:
        """Show a table that needs no kernel to be read."""
        return HTML(render(template, self.content, self.lang, **values))

    def _page(self, name: str, html: str) -> Form:
        """Show HTML in the course's own look."""
        labels = form_labels(self.content.strings, self.lang)
        return Form([Prose("page", html)], labels=labels, lang=self.lang, name=name)


def open_course(lang: Lang = "en", content: str | Path | None = None) -> Workbook:
    """Open the course in a notebook and say where answers are kept.

    Args:
        lang: The language, "en" or "de".
        content: A folder with content of one's own; by default the one that the
            environment variable NETLESSON_CONTENT names, if any.

    Returns:
        The workbook, whose methods are the activities.

    Raises:
        ValueError: If there is no such language.
        ContentError: If the content is wrong; the message says where.
    """
    if lang not in LANGS:
        raise ValueError(f"language {lang!r} is unknown; use one of {list(LANGS)}")
    course = load_course(content or os.environ.get("NETLESSON_CONTENT") or None)
    answers = Answers(course, journal.Journal(journal.home()), lang)
    workbook = Workbook(course, answers)
    opened = render("opened", course, lang, kept=where_kept(answers))
    display(workbook._page("opened", opened))
    return workbook
