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
from openpyxl.worksheet.worksheet import Worksheet

from ..deciding import Comparison
from ..deciding.plan import Trial, rule_sentence
from ..deciding.review import Review, review
from ..explaining import breach_sentences, heading_sums, whole_points
from ..language import bare, guarded, printable, separator
from ..learning import Answers
from .texts import trial_of, with_unit

WIDEST = 44

Value = str | float | int | None
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


def tables(answers: Answers, today: date) -> list[Table]:
    """Return the comparison as data, and the plan and its result if there are any.

    Points are those on the screen; ratings are as entered, with low and high.
    """
    course, lang = answers.course, answers.lang

    def say(key: str) -> str:
        return answers.say(f"report.{key}")

    comparison = answers.comparison()
    criteria = comparison.criteria
    order = (*comparison.standing, *comparison.out)
    sums = heading_sums(comparison, course)
    ranked = [_row(comparison, i, whole_points(sums[i]), answers) for i in order]
    headings = [heading.name[lang] for heading in course.headings.values()]
    names = [with_unit(criterion, lang) for criterion in criteria]
    found = [
        Table(
            name=say("comparison"),
            head=[
                answers.say("bars.rank"),
                answers.say("bars.what"),
                say("kind"),
                answers.say("bars.points"),
                *(f"{answers.say('bars.points')}: {name}" for name in headings),
                *(f"{say('rating')}: {name}" for name in names),
                say("out"),
            ],
            rows=ranked,
        ),
        Table(
            name=say("ratings"),
            head=[
                answers.say("bars.what"),
                answers.say("figures.criterion"),
                say("low"),
                say("rating"),
                say("high"),
                say("scored_as"),
                say("weight"),
                say("contribution"),
            ],
            rows=[
                [
                    row.alternative.name,
                    name,
                    row.alternative.low[criterion.id],
                    row.alternative.ratings[criterion.id],
                    row.alternative.high[criterion.id],
                    row.raw[j],
                    round(100 * comparison.shares[j], 6),
                    round(100 * row.contributions[j], 6),
                ]
                for row in (comparison.rows[i] for i in order)
                for j, (name, criterion) in enumerate(zip(names, criteria, strict=True))
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
    course, lang = answers.course, answers.lang
    alternative = comparison.alternatives[i]
    out = breach_sentences(comparison, i, answers)
    return [
        None if out else comparison.rows[i].rank,
        alternative.name,
        course.groups[alternative.group].name[lang],
        sum(points),
        *points,
        *(float(alternative.ratings[c.id]) for c in comparison.criteria),
        " ".join(out),
    ]


def _plan_table(trial: Trial, checked: Review, answers: Answers) -> Table:

    def say(key: str) -> str:
        return answers.say(f"plan.{key}")

    rows: list[Row] = [[say("chosen"), None, None, name] for _, name in trial.chosen]
    days = (("start", trial.start), *(("review", day) for day in trial.reviews))
    for key, day in (*days, ("end", trial.end)):
        rows.append([answers.say(f"plan.day_{key}"), None, None, day.isoformat()])
    rows.append([say("budget"), trial.budget, checked.spent, trial.currency])
    rows.append([say("hours"), trial.hours, checked.used, None])
    for line in checked.lines:
        name = answers.say(f"plan.count_{line.count}")
        rows.append([name, line.target, line.counted, None])
    rows.append([say("rule_title"), None, None, rule_sentence(trial, answers)])
    if trial.rule:
        rows.append([say("rule"), None, None, trial.rule])
    for name, group in trial.chosen:
        if name in checked.decisions:
            decided = answers.say(f"plan.decision_{checked.decisions[name]}")
            rows.append([say("decision"), None, None, f"{group}: {decided}"])
    if checked.learned:
        rows.append([say("learned"), None, None, checked.learned])
    return Table(
        name=answers.say("report.plan"),
        head=[say("what"), say("planned"), say("counted"), say("text")],
        rows=rows,
    )


def csv_file(answers: Answers, today: date) -> bytes:
    """Write the comparison as CSV as spreadsheets in the reader's language open it.

    UTF-8 with a byte order mark. Texts go through `guarded`.
    """
    comparison = tables(answers, today)[0]
    lang = answers.lang

    def spell(value: Value) -> str:
        if isinstance(value, str):
            return guarded(printable(value))
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
        sheet = book.create_sheet(table.name)
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


def _widen(sheet: Worksheet, table: Table) -> None:
    for c, column in enumerate(zip(*table.lines, strict=True), start=1):
        longest = max(len(str(cell)) for cell in column if cell is not None)
        width = min(max(longest, 8), WIDEST if c > 1 or len(table.head) < 6 else 30)
        sheet.column_dimensions[get_column_letter(c)].width = width + 2
