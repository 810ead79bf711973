"""What a learner takes along: a page to print, the comparison as data, a calendar.

Everything comes from `Answers`, so that it says the same as the screen. The page is
one file without any reference to another. What a learner typed is text everywhere:
escaped in HTML, stored as text in XLSX. CSV has no types, so there a text that a
spreadsheet would take for a formula gets an apostrophe in front; see `guarded`.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .answers import Answers
from .bars import heading_sums, ranking
from .explain import (
    breach_sentences,
    changes,
    headline,
    how_sure,
    robustness_of,
    whole_points,
    why,
)
from .figures import acceptability, matrix
from .markup import render
from .model import Alternative, Course, Criterion, Lang, Source
from .plan import (
    COUNTS,
    Review,
    Trial,
    advice_sentence,
    follow_up_rules,
    no_country,
    read_trial,
    review,
    rule_sentence,
)
from .scoring import Comparison
from .wording import number

KINDS = {
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ics": "text/calendar",
}
SIDE_BY_SIDE = 6
LONGEST_HEAD = 40
WIDEST = 44
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)

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


def printable(text: str) -> str:
    """Put a question mark in the place of what no file format can hold."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def guarded(text: str) -> str:
    """Return a text as CSV can hold it without it being run.

    A spreadsheet takes a cell that begins with = + - @, a tab or a return for a
    formula, whatever stands around it. An apostrophe in front makes it text; take the
    first apostrophe away to have it as typed.
    """
    wide = unicodedata.normalize("NFKC", text[:1])  # full-width signs count as well
    return f"'{text}" if _FORMULA.match(wide) or _FORMULA.match(text) else text


def trial_of(answers: Answers) -> Trial | None:
    """Return the learner's plan, once it is complete."""
    return read_trial(answers.plan, {a.id: a.name for a in answers.alternatives})


def page(answers: Answers, today: date) -> str:
    """Write the report as one HTML page that prints to A4 and loads nothing.

    Args:
        answers: Profile, comparison and plan.
        today: The day that stands on it.
    """
    course, lang = answers.course, answers.lang
    comparison = answers.comparison()
    order = (*comparison.standing, *comparison.out)
    enough = len(comparison.standing) > 1
    sure = robustness_of(comparison) if enough else None
    first, second = order[:2] if len(order) > 1 else (order[0], order[0])
    trial = trial_of(answers)
    checked = review(trial, answers.result, today) if trial else None
    filled = render(
        "report",
        course,
        lang,
        today=today,
        profile=answers.profile,
        headline=headline(comparison, course, lang),
        ranking=ranking(comparison, course, lang, answers.equal()),
        weights=_weights(comparison, lang),
        blocks=_ratings(comparison, order, course, lang),
        matrix=matrix(course, answers.business, lang),
        why=why(comparison, first, second, course, answers.business, lang)
        if first != second
        else "",
        changes_for=comparison.alternatives[second].name,
        changes=changes(comparison, second, course, lang) if enough else [],
        sure=how_sure(comparison, sure, course, lang) if sure else [],
        acceptability=acceptability(comparison, sure, course, lang) if sure else "",
        trial=trial,
        rule=rule_sentence(trial, course, lang) if trial else "",
        review=checked if answers.result else None,
        advice=advice_sentence(trial, checked, course, lang)
        if trial and checked
        else "",
        everywhere=no_country(answers.profile),
        rules=follow_up_rules(course, answers.profile),
        sources=_sources(answers, comparison),
    )
    # What is folded away on the screen would be missing on paper.
    return printable(str(filled).replace("<details>", "<details open>"))


def _weights(comparison: Comparison, lang: Lang) -> list[tuple[str, str]]:
    shares = [float(share) for share in comparison.weights]
    percents = [f"{whole}" for whole in whole_points(shares)]
    sign = "\u00a0%" if lang == "de" else "%"
    order = sorted(range(len(shares)), key=lambda j: -shares[j])
    return [(comparison.criteria[j].name[lang], percents[j] + sign) for j in order]


def _ratings(
    comparison: Comparison, order: Sequence[int], course: Course, lang: Lang
) -> list[tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]]:
    """Lay out ratings with their ranges in blocks that fit on a page.

    Returns:
        Pairs of column heads and rows, each a criterion with (rating, range) cells.
    """
    blocks = []
    for start in range(0, len(order), SIDE_BY_SIDE):
        part = order[start : start + SIDE_BY_SIDE]
        heads = [_head(comparison.alternatives[i], course, lang) for i in part]
        rows = [
            (
                _with_unit(criterion, lang),
                [_cell(comparison, i, criterion, lang) for i in part],
            )
            for criterion in comparison.criteria
        ]
        blocks.append((heads, rows))
    return blocks


def _head(alternative: Alternative, course: Course, lang: Lang) -> str:
    """Return a name for a narrow column: a type's short one, or the first letters."""
    group = course.groups[alternative.group]
    of_course = alternative.name == group.name[lang]
    return group.short[lang] if of_course else _short(alternative.name)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_HEAD else f"{name[: LONGEST_HEAD - 1]}…"


def _with_unit(criterion: Criterion, lang: Lang) -> str:
    unit = f" ({criterion.unit[lang]})" if criterion.unit else ""
    return criterion.name[lang] + unit


def _cell(
    comparison: Comparison, i: int, criterion: Criterion, lang: Lang
) -> tuple[str, str]:
    alternative, name = comparison.alternatives[i], criterion.id
    low, value, high = (
        number(part[name], lang, 1)
        for part in (alternative.low, alternative.ratings, alternative.high)
    )
    return value, "" if low == high else f"{low}–{high}"


def _sources(answers: Answers, comparison: Comparison) -> list[Source]:
    """Collect what the ratings, findings and notes of the report rest on."""
    course, business = answers.course, answers.business
    used: set[str] = set()
    for each in comparison.alternatives:
        for name in course.criteria:
            rating = course.ratings[each.group, name]
            used.update(rating.at(business.country, business.market).evidence)
    used.update(note.id for note in follow_up_rules(course, answers.profile))
    for name in tuple(used):
        record = course.findings.get(name) or course.notes.get(name)
        used.update(record.sources if record else ())
    return [source for name, source in course.sources.items() if name in used]


def tables(answers: Answers, today: date) -> list[Table]:
    """Return the comparison as data, and the plan and its result if there are any.

    Points are those on the screen; ratings are as entered, with low and high.
    """
    course, lang = answers.course, answers.lang

    def say(key: str) -> str:
        return course.say(f"report.{key}", lang)

    comparison = answers.comparison()
    criteria = comparison.criteria
    order = (*comparison.standing, *comparison.out)
    sums = heading_sums(comparison, course)
    ranked = [
        comparison_row(comparison, i, whole_points(sums[i]), answers) for i in order
    ]
    headings = [heading.name[lang] for heading in course.headings.values()]
    names = [_with_unit(criterion, lang) for criterion in criteria]
    found = [
        Table(
            name=say("comparison"),
            head=[
                course.say("bars.rank", lang),
                course.say("bars.what", lang),
                say("kind"),
                course.say("bars.points", lang),
                *(f"{course.say('bars.points', lang)}: {name}" for name in headings),
                *(f"{say('rating')}: {name}" for name in names),
                say("out"),
            ],
            rows=ranked,
        ),
        Table(
            name=say("ratings"),
            head=[
                course.say("bars.what", lang),
                course.say("figures.criterion", lang),
                say("low"),
                say("rating"),
                say("high"),
                say("scored_as"),
                say("weight"),
                say("contribution"),
            ],
            rows=[
                [
                    comparison.alternatives[i].name,
                    name,
                    comparison.alternatives[i].low[criterion.id],
                    comparison.alternatives[i].ratings[criterion.id],
                    comparison.alternatives[i].high[criterion.id],
                    float(comparison.raw[i, j]),
                    round(100 * float(comparison.weights[j]), 6),
                    round(100 * float(comparison.contributions[i, j]), 6),
                ]
                for i in order
                for j, (name, criterion) in enumerate(zip(names, criteria, strict=True))
            ],
        ),
    ]
    trial = trial_of(answers)
    if trial:
        checked = review(trial, answers.result, today)
        found.append(_plan_table(trial, checked, answers))
    return found


def comparison_row(
    comparison: Comparison, i: int, points: Sequence[int], answers: Answers
) -> Row:
    """Return one alternative as data; what is knocked out has no rank."""
    course, lang = answers.course, answers.lang
    alternative = comparison.alternatives[i]
    out = breach_sentences(comparison, i, course, lang)
    return [
        None if out else int(comparison.ranks[i]),
        alternative.name,
        course.groups[alternative.group].name[lang],
        sum(points),
        *points,
        *(float(alternative.ratings[c.id]) for c in comparison.criteria),
        " ".join(out),
    ]


def _plan_table(trial: Trial, checked: Review, answers: Answers) -> Table:
    course, lang = answers.course, answers.lang

    def say(key: str) -> str:
        return course.say(f"plan.{key}", lang)

    rows: list[Row] = [[say("chosen"), None, None, name] for _, name in trial.chosen]
    days = (("start", trial.start), *(("review", day) for day in trial.reviews))
    for key, day in (*days, ("end", trial.end)):
        rows.append([course.say(f"plan.day_{key}", lang), None, None, day.isoformat()])
    rows.append([say("budget"), trial.budget, checked.spent, trial.currency])
    rows.append([say("hours"), trial.hours, checked.used, None])
    for line in checked.lines:
        name = course.say(f"plan.count_{line.count}", lang)
        rows.append([name, line.target, line.counted, None])
    rows.append([say("rule_title"), None, None, rule_sentence(trial, course, lang)])
    if trial.rule:
        rows.append([say("rule"), None, None, trial.rule])
    for name, group in trial.chosen:
        if name in checked.decisions:
            decided = course.say(f"plan.decision_{checked.decisions[name]}", lang)
            rows.append([say("decision"), None, None, f"{group}: {decided}"])
    if checked.learned:
        rows.append([say("learned"), None, None, checked.learned])
    return Table(
        name=course.say("report.plan", lang),
        head=[say("what"), say("planned"), say("counted"), say("text")],
        rows=rows,
    )


def csv_file(answers: Answers, today: date) -> bytes:
    """Write the comparison as CSV as spreadsheets in the reader's language open it.

    English: commas and decimal points; German: semicolons and decimal commas. UTF-8
    with a byte order mark. Texts go through `guarded`.
    """
    comparison = tables(answers, today)[0]
    german = answers.lang == "de"

    def spell(cell: Value) -> str:
        if isinstance(cell, str):
            return guarded(printable(cell))
        text = "" if cell is None else f"{cell:.10g}"
        return text.replace(".", ",") if german else text

    sheet = io.StringIO(newline="")
    # Quotes around everything: a text keeps its line breaks and its separators.
    lines = csv.writer(sheet, delimiter=";" if german else ",", quoting=csv.QUOTE_ALL)
    for row in comparison.lines:
        lines.writerow([spell(cell) for cell in row])
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


def calendar(trial: Trial, answers: Answers) -> bytes:
    """Write start, reviews and end of a trial as all-day entries of a calendar.

    An entry keeps its identity when its date moves, so that a calendar which takes
    the file again moves it too.
    """
    course, lang = answers.course, answers.lang
    names = printable(", ".join(_short(name) for _, name in trial.chosen))
    about = [
        ", ".join(name for _, name in trial.chosen),
        _counting(trial, answers),
        rule_sentence(trial, course, lang),
        trial.rule,
    ]
    file = Calendar()
    file.add("prodid", f"-//netlesson//{lang}//")
    file.add("version", "2.0")
    file.add("method", "PUBLISH")
    days = [("start", trial.start)]
    days += [(f"review_{i}", day) for i, day in enumerate(trial.reviews, start=1)]
    for key, day in (*days, ("end", trial.end)):
        entry = Event()
        kind = key.partition("_")[0]
        entry.add("uid", f"{trial.id}-{key}@netlesson")
        entry.add("dtstamp", datetime.now(UTC))
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        entry.add("summary", course.say(f"plan.entry_{kind}", lang, names=names))
        text = "\n".join(each for each in about if each)
        entry.add("description", printable(text).replace("\r\n", "\n"))
        entry.add("transp", "TRANSPARENT")
        file.add_component(entry)
    return bytes(file.to_ical())


def _counting(trial: Trial, answers: Answers) -> str:
    course, lang = answers.course, answers.lang
    return "; ".join(
        f"{course.say(f'plan.count_{count}', lang)}: {number(target, lang)}"
        for count in COUNTS
        if (target := trial.targets.get(count)) is not None
    )


def make(ending: str, answers: Answers, today: date) -> tuple[str, bytes]:
    """Return name and content of one file of the report.

    Args:
        ending: One of `KINDS`.
        answers: Profile, comparison and plan.
        today: The day that stands on it.

    Raises:
        ValueError: If there is no such kind, or no plan for a calendar.
    """
    trial = trial_of(answers)
    match ending:
        case "html":
            data = page(answers, today).encode()
        case "csv":
            data = csv_file(answers, today)
        case "xlsx":
            data = xlsx_file(answers, today)
        case "ics" if trial:
            data = calendar(trial, answers)
        case "ics":
            raise ValueError("no dates for a calendar; complete the plan first")
        case _:
            raise ValueError(f"no file {ending!r}; there are {', '.join(KINDS)}")
    name = answers.course.say("report.file", answers.lang)
    return f"{name}-{today.isoformat()}.{ending}", data


def files(answers: Answers, today: date) -> Iterable[tuple[str, bytes]]:
    """Yield every file of a report: name and content; a calendar if there is a plan."""
    for ending in KINDS:
        if ending != "ics" or trial_of(answers):
            yield make(ending, answers, today)
