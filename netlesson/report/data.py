"""The comparison as data: CSV, and a workbook with the plan as well."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from ..deciding import Comparison
from ..deciding.plan import Trial, rule_sentence
from ..deciding.review import Review, review
from ..explaining import breach_sentences, figure, heading_sums, whole_points
from ..language import bare, guarded, printable, separator
from ..learning import Answers
from .texts import trial_of

WIDEST = 44

Value = str | float | int | date | None
Row = list[Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under column heads that are all different; None is an empty cell."""

    name: str
    head: list[str]
    rows: list[Row]

    @property
    def lines(self) -> list[Row]:
        """Head and rows."""
        return [list(self.head), *self.rows]


SPANS = ("report.low", "report.rating", "report.high", "report.scored_as")
WEIGHED = ("report.weight", "report.contribution")


def tables(answers: Answers, today: date) -> list[Table]:
    """Return the comparison as data, and the plan and its result if there are any.

    Points are those on the screen; ratings are as entered, with low and high.
    """

    def heads(*keys: str) -> list[str]:
        return [answers.say(key) for key in keys]

    comparison = answers.comparison()
    criteria = comparison.criteria
    order = (*comparison.standing, *comparison.out)
    sums = heading_sums(comparison, answers.course)
    headings = [each.name[answers.lang] for each in answers.course.headings.values()]
    names = [answers.with_unit(criterion) for criterion in criteria]
    points, rating = heads("bars.points", "report.rating")
    found = [
        Table(
            name=answers.say("report.comparison"),
            head=[
                *heads("bars.rank", "bars.what", "report.kind"),
                points,
                *(f"{points}: {name}" for name in headings),
                *(f"{rating}: {name}" for name in names),
                *heads("report.out"),
            ],
            rows=[_row(comparison, i, whole_points(sums[i]), answers) for i in order],
        ),
        Table(
            name=answers.say("report.ratings"),
            head=heads("bars.what", "figures.criterion", *SPANS, *WEIGHED),
            rows=[
                [
                    row.alternative.name,
                    name,
                    span.low,
                    span.usual,
                    span.high,
                    row.raw[j],
                    round(100 * comparison.shares[j], 6),
                    round(100 * row.contributions[j], 6),
                ]
                for row in (comparison.rows[i] for i in order)
                for j, (name, criterion) in enumerate(zip(names, criteria, strict=True))
                for span in [figure(None, row.level, criterion.id)]
            ],
        ),
    ]
    trial = trial_of(answers)
    if trial:
        checked = review(trial, answers.result, today)
        found.append(_plan_table(trial, checked, answers))
    return found


def _row(
    comparison: Comparison, i: int, points: Sequence[int], answers: Answers
) -> Row:
    """Return one alternative as data; what is knocked out has no rank."""
    alternative = comparison.alternatives[i]
    out = breach_sentences(comparison, i, answers)
    return [
        None if out else comparison.rows[i].rank,
        alternative.name,
        answers.course.groups[alternative.group].name[answers.lang],
        sum(points),
        *points,
        *comparison.rows[i].raw,
        " ".join(out),
    ]


def _plan_table(trial: Trial, checked: Review, answers: Answers) -> Table:
    """Return what was planned, what was counted, and what was decided."""
    rows: list[Row] = []

    def add(key: str, text: Value, aim: Value = None, counted: Value = None) -> None:
        rows.append([answers.say(f"plan.{key}"), aim, counted, text])

    for _, name in trial.chosen:
        add("chosen", name)
    days = (("start", trial.start), *(("review", day) for day in trial.reviews))
    for key, day in (*days, ("end", trial.end)):
        add(f"day_{key}", day)
    add("budget", answers.course.currency, trial.budget, checked.spent)
    add("hours", None, trial.hours, checked.used)
    for line in checked.lines:
        add(f"count_{line.count}", None, line.target, line.counted)
    add("rule_title", rule_sentence(trial, answers))
    if trial.rule:
        add("rule", trial.rule)
    for name, group in trial.chosen:
        if name in checked.decisions:
            decided = answers.say(f"plan.decision_{checked.decisions[name]}")
            add("decision", f"{group}: {decided}")
    if checked.learned:
        add("learned", checked.learned)
    head = [
        answers.say(f"plan.{key}") for key in ("what", "planned", "counted", "text")
    ]
    return Table(name=answers.say("report.plan"), head=head, rows=rows)


def csv_file(answers: Answers, today: date) -> bytes:
    """Write the comparison as CSV as spreadsheets in the reader's language open it.

    UTF-8 with a byte order mark. Texts go through `guarded`.
    """
    comparison = tables(answers, today)[0]
    lang = answers.lang

    def spell(value: Value) -> str:
        if isinstance(value, str | date):
            return guarded(printable(str(value)))
        return "" if value is None else bare(value, lang)

    sheet = io.StringIO(newline="")
    # Quotes around everything: a text keeps its line breaks and its separators.
    lines = csv.writer(sheet, delimiter=separator(lang), quoting=csv.QUOTE_ALL)
    for row in comparison.lines:
        lines.writerow([spell(value) for value in row])
    return sheet.getvalue().encode("utf-8-sig")


def xlsx_file(answers: Answers, today: date) -> bytes:
    """Write all tables as a workbook; every text is stored as text, as typed."""
    book = Workbook()
    book.remove(book.active)
    for table in tables(answers, today):
        # Excel allows fewer letters and signs than an author.
        sheet = book.create_sheet(INVALID_TITLE_REGEX.sub(" ", table.name)[:31])
        for r, row in enumerate(table.lines, start=1):
            for c, value in enumerate(row, start=1):
                _fill(sheet.cell(r, c), value, head=r == 1)
        sheet.freeze_panes = "A2"
        _widen(sheet, table)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(cell: Cell, value: Value, *, head: bool) -> None:
    cell.font = Font(bold=head)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"  # or "=1+1" would be a formula and "#N/A" an error
        # Or a spreadsheet would run it as soon as someone edits the cell.
        cell._style.quotePrefix = int(guarded(value) != value)
    else:
        cell.value = value
    if isinstance(value, date):
        cell.number_format = "mm-dd-yy"  # which each program writes as its reader does


def _widen(sheet: Worksheet, table: Table) -> None:
    for c, column in enumerate(zip(*table.lines, strict=True), start=1):
        longest = max(len(str(cell)) for cell in column if cell is not None)
        width = min(max(longest, 8), WIDEST if c > 1 or len(table.head) < 6 else 30)
        sheet.column_dimensions[get_column_letter(c)].width = width + 2
